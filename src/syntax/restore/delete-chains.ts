import type { Span } from '#model/source.ts'
import type { Batch } from './batch.ts'
import { change, refuseLater } from './batch.ts'
import type { DraftChain } from './draft-chain.ts'
import { jumpOf, noCounters } from './draft.ts'
import type { RestoreRefusal } from './restore-error.ts'
import { refuse } from './restore-error.ts'

/** `-X`: deletes a chain, or (`all`) every chain of somebody's own. Chains with rules, or that rules jump to, stay and fail it. */
export function deleteChains(
  batch: Batch,
  chains: readonly DraftChain[],
  all: boolean,
  span: Span,
): RestoreRefusal | undefined {
  for (const chain of chains) {
    const refusal = chain.policy === undefined ? deleteOwn(batch, chain, span) : deleteBuiltin(batch, chain, all, span)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function deleteOwn(batch: Batch, chain: DraftChain, span: Span): RestoreRefusal | undefined {
  const nft = batch.options.dialect.variant === 'nft'
  batch.referenced ??= referencedChains(batch)
  if (chain.rules.some((rule) => !batch.ghosts.has(rule)) || batch.referenced.has(chain)) {
    const refusal = refuse('restore/chain-in-use', span, nft ? 4 : 1, { chain: chain.name })
    if (!nft) return refusal
    refuseLater(batch, refusal)
  }
  const { referenced } = batch
  change(batch)
  // The chain was empty: what is jumped to stays as counted.
  batch.referenced = referenced
  batch.draft.chains.delete(chain.name)
  return undefined
}

// nft deletes a built-in chain without rules and with policy ACCEPT: it comes back when it is needed, without its counters.
function deleteBuiltin(batch: Batch, chain: DraftChain, all: boolean, span: Span): RestoreRefusal | undefined {
  const { options, absent, policies, made } = batch
  if (options.dialect.variant === 'legacy') {
    return all ? undefined : refuse('restore/built-in', span, 1, { chain: chain.name })
  }
  if (absent.has(chain.name)) return all ? undefined : refuse('restore/no-chain', span, 1, { chain: chain.name })
  const accepts = policies.get(chain.name) === 'ACCEPT'
  if (chain.rules.length === 0 && accepts) {
    chain.policy = 'ACCEPT'
    chain.counters = noCounters
    absent.add(chain.name)
  } else if (all && accepts) absent.add(chain.name)
  else if (!all && accepts && !chain.rules.some((rule) => made.has(rule)))
    refuseLater(batch, refuse('restore/chain-in-use', span, 4, { chain: chain.name }))
  else if (!all) return refuse('restore/built-in', span, 1, { chain: chain.name })
  return undefined
}

function referencedChains({ draft, ghosts }: Batch): ReadonlySet<DraftChain> {
  const found = new Set<DraftChain>()
  for (const { rules } of draft.chains.values()) {
    for (const rule of rules) {
      const chain = ghosts.has(rule) ? undefined : jumpOf(draft, rule)
      if (chain !== undefined) found.add(chain)
    }
  }
  return found
}
