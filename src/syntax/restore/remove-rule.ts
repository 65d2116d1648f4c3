import type { Span } from '#model/source.ts'
import type { Batch } from './batch.ts'
import { change, refuseLater } from './batch.ts'
import type { DraftChain } from './draft-chain.ts'
import { refuse } from './restore-error.ts'

/** Takes the rule at an index from 0 out of a chain; nft fails at COMMIT where a `:CHAIN` line has flushed it before. */
export function removeRule(batch: Batch, chain: DraftChain, at: number, span: Span): void {
  change(batch)
  const [rule] = chain.rules.splice(at, 1)
  if (rule !== undefined && batch.ghosts.has(rule))
    refuseLater(batch, refuse('restore/flushed-before', span, 4, { chain: chain.name }), chain.name)
}
