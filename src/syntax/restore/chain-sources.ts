import type { Variant } from '#model/family.ts'
import type { DraftTable } from './draft.ts'
import type { DraftChain } from './draft-chain.ts'
import { jumpOf } from './draft.ts'
import { walkedRules } from './walked-rules.ts'

/** For each chain the built-in chains from which packets come to it; a chain that is missing is reached by none. */
export function chainSources(table: DraftTable, variant: Variant): ReadonlyMap<DraftChain, ReadonlySet<string>> {
  const sources = new Map<DraftChain, Set<string>>()
  for (const base of table.chains.values()) {
    if (base.policy === undefined) continue
    const waiting = [base]
    for (let chain = waiting.pop(); chain !== undefined; chain = waiting.pop()) {
      const known = sources.get(chain) ?? new Set()
      if (known.has(base.name)) continue
      sources.set(chain, known.add(base.name))
      for (const rule of walkedRules(chain, variant)) {
        const next = jumpOf(table, rule)
        if (next !== undefined) waiting.push(next)
      }
    }
  }
  return sources
}
