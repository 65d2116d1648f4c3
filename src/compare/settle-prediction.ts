import { type Book, newBook } from '#docker/engines/book.ts'
import { type OpenOptions, type Prediction, ruleKey } from '#docker/predict.ts'
import type { DockerRuleStatus } from '#model/repair.ts'
import { findChain, type Ruleset } from '#model/ruleset.ts'
import { isBaseChain } from '#lowered/iptables-places.ts'
import { chainTexts } from './docker-status.ts'

/** A prediction without unknowns, and the rules that were left out because nobody knows whether the engine writes them. */
export interface Settled {
  readonly prediction: Prediction
  readonly unknown: readonly DockerRuleStatus[]
  /** The options that this hangs on, as dockerd calls them. */
  readonly options: readonly string[]
  /** Whether nobody knows if the engine writes into this family at all. */
  readonly isWhollyOpen: boolean
}

/**
 * Holds a prediction with unknown options against the rules that are there. A rule that hangs on one is expected where it is there,
 * and unknown where it is not; unless the rules that are there show the option: only those that come with one of its values. That a rule of a network or container of today is there proves that the engine writes into the family.
 */
export function settlePrediction(ruleset: Ruleset, prediction: Prediction): Settled {
  const { open, book, family } = prediction
  if (open === undefined) return { prediction, unknown: [], options: [], isWhollyOpen: false }
  const present = new Map<string, ReadonlySet<string>>()
  for (const [table, chains] of book.tables)
    for (const chain of chains.keys()) present.set(`${table}/${chain}`, new Set(chainTexts(ruleset, table, chain)))
  const has = (table: string, chain: string, text: string) => present.get(`${table}/${chain}`)?.has(text) === true
  const isProved = [...book.tables].some(([table, chains]) =>
    [...chains].some(([chain, rules]) =>
      rules.some(({ cause, text }) => cause.network !== undefined && has(table, chain, text)),
    ),
  )
  const whether = isProved ? undefined : open.family
  const shown = shownOptions(open, book, has)
  const unknown: DockerRuleStatus[] = []
  const options = new Set<string>()
  const kept = new Map([...book.tables].map(([table, chains]) => [table, new Map(chains)]))
  for (const [table, chains] of kept) {
    for (const [chain, rules] of chains) {
      const certain = rules.filter(({ text, cause }) => {
        const decided = open.rules.get(ruleKey(table, chain, text))
        const value = decided && shown.get(decided.option)
        if (whether === undefined && decided !== undefined && value !== undefined) return decided.turned === value
        const option = whether ?? decided?.option
        if (option === undefined || has(table, chain, text)) return true
        options.add(option)
        unknown.push({ standing: 'unknown', family, table, chain, text, position: undefined, cause })
        return false
      })
      const isThere = findChain(ruleset, table, chain) !== undefined || isBaseChain(table, chain)
      if (whether !== undefined && !isThere) {
        options.add(whether)
        chains.delete(chain)
      } else chains.set(chain, certain)
    }
  }
  const policies = whether === undefined && open.policy === undefined ? book.policies : new Map()
  if (whether === undefined && open.policy !== undefined && book.policies.size > 0) options.add(open.policy)
  const { open: _open, ...rest } = prediction
  return {
    prediction: { ...rest, book: { ...newBook(), tables: kept, policies } },
    unknown,
    options: [...options],
    isWhollyOpen: whether !== undefined,
  }
}

type Has = (table: string, chain: string, text: string) => boolean

/** Options of which the rules show the value: whether it is another than the default. */
function shownOptions({ rules }: OpenOptions, book: Book, has: Has): ReadonlyMap<string, boolean> {
  const signs = new Map<string, Set<boolean>>()
  for (const [table, chains] of book.tables) {
    for (const [chain, written] of chains) {
      for (const { text } of written) {
        const decided = rules.get(ruleKey(table, chain, text))
        if (decided === undefined || !has(table, chain, text)) continue
        const seen = signs.get(decided.option) ?? new Set()
        signs.set(decided.option, seen.add(decided.turned))
      }
    }
  }
  return new Map([...signs].flatMap(([option, seen]) => (seen.size === 1 ? [[option, seen.has(true)] as const] : [])))
}
