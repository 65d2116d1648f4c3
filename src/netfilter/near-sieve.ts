import type { AddressNumber } from '#base/address.ts'
import { type Condition, fieldOf } from '#model/condition.ts'
import { isAboutHost, isCloseField } from './near-miss-fields.ts'
import type { CompiledRule } from './packet-state.ts'
import { type Bounds, boundedFields, boundsOf, metOf, needsOf } from './sieve-bounds.ts'
import type { Sifted } from './sieve.ts'
import { SieveIndex } from './sieve-index.ts'

/** Values that the fields of a packet had before rules gave it others. */
export type FormerValues = ReadonlyMap<string, readonly AddressNumber[]>

/** Which near misses of a rule are looked for: all, those that a rewriting of the packet caused, or none. */
export type Wanted = 'all' | 'rewritten' | 'none'

const fields = ['protocol', 'src', 'dst', 'sport', 'dport', 'in', 'out'] as const
type Field = (typeof fields)[number]

/** What is known of a rule before any packet: where it can be the one condition that fails. */
interface Kept {
  readonly bounds: Bounds
  /** Fields that must be met, now or before a rewriting, for the rule to be a near miss. */
  readonly hard: ReadonlySet<Field>
  /** Only its conditions themselves tell: they are of a form that has no bounds. */
  readonly isOpen: boolean
}

/**
 * Passes quickly over rules that certainly are no near misses of a packet: more than one of their conditions fails, or one that
 * never makes a near miss. Like the sieve, it asks necessary conditions only.
 */
export class NearSieve {
  readonly #rules: readonly (Kept | undefined)[]
  readonly #index: SieveIndex
  readonly #isMet: readonly boolean[]

  /** `interfaces`: those of the host; empty where they were not read. */
  constructor(
    rules: readonly CompiledRule[],
    interfaces: ReadonlyMap<string, unknown>,
    wantedOf: (rule: CompiledRule) => Wanted,
  ) {
    this.#isMet = metOf(rules.map(({ otherwise }) => otherwise))
    this.#rules = rules.map((rule) => keptOf(rule, interfaces, wantedOf))
    this.#index = new SieveIndex(
      this.#rules.map((kept, index) => (this.#isMet[index] ? kept && hardNeeds(kept) : undefined)),
    )
  }

  /** The index of the next rule, from `start` on, that may be a near miss. */
  next(start: number, packet: Sifted, former: FormerValues): number {
    if (this.#isMet[start] === false) return start
    const passes = (index: number) => mayBeNear(this.#rules[index] as Kept, packet, former)
    return this.#index.next(start, this.#rules.length, packet, passes, former)
  }
}

function keptOf(
  rule: CompiledRule,
  interfaces: ReadonlyMap<string, unknown>,
  wantedOf: (rule: CompiledRule) => Wanted,
): Kept | undefined {
  const wanted = rule.effect.kind === 'continue' || rule.unread !== undefined ? 'none' : wantedOf(rule)
  if (wanted === 'none') return undefined
  const conditions = rule.shown.map(({ clause }) => clause.condition)
  const isOpen = rule.shown !== rule.clauses || conditions.some((condition) => boundedFields(condition).size > 1)
  const bounds = boundsOf(rule.condition)
  return {
    bounds,
    hard: new Set(wanted === 'rewritten' ? fields : hardFields(rule, bounds, conditions, interfaces)),
    isOpen,
  }
}

function hardFields(
  { effect }: CompiledRule,
  { in: device, out }: Bounds,
  conditions: readonly Condition[],
  interfaces: ReadonlyMap<string, unknown>,
): readonly Field[] {
  const isPublishing = effect.kind === 'nat' && effect.change === 'dnat'
  const asksPort = conditions.some((one) => ['dport', 'ctorigdport'].includes(fieldOf(one) ?? ''))
  const isHosts = conditions.some(isAboutHost)
  const isMissing = (name: string | undefined) => name !== undefined && !interfaces.has(name)
  return fields.filter((field) => {
    if (field === 'in' || field === 'out') return !asksPort && !isMissing(field === 'in' ? device : out)
    if (field === 'dst' && isPublishing) return false
    return !(isHosts && isCloseField(field))
  })
}

function hardNeeds({ bounds, hard, isOpen }: Kept) {
  return isOpen ? [] : needsOf(bounds).filter(({ field }) => hard.has(field))
}

function mayBeNear({ bounds, hard, isOpen }: Kept, packet: Sifted, former: FormerValues): boolean {
  if (isOpen) return true
  let failing = 0
  let isSoft = false
  for (const field of fields) {
    if (meets(bounds, field, packet[field])) continue
    failing++
    if (former.get(field)?.some((value) => meets(bounds, field, value)) === true) continue
    if (hard.has(field)) return false
    isSoft = true
  }
  // What no rewriting undid must be the only condition that fails.
  return !isSoft || failing === 1
}

function meets(bounds: Bounds, field: Field, value: AddressNumber | string | undefined | null): boolean {
  if (value === undefined) return true
  if (field === 'in' || field === 'out') return bounds[field] === undefined || bounds[field] === value
  const [from, to] = bounds.ranges[field]
  if (typeof value === 'number') return value >= from && value <= to
  if (value === null) return from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY
  const single = field === 'src' || field === 'dst' ? bounds.long[field] : undefined
  return single === undefined || single === value
}
