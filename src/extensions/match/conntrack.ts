import type { Condition, Field } from '#model/condition.ts'
import { all, any, ctStates, ctStatuses, fieldBits, fieldIn, allOf } from '#model/condition.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { AddressMask, NumberRange } from '#model/value.ts'
import { addressCondition } from '../fields/address-condition.ts'
import type { Kind, OptionSpec } from '../extension.ts'
import { match, Wrong } from '../extension.ts'
import { hostMask } from '../kinds/host-mask.ts'
import { badValue, numberRange, oneOf, rangeSet, someByPrefix } from '../kinds/kinds.ts'
import { namedBits } from '../kinds/named-bits.ts'
import { resolvedPortRange } from '../kinds/ports.ts'
import { readProtocol } from '../kinds/protocols.ts'

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

function stateCondition(names: readonly string[]): Condition {
  return fieldBits('ctstate', namedBits(names, ctStates), 'any')
}

const entryless = ['INVALID', 'UNTRACKED']

// Of a packet that has no entry the kernel asks the state alone: what else the rule asks then counts for nothing.
function combine(each: readonly Condition[], uses: readonly OptionUse[]): Condition | undefined {
  const at = uses.findIndex(({ name }) => name === '--ctstate')
  const use = uses[at]
  const state = each[at]
  if (use === undefined || state === undefined || each.length === 1) return undefined
  const names = use.value as readonly string[]
  const taken = entryless.filter((name) => names.includes(name) !== use.negated)
  if (taken.length === 0) return undefined
  const rest = each.filter((_, index) => index !== at)
  return all(state, any(allOf(rest), stateCondition(taken)))
}

/** What connection tracking knows of the packet's connection. */
export const conntrack = match({
  name: 'conntrack',
  options: {
    '--ctstate': { kind: states, not: true, means: stateCondition },
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
    // NONE asks for no bit at all, and so is never found.
    '--ctstatus': {
      kind: statuses,
      not: true,
      means: (names) => fieldBits('ctstatus', namedBits(names, ctStatuses), 'any'),
    },
    '--ctexpire': { kind: numberRange(0xffff_ffff, 'kind/seconds'), not: true },
    '--ctdir': {
      kind: oneOf(['ORIGINAL', 'REPLY']),
      means: (direction) => fieldIn('ctdir', [direction === 'ORIGINAL' ? { from: 0, to: 0 } : { from: 1, to: 1 }]),
    },
  },
  combine,
  settle: (uses) => (uses.length === 0 ? new Wrong('syntax/no-option') : uses),
})
