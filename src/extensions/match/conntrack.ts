import { ctStates, ctStatuses, fieldBits, fieldIn } from '#model/condition.ts';
import type { Field } from '#model/condition.ts';
import type { AddressMask, NumberRange } from '#model/value.ts';
import type { Kind, OptionSpec } from '../extension.ts';
import { match } from '../extension.ts';
import { addressRange, badValue, isHost, oneOf, portRange, readAddressMask, someOf, writeAddress, writeMask } from '../kinds.ts';
import { readProtocol } from '../protocols.ts';
import { readNumber } from '../kinds.ts';

const stateNames = Object.keys(ctStates);
const statusNames = Object.keys(ctStatuses);

/** Addresses of a connection keep their host bits; before 1.8.11 a mask that is no prefix is lost in printing. */
const trackedAddress: Kind<AddressMask> = {
  label: 'kind/address',
  words: 1,
  read: (word, { family }) => readAddressMask(word, family) ?? badValue(word, `kind/address-${family}`),
  write(value, { dialect }) {
    const mask = isHost(value) ? '' : writeMask(value.mask);
    const lossy = dialect.version !== '1.8.11' && !/^\/\d{1,3}$/.test(mask);
    return writeAddress(value.address) + (lossy ? '' : mask);
  },
};

const protocolNumber: Kind<number> = {
  label: 'kind/protocol',
  words: 1,
  read: (word) => readProtocol(word) || badValue(word, 'kind/protocol'),
  write: (value) => String(value),
};

const expiry: Kind<NumberRange> = {
  label: 'kind/seconds',
  words: 1,
  read(word) {
    const [low = '', high = low] = word.split(':');
    const from = low === '' ? 0 : readNumber(low, 0, 0xffffffff);
    const to = high === '' ? 0xffffffff : readNumber(high, 0, 0xffffffff);
    return from === undefined || to === undefined || to < from ? badValue(word, 'kind/seconds') : { from, to };
  },
  write: ({ from, to }) => (from === to ? String(from) : `${from}:${to}`),
};

function address(field: Field): OptionSpec<AddressMask> {
  return { kind: trackedAddress, not: true, means: (value) => fieldIn(field, [addressRange(value)]) };
}

function port(field: Field): OptionSpec<NumberRange> {
  return { kind: portRange, not: true, means: (ports) => fieldIn(field, [ports]) };
}

function bits(names: readonly string[], table: Readonly<Record<string, number>>): number {
  return names.reduce((sum, name) => sum | (table[name] ?? 0), 0);
}

/** What connection tracking knows of the packet's connection. */
export const conntrack = match({
  name: 'conntrack',
  options: {
    '--ctstate': { kind: someOf(stateNames), not: true, means: (names) => fieldBits('ctstate', bits(names, ctStates), 'any') },
    '--ctproto': { kind: protocolNumber, not: true, means: (protocol) => fieldIn('ctproto', [{ from: protocol, to: protocol }]) },
    '--ctorigsrc': address('ctorigsrc'),
    '--ctorigdst': address('ctorigdst'),
    '--ctreplsrc': address('ctreplsrc'),
    '--ctrepldst': address('ctrepldst'),
    '--ctorigsrcport': port('ctorigsport'),
    '--ctorigdstport': port('ctorigdport'),
    '--ctreplsrcport': port('ctreplsport'),
    '--ctrepldstport': port('ctrepldport'),
    '--ctstatus': {
      kind: someOf([...statusNames, 'NONE']),
      not: true,
      means: (names) => (names.includes('NONE') ? fieldIn('ctstatus', [{ from: 0, to: 0 }]) : fieldBits('ctstatus', bits(names, ctStatuses), 'any')),
    },
    '--ctexpire': { kind: expiry, not: true },
    '--ctdir': {
      kind: oneOf(['ORIGINAL', 'REPLY']),
      means: (direction) => fieldIn('ctdir', [direction === 'ORIGINAL' ? { from: 0, to: 0 } : { from: 1, to: 1 }]),
    },
  },
});
