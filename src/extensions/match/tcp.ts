import { fieldBits, fieldIn, unknown } from '#model/condition.ts';
import type { Masked } from '#model/value.ts';
import type { Kind } from '../extension.ts';
import { match } from '../extension.ts';
import { badValue, number, portRange } from '../kinds.ts';

const flagNames = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];

const tcpFlags: Kind<Masked> = {
  label: 'kind/tcp-flags',
  words: 2,
  read(word, _context, second) {
    const mask = readFlags(word);
    const value = readFlags(second);
    return mask === undefined || value === undefined ? badValue(`${word} ${second}`, 'kind/tcp-flags') : { value, mask };
  },
  write: ({ value, mask }) => `${writeFlags(mask)} ${writeFlags(value)}`,
};

const syn: Kind<Masked> = { ...tcpFlags, words: 0, read: () => ({ value: 2, mask: 0x17 }) };

function readFlags(word: string): number | undefined {
  let bits = 0;
  for (const name of word.toUpperCase().split(',')) {
    const bit = flagNames.indexOf(name);
    if (name === 'ALL') bits |= 63;
    else if (bit >= 0) bits |= 1 << bit;
    else if (name !== 'NONE') return undefined;
  }
  return bits;
}

function writeFlags(bits: number): string {
  return bits === 0 ? 'NONE' : flagNames.filter((_, index) => bits & (1 << index)).join(',');
}

/** TCP ports, flags and options. */
export const tcp = match({
  name: 'tcp',
  protocols: [6],
  options: {
    '--sport': { kind: portRange, aliases: ['--source-port'], not: true, means: (ports) => fieldIn('sport', [ports]) },
    '--dport': { kind: portRange, aliases: ['--destination-port'], not: true, means: (ports) => fieldIn('dport', [ports]) },
    '--tcp-option': { kind: number(1, 255), not: true, means: (option) => unknown('packet', `tcp option ${option}`) },
    '--tcp-flags': { kind: tcpFlags, not: true, means: ({ value, mask }) => fieldBits('tcpflags', mask, value) },
    '--syn': { kind: syn, not: true, as: '--tcp-flags' },
  },
});
