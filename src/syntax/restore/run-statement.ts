import type { Counters } from '#model/ruleset.ts'
import type { ChainLine, ChainStatement, Statement } from '#model/statement.ts'
import type { Batch } from './batch.ts'
import { change, refuseLater } from './batch.ts'
import { DraftChain } from './draft-chain.ts'
import { noCounters, renameChain } from './draft.ts'
import { verdicts } from '../line/base-options.ts'
import { deleteChains } from './delete-chains.ts'
import { removeRule } from './remove-rule.ts'
import type { RestoreRefusal } from './restore-error.ts'
import { refuse } from './restore-error.ts'
import { runRule } from './run-rule.ts'
import { zeroCounters } from './zero-counters.ts'

/** Does what a line between `*table` and COMMIT says; a refusal where the tool stops there. */
export function runStatement(batch: Batch, statement: Statement): RestoreRefusal | undefined {
  switch (statement.kind) {
    case 'rule':
      return runRule(batch, statement)
    case 'chain-verb':
      return runChainVerb(batch, statement)
    case 'chain':
      return runChainLine(batch, statement)
    case 'table':
    case 'commit':
    case 'blank':
    case 'comment':
    case 'other-family':
    case 'unreadable':
      return undefined
  }
}

function runChainLine(batch: Batch, line: ChainLine): RestoreRefusal | undefined {
  const { draft, options } = batch
  const chain = draft.chains.get(line.chain)
  if (chain?.policy !== undefined) return setPolicyLine(batch, chain, line)
  if (chain === undefined) {
    makeChain(batch, line.chain)
    return undefined
  }
  const legacy = options.dialect.variant === 'legacy'
  if (legacy && !options.noflush) return refuse('restore/chain-exists', line, 2, { chain: chain.name })
  change(batch)
  if (legacy) chain.rules = []
  else {
    for (const rule of chain.rules) batch.ghosts.add(rule)
    batch.made.add(chain)
  }
  return undefined
}

function makeChain(batch: Batch, name: string): void {
  change(batch)
  const chain = new DraftChain(name)
  batch.made.add(chain)
  batch.draft.chains.set(name, chain)
}

// `-` for a built-in chain leaves its policy; nft takes the counters all the same.
function setPolicyLine(batch: Batch, chain: DraftChain, line: ChainLine): RestoreRefusal | undefined {
  const { counters, dialect } = batch.options
  if (line.policy === undefined && dialect.variant === 'legacy') return undefined
  const policy = line.policy ?? chain.policy
  if (policy !== 'ACCEPT' && policy !== 'DROP') return refuse('syntax/bad-policy', line, 1, { policy: policy ?? '' })
  setPolicy(batch, chain, policy, counters ? line.counters : noCounters)
  return undefined
}

function setPolicy(batch: Batch, chain: DraftChain, policy: 'ACCEPT' | 'DROP', counters: Counters | undefined): void {
  change(batch)
  batch.absent.delete(chain.name)
  chain.policy = policy
  chain.counters = counters
}

function runChainVerb(batch: Batch, statement: ChainStatement): RestoreRefusal | undefined {
  const { verb, chain: name } = statement
  const { chains } = batch.draft
  const chain = name === undefined ? undefined : chains.get(name)
  if (verb === 'list') return undefined
  if (verb === 'new-chain') {
    if (chain !== undefined) return refuse('restore/chain-exists', statement, 1, { chain: chain.name })
    makeChain(batch, name ?? '')
    return undefined
  }
  if (verb === 'policy') return runPolicy(batch, chain, statement)
  if (name !== undefined && chain === undefined) return refuse('restore/no-chain', statement, 1, { chain: name })
  const all = chain === undefined ? [...chains.values()] : [chain]
  switch (verb) {
    case 'delete-chain':
      return deleteChains(batch, all, name === undefined, statement)
    case 'flush':
      flush(batch, all, name)
      return undefined
    case 'zero':
      return zeroCounters(batch, all, statement)
    case 'rename':
      return chain === undefined ? undefined : rename(batch, chain, statement)
    case 'delete-position':
      return deletePosition(batch, chain, statement)
  }
}

// nft does not hear a `-F` without a chain where the table is new.
function flush(batch: Batch, chains: readonly DraftChain[], name: string | undefined): void {
  if (name === undefined && !batch.changes && batch.options.dialect.variant === 'nft') return
  change(batch)
  if (name !== undefined) batch.absent.delete(name)
  for (const chain of chains) chain.rules = []
  const names = new Set(chains.map((chain) => chain.name))
  batch.pending = batch.pending.filter(
    ({ refusal, chain }) => chain === undefined || !names.has(chain) || refusal.exitCode === 139,
  )
}

function runPolicy(batch: Batch, chain: DraftChain | undefined, statement: ChainStatement): RestoreRefusal | undefined {
  const { policy } = statement
  if (chain?.policy === undefined) return refuse('restore/not-built-in', statement, 1, { chain: statement.chain ?? '' })
  if (policy !== 'ACCEPT' && policy !== 'DROP')
    return refuse('syntax/bad-policy', statement, 1, { policy: policy ?? '' })
  setPolicy(batch, chain, policy, noCounters)
  return undefined
}

function rename(batch: Batch, chain: DraftChain, statement: ChainStatement): RestoreRefusal | undefined {
  const { draft, options, made, renames } = batch
  const to = statement.to ?? ''
  const nft = options.dialect.variant === 'nft'
  if (chain.policy !== undefined) return refuse('restore/built-in', statement, 1, { chain: chain.name })
  if (draft.chains.has(to) || (!nft && verdicts.has(to)))
    return refuse('restore/chain-exists', statement, 1, { chain: to })
  if (nft) {
    // nft asks the kernel by name, and the kernel does not know chains of this batch.
    if (made.has(chain)) refuseLater(batch, refuse('restore/rename-new', statement, 4, { chain: chain.name }))
    renames.push({ from: chain.name, to, span: statement })
  } else {
    change(batch)
    renameChain(draft, chain.name, to)
  }
  return undefined
}

function deletePosition(
  batch: Batch,
  chain: DraftChain | undefined,
  statement: ChainStatement,
): RestoreRefusal | undefined {
  const position = statement.position ?? 0
  if (batch.absent.has(statement.chain ?? ''))
    return refuse('restore/no-chain', statement, 1, { chain: statement.chain ?? '' })
  if (chain === undefined || position > chain.rules.length)
    return refuse('restore/no-rule-at', statement, 1, { chain: statement.chain ?? '', position })
  removeRule(batch, chain, position - 1, statement)
  return undefined
}
