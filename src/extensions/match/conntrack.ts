import type { Field } from '#model/condition.ts'
import { ctStates, ctStatuses, fieldBits, fieldIn } from '#model/condition.ts'
import type { AddressMask, NumberRange } from '#model/value.ts'
import { addressCondition } from '../address-condition.ts'
import type { Kind, OptionSpec } from '../extension.ts'
import { match, Wrong } from '../extension.ts'
import { hostMask } from '../host-mask.ts'
import { badValue, numberRange, oneOf, rangeSet, someByPrefix } from '../kinds.ts'
import { namedBits } from '../named-bits.ts'
import { resolvedPortRange } from '../ports.ts'
import { readProtocol } from '../protocols.ts'

const states = someByPrefix(Object.keys(ctStates))
const anyStatuses = someByPrefix([...Object.keys(ctStatuses), 'NONE'])

/** `NONE` adds nothing to others. */
const statuses: Kind<readonly string[]> = {
  ...anyStatuses,
  write: (names) => (names.length === 1 ? names : names.filter((name) => name !== 'NONE')).join(','),
}

/** 0 is no protocol; until 1.8.10 it was taken, and matches nothing. */
const protocolNumber: Kind<number> = {
  label: 'kind/protocol',
  words: 1,
  read(word, { dialect }) {
    const number = readProtocol(word)
    if (number === undefined) return badValue(word, 'kind/protocol')
    return number === 0 && dialect.version === '1.8.11' ? badValue(word, 'kind/protocol') : number
  },
  write: (value) => String(value),
}

function address(field: Field): OptionSpec<AddressMask> {
  return { kind: hostMask, not: true, means: (value) => addressCondition(field, value) }
}

function port(field: Field): OptionSpec<NumberRange> {
  return { kind: resolvedPortRange, not: true, means: (ports) => fieldIn(field, rangeSet(ports)) }
}

function statusCondition(names: readonly string[]) {
  const bits = namedBits(names, ctStatuses)
  return bits === 0 ? fieldIn('ctstatus', [{ from: 0, to: 0 }]) : fieldBits('ctstatus', bits, 'any')
}

/** What connection tracking knows of the packet's connection. */
export const conntrack = match({
  name: 'conntrack',
  options: {
    '--ctstate': {
      kind: states,
      not: true,
      means: (names) => fieldBits('ctstate', namedBits(names, ctStates), 'any'),
    },
    '--ctproto': {
      kind: protocolNumber,
      not: true,
      means: (protocol) => fieldIn('ctproto', [{ from: protocol, to: protocol }]),
    },
    '--ctorigsrc': address('ctorigsrc'),
    '--ctorigdst': address('ctorigdst'),
    '--ctreplsrc': address('ctreplsrc'),
    '--ctrepldst': address('ctrepldst'),
    '--ctorigsrcport': port('ctorigsport'),
    '--ctorigdstport': port('ctorigdport'),
    '--ctreplsrcport': port('ctreplsport'),
    '--ctrepldstport': port('ctrepldport'),
    '--ctstatus': { kind: statuses, not: true, means: statusCondition },
    '--ctexpire': { kind: numberRange(0xffff_ffff, 'kind/seconds'), not: true },
    '--ctdir': {
      kind: oneOf(['ORIGINAL', 'REPLY']),
      means: (direction) => fieldIn('ctdir', [direction === 'ORIGINAL' ? { from: 0, to: 0 } : { from: 1, to: 1 }]),
    },
  },
  settle: (uses) => (uses.length === 0 ? new Wrong('syntax/no-option') : uses),
})
