import type { Rule } from '#model/ruleset.ts'
import type { ChainStatement } from '#model/statement.ts'
import type { Batch } from './batch.ts'
import { change, refuseLater } from './batch.ts'
import type { DraftChain } from './draft-chain.ts'
import { noCounters } from './draft.ts'
import type { RestoreRefusal } from './restore-error.ts'
import { refuse } from './restore-error.ts'

/** `-Z`: sets the counters of chains, or of one rule, to zero. */
export function zeroCounters(
  batch: Batch,
  chains: readonly DraftChain[],
  statement: ChainStatement,
): RestoreRefusal | undefined {
  const { chain: name, position } = statement
  const [only] = chains
  const nft = batch.options.dialect.variant === 'nft'
  if (name !== undefined && batch.absent.has(name)) return refuse('restore/no-chain', statement, 1, { chain: name })
  if (!nft && position !== undefined && only !== undefined && position > only.rules.length)
    return refuse('restore/no-rule-at', statement, 1, { chain: only.name, position })
  change(batch)
  for (const chain of chains) {
    if (nft) zeroInKernel(batch, chain, statement)
    else zeroOnCopy(batch, chain, position)
  }
  return undefined
}

// Counters that this same file has set stay: legacy zeroes those of the kernel. It has lost those of the policies by now.
function zeroOnCopy({ made }: Batch, chain: DraftChain, position: number | undefined): void {
  chain.rules = chain.rules.map((rule, index) => {
    const spared = made.has(rule) || (position !== undefined && position !== index + 1)
    return spared ? rule : { ...rule, counters: noCounters }
  })
}

// nft puts a copy with empty counters in the place of each rule, and of a built-in chain as it was before this batch: a policy
// that the batch has set is lost.
function zeroInKernel(batch: Batch, chain: DraftChain, statement: ChainStatement): void {
  const { position } = statement
  if (position === undefined && chain.policy !== undefined && !batch.absent.has(chain.name)) {
    chain.policy = batch.policies.get(chain.name)
    chain.counters = noCounters
  }
  chain.rules = chain.rules.map((rule, index) => {
    if (position !== undefined && position !== index + 1) return rule
    return replaced(batch, chain, rule, statement)
  })
}

function replaced(batch: Batch, chain: DraftChain, rule: Rule, statement: ChainStatement): Rule {
  const { made, ghosts } = batch
  if (made.has(rule)) {
    const position = statement.position
    if (position !== undefined)
      refuseLater(batch, refuse('restore/crash', statement, 139, { chain: chain.name, position }), chain.name)
    return rule
  }
  if (ghosts.has(rule))
    refuseLater(batch, refuse('restore/flushed-before', statement, 4, { chain: chain.name }), chain.name)
  const zeroed = { ...rule, counters: noCounters }
  made.add(zeroed)
  return zeroed
}
