import type { Intervals } from '#base/intervals.ts'
import { holds } from '#base/intervals.ts'
import { groupBy } from '#base/lists.ts'
import type { Condition } from '#model/condition.ts'
import type { LoweredChain, LoweredRule, LoweredTable } from '#model/lowered.ts'

/** A rewrite of the destination port that happens before routing, for one host port. */
export interface PortRewrite {
  readonly id: string
  readonly protocol: number | undefined
  readonly from: number
  readonly to: number
  /** The packet stays on this host, as after REDIRECT. */
  readonly local: boolean
}

/** The rewrites of some tables, by the port that packets were sent to. */
export interface PortRewrites {
  /** Those of packets that were sent to a port of the set, in the order of the rules. */
  from(set: Intervals): readonly PortRewrite[]
}

/** Every rule before routing that gives one destination port another number. */
export function portRewrites(tables: readonly LoweredTable[]): PortRewrites {
  const all = tables.flatMap((table) =>
    [...table.chains.values()].filter(isOfNat).flatMap(({ rules }) => rules.flatMap(rewriteOf)),
  )
  const byPort = groupBy(all, ({ from }) => from)
  return {
    from(set) {
      const [only, ...more] = set
      if (only !== undefined && more.length === 0 && only.from === only.to) return byPort.get(Number(only.from)) ?? []
      return all.filter(({ from }) => holds(set, from))
    },
  }
}

// A text may leave out the chains that the kernel calls.
function isOfNat({ base, table }: LoweredChain): boolean {
  return base === undefined ? table.name === 'nat' || table.written === undefined : base.kind === 'nat'
}

function rewriteOf({ id, effect, clauses }: LoweredRule): readonly PortRewrite[] {
  if (effect.kind !== 'nat' || effect.range?.ports === undefined) return []
  if (effect.change !== 'dnat' && effect.change !== 'redirect') return []
  const conditions = clauses.map(({ condition }) => condition)
  const from = onlyNumber(conditions, 'dport')
  const to = effect.range.ports.from
  if (from === undefined || from === to) return []
  return [{ id, protocol: onlyNumber(conditions, 'protocol'), from, to, local: effect.change === 'redirect' }]
}

/** The one number that conditions ask of a field, if they ask exactly one. */
export function onlyNumber(conditions: readonly Condition[], field: 'dport' | 'protocol'): number | undefined {
  for (const part of conditions.flatMap(partsOf)) {
    if (part.kind !== 'in' || part.field !== field || part.set.length !== 1) continue
    const [only] = part.set
    if (only !== undefined && only.from === only.to) return Number(only.from)
  }
  return undefined
}

function partsOf(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(partsOf) : [condition]
}
