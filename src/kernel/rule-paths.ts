import { meaning } from '#extensions/meaning.ts'
import type { Condition } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Family } from '#model/family.ts'
import type { Hook } from '#model/packet.ts'
import { familyId, ruleId } from '#model/rule-id.ts'
import { builtinChains, type Ruleset } from '#model/ruleset.ts'

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
  readonly chain: string
  readonly conditions: readonly Condition[]
}

/** All rules of a family by id, with some of the ways that lead to each; none where nothing leads to it. */
export function pathsTo(rulesets: readonly Ruleset[], family: Family): ReadonlyMap<string, readonly RulePath[]> {
  const paths = new Map<string, readonly RulePath[]>()
  for (const ruleset of rulesets.filter((one) => one.family === family)) {
    const prefix = familyId(ruleset, rulesets)
    for (const { name: table, chains } of ruleset.tables) {
      const names = new Set(chains.map(({ name }) => name))
      const meant = new Map(
        chains.map(({ name, rules }) => [name, rules.map((rule) => meaning(rule, family, (each) => names.has(each)))]),
      )
      const callers = new Map<string, Caller[]>()
      for (const [chain, rules] of meant) {
        for (const { clauses, effect } of rules) {
          if (effect.kind !== 'jump') continue
          const list = callers.get(effect.chain) ?? []
          callers.set(effect.chain, list)
          list.push({ chain, conditions: clauses.map(({ condition }) => condition) })
        }
      }
      for (const [chain, rules] of meant) {
        const leading = waysTo(chain, table, callers)
        rules.forEach(({ clauses, effect }, index) => {
          const id = ruleId(prefix, table, chain, index + 1)
          const own = clauses.map(({ condition }) => condition)
          const to = leading.map(({ hook, conditions }) => ({
            id,
            table,
            hook,
            conditions: [...conditions, ...own],
            effect,
          }))
          paths.set(id, to)
        })
      }
    }
  }
  return paths
}

interface Way {
  readonly chain: string
  readonly conditions: readonly Condition[]
  readonly depth: number
}

// Breadth first, so that short ways come first; a circle ends by its depth.
function waysTo(
  chain: string,
  table: string,
  callers: ReadonlyMap<string, readonly Caller[]>,
): readonly { readonly hook: Hook; readonly conditions: readonly Condition[] }[] {
  const found: { hook: Hook; conditions: readonly Condition[] }[] = []
  const waiting: Way[] = [{ chain, conditions: [], depth: 0 }]
  for (let way = waiting.shift(); way !== undefined && found.length < mostPaths; way = waiting.shift()) {
    if (builtinChains[table]?.includes(way.chain)) found.push({ hook: way.chain as Hook, conditions: way.conditions })
    if (way.depth === deepest || waiting.length > 200) continue
    for (const { chain: caller, conditions } of callers.get(way.chain) ?? [])
      waiting.push({ chain: caller, conditions: [...conditions, ...way.conditions], depth: way.depth + 1 })
  }
  return found
}
