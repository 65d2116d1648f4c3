import { meaning } from '#extensions/meaning.ts'
import type { Reach } from '#model/explanation.ts'
import { ruleId } from '#model/rule-id.ts'
import type { Ruleset, Table } from '#model/ruleset.ts'
import { builtinChains } from '#model/ruleset.ts'
import { phraseOf } from './phrase.ts'

/** Who leads packets to the chains of one ruleset. */
export interface ReachIndex {
  /** What leads directly to the chain. */
  reaches(table: string, chain: string): readonly Reach[]
  /** Whether packets come to the chain: no hook leads to it, or the input shows too little to say. */
  comes(table: string, chain: string): 'yes' | 'no' | 'not-shown'
  /** The built-in chains of the table from which a packet can come to the chain. */
  hooks(table: string, chain: string): ReadonlySet<string>
}

interface Caller {
  readonly chain: string
  /** What the rule says of itself, in words: only asked of the callers of a chain that is shown. */
  reach(): Reach
}

type Callers = ReadonlyMap<string, readonly Caller[]>

/** Reads the jumps of each table once, when a chain of it is asked for. `family` is the family part of the ids. */
export function reachIndex(ruleset: Ruleset, family: string): ReachIndex {
  const known = new Map<string, Callers>()
  const callersIn = (name: string): Callers => {
    const table = ruleset.tables.find((one) => one.name === name)
    const callers = known.get(name) ?? (table === undefined ? new Map() : callersOf(ruleset, table, family))
    known.set(name, callers)
    return callers
  }
  const direct = (table: string, chain: string) => callersIn(table).get(chain) ?? []
  // Of a chain whose callers are all shown: as of those.
  const comesToAny = (table: string, chain: string) =>
    direct(table, chain).every((caller) => caller.chain === chain || index.comes(table, caller.chain) === 'no')
      ? ('no' as const)
      : ('not-shown' as const)
  const index: ReachIndex = {
    reaches(table, chain) {
      const hook = (builtinChains[table] ?? []).includes(chain) ? [{ kind: 'hook' as const, hook: chain }] : []
      return [...hook, ...direct(table, chain).map((caller) => caller.reach())]
    },
    comes(table, chain) {
      if (index.hooks(table, chain).size > 0) return 'yes'
      const shown = ruleset.tables.find(({ name }) => name === table)
      const { references } = shown?.chains.find(({ name }) => name === chain) ?? {}
      const callers = direct(table, chain).length
      if (references !== undefined && callers >= references) return callers === 0 ? 'no' : comesToAny(table, chain)
      return references === undefined && isWhole(shown) ? 'no' : 'not-shown'
    },
    hooks(table, chain) {
      const builtin = new Set(builtinChains[table] ?? [])
      const seen = new Set<string>([chain])
      const queue = [chain]
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        for (const caller of direct(table, next)) {
          if (seen.has(caller.chain)) continue
          seen.add(caller.chain)
          queue.push(caller.chain)
        }
      }
      return new Set([...seen].filter((name) => builtin.has(name)))
    },
  }
  return index
}

// An excerpt without the built-in chains, or with lines that could not be read, may leave out what jumps to a chain.
function isWhole(table: Table | undefined): boolean {
  if (table === undefined || table.unread !== undefined) return false
  return (
    table.chains.some(({ policy }) => policy !== undefined) && table.chains.every(({ unread }) => unread === undefined)
  )
}

function callersOf(ruleset: Ruleset, table: Table, family: string): Callers {
  const chains = new Set(table.chains.map(({ name }) => name))
  const callers = new Map<string, Caller[]>()
  for (const chain of table.chains) {
    chain.rules.forEach((rule, index) => {
      const name = rule.target?.name
      if (name === undefined || !chains.has(name)) return
      const { clauses, effect } = meaning(rule, ruleset.family, (other) => chains.has(other))
      if (effect.kind !== 'jump') return
      let reach: Reach | undefined
      const say = (): Reach => ({
        kind: 'rule',
        id: ruleId(family, table.name, chain.name, index + 1),
        goto: effect.goto,
        when: clauses.map(({ condition }) => phraseOf(condition)),
      })
      const caller: Caller = { chain: chain.name, reach: () => (reach ??= say()) }
      const known = callers.get(effect.chain)
      if (known === undefined) callers.set(effect.chain, [caller])
      else known.push(caller)
    })
  }
  return callers
}
