import { lowerSnapshot } from '#lowered/lower.ts'
import type { Condition } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Family } from '#model/family.ts'
import type { LoweredChain, LoweredTable } from '#model/lowered.ts'
import type { Hook } from '#model/packet.ts'
import type { Rules } from './load-native.ts'

/** A way from a hook to a rule: everything that the jumps and the rule itself ask for, in order. */
export interface RulePath {
  readonly id: string
  readonly table: string
  readonly hook: Hook
  readonly conditions: readonly Condition[]
  readonly effect: Effect
}

const mostPaths = 6
const deepest = 12

interface Caller {
  readonly chain: LoweredChain
  readonly conditions: readonly Condition[]
}

type Callers = ReadonlyMap<LoweredChain, readonly Caller[]>

/** All rules of a family by id, with some of the ways that lead to each; none where nothing leads to it. */
export function pathsTo(rules: Rules, family: Family): ReadonlyMap<string, readonly RulePath[]> {
  const paths = new Map<string, readonly RulePath[]>()
  const tables = lowerSnapshot(rules).tables.filter(({ families }) => families.includes(family))
  for (const table of tables) {
    const callers = callersIn(table)
    for (const chain of table.chains.values()) {
      const leading = waysTo(chain, callers)
      for (const { id, clauses, effect } of chain.rules) {
        const own = clauses.map(({ condition }) => condition)
        const to = leading.map(({ hook, conditions }) => ({
          id,
          table: table.name,
          hook,
          conditions: [...conditions, ...own],
          effect,
        }))
        paths.set(id, to)
      }
    }
  }
  return paths
}

function callersIn({ chains }: LoweredTable): Callers {
  const callers = new Map<LoweredChain, Caller[]>()
  for (const chain of chains.values()) {
    for (const { clauses, target } of chain.rules.flatMap(({ parts }) => parts)) {
      if (target === undefined) continue
      const list = callers.get(target) ?? []
      callers.set(target, list)
      list.push({ chain, conditions: clauses.map(({ condition }) => condition) })
    }
  }
  return callers
}

interface Way {
  readonly chain: LoweredChain
  readonly conditions: readonly Condition[]
  readonly depth: number
}

// Breadth first, so that short ways come first; a circle ends by its depth.
function waysTo(
  chain: LoweredChain,
  callers: Callers,
): readonly { readonly hook: Hook; readonly conditions: readonly Condition[] }[] {
  const found: { hook: Hook; conditions: readonly Condition[] }[] = []
  const waiting: Way[] = [{ chain, conditions: [], depth: 0 }]
  for (let way = waiting.shift(); way !== undefined && found.length < mostPaths; way = waiting.shift()) {
    if (way.chain.base !== undefined) found.push({ hook: way.chain.base.hook, conditions: way.conditions })
    if (way.depth === deepest || waiting.length > 200) continue
    for (const { chain: caller, conditions } of callers.get(way.chain) ?? [])
      waiting.push({ chain: caller, conditions: [...conditions, ...way.conditions], depth: way.depth + 1 })
  }
  return found
}
