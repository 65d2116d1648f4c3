import { append } from '#base/lists.ts'
import type { Condition } from '#model/condition.ts'
import { always, fieldIn, negateIf, unknown, allOf } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Family } from '#model/family.ts'
import type { Clause } from '#model/lowered.ts'
import type { ExtensionUse, OptionUse, Rule, TargetUse } from '#model/ruleset.ts'
import type { AddressMask, UnknownValue } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'
import { keyOf } from '#extensions/extension.ts'
import { addressCondition } from '#extensions/fields/address-condition.ts'
import { findMatch, findTarget } from '#extensions/registry.ts'

/** A rule as meant: all its clauses must hold for the effect to happen. */
export interface Meaning {
  readonly clauses: readonly Clause[]
  readonly effect: Effect
}

/**
 * What a rule means in its family. `isChain` tells a jump to a chain from a target that nobody knows: a chain of the table
 * goes before a target of the same name, as in the kernel.
 */
export function meaning(rule: Rule, family: Family, isChain: (name: string) => boolean): Meaning {
  return { clauses: clausesOf(rule, family), effect: effectOf(rule.target, family, isChain) }
}

/** What all clauses of a rule ask together. */
export function conditionOf(meant: Meaning): Condition {
  return allOf(meant.clauses.map(({ condition }) => condition))
}

function clausesOf(rule: Rule, family: Family): readonly Clause[] {
  const clauses: Clause[] = []
  const add = (use: OptionUse | undefined, condition: (use: OptionUse) => Condition) => {
    if (use !== undefined) clauses.push({ condition: condition(use), start: use.start, end: use.end, match: undefined })
  }
  // How many packets met the rule does not matter to the next one.
  const hidden = rule.hidden.filter((what) => what !== 'counters').map((what) => unknown('hidden', what))
  add(rule.source, (use) => addressOf('src', use as OptionUse<AddressMask | UnknownValue>))
  add(rule.destination, (use) => addressOf('dst', use as OptionUse<AddressMask | UnknownValue>))
  for (const side of ['in', 'out'] as const) {
    const use = rule[side]
    if (use === undefined || rule.hidden.includes(`${use.name} ${use.value}`)) continue
    clauses.push({ condition: interfaceOf(side, use), start: use.start, end: use.end, match: undefined })
  }
  add(rule.protocol, ({ value, negated }) => protocolOf(value as number, negated))
  add(rule.fragment, ({ negated }) => negateIf(negated, fieldIn('fragment', [{ from: 1, to: 1 }])))
  for (const use of rule.matches) append(clauses, matchClauses(use, family))
  for (const condition of hidden) clauses.push({ condition, start: rule.start, end: rule.end, match: undefined })
  // A list that has grown keeps room for more: of 100,000 rules that is worth a copy.
  return clauses.slice()
}

function addressOf(field: 'src' | 'dst', use: OptionUse<AddressMask | UnknownValue>): Condition {
  const { value, negated } = use
  if (isUnknown(value)) return unknown('hidden', `${use.name} ${value.unknown}`)
  return negateIf(negated, addressCondition(field, value))
}

function interfaceOf(field: 'in' | 'out', { value, negated }: OptionUse<string>): Condition {
  const prefix = value.endsWith('+')
  return negateIf(negated, { kind: 'interface', field, name: prefix ? value.slice(0, -1) : value, prefix })
}

function protocolOf(value: number, negated: boolean): Condition {
  return value === 0 ? always : negateIf(negated, fieldIn('protocol', [{ from: value, to: value }]))
}

function matchClauses(use: ExtensionUse, family: Family): readonly Clause[] {
  const { name, start, end } = use
  const extension = use.known ? findMatch(name, family) : undefined
  if (extension === undefined) {
    return [{ condition: unknown('extension', [name, ...use.words].join(' ')), start, end, match: name }]
  }
  const condition = extension.condition(use.options, { family })
  const parts = condition.kind === 'all' && condition.of.length === use.options.length ? condition.of : [condition]
  return parts.map((part, index) => {
    const option = parts.length === use.options.length ? use.options[index] : undefined
    return { condition: part, start: option?.start ?? start, end: option?.end ?? end, match: name }
  })
}

function effectOf(target: TargetUse | undefined, family: Family, isChain: (name: string) => boolean): Effect {
  if (target === undefined) return { kind: 'continue', does: 'count' }
  const { name, goto } = target
  // Words after the name of a chain: the line says something that is not understood.
  if ((goto || isChain(name)) && target.words.length === 0) return { kind: 'jump', chain: name, goto }
  const extension = target.known ? findTarget(name, family) : undefined
  if (extension !== undefined) return extension.effect(target.options, { family })
  return { kind: 'unknown', target: keyOf(name, target.options) }
}
