import type { Dialect, Family } from '#model/family.ts'
import type { Policy, Rule, Table } from '#model/ruleset.ts'
import type { Source, Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { DraftTable } from './draft.ts'
import { DraftChain } from './draft-chain.ts'
import { finishDraft, newDraft, noCounters, renameChain } from './draft.ts'
import type { RestoreRefusal } from './restore-error.ts'
import { refuse } from './restore-error.ts'

/** How a table is being restored. */
export interface BatchOptions {
  readonly noflush: boolean
  readonly counters: boolean
  readonly dialect: Dialect
  readonly family: Family
  readonly origin: Source
  /** Where lines end whose quote nothing closes. */
  readonly unclosed: ReadonlySet<number>
}

/** A refusal that waits for COMMIT. `chain`: it is about a rule of this chain, and a `-F` of the chain takes it back. */
export interface PendingRefusal {
  readonly refusal: RestoreRefusal
  readonly chain: string | undefined
}

/** The lines between `*table` and COMMIT, and what they have done so far. */
export interface Batch {
  readonly options: BatchOptions
  readonly draft: DraftTable
  /** Whether the lines change the table that the kernel has; else they make it anew. */
  readonly changes: boolean
  readonly opened: Span
  /** What nft has yet to carry out; `refusal`: it fails when its turn comes. */
  readonly queue: { readonly statement: Statement; readonly refusal: RestoreRefusal | undefined }[]
  /** Rules and chains that are not in the kernel yet. */
  readonly made: Set<Rule | DraftChain>
  /** nft only: rules that a `:CHAIN` line has flushed; iptables still sees them, the kernel does not. */
  readonly ghosts: Set<Rule>
  /** nft only: built-in chains that are not in the kernel, and the policies of the others as they were before this batch. */
  readonly absent: Set<string>
  readonly policies: ReadonlyMap<string, Policy>
  /** nft only: new names, which count from COMMIT on. */
  readonly renames: { readonly from: string; readonly to: string; readonly span: Span }[]
  /** What the kernel will say to nft at COMMIT; the first counts. */
  pending: PendingRefusal[]
  /** The chains that rules jump to; undefined: to be counted again. */
  referenced: ReadonlySet<DraftChain> | undefined
  /** Legacy only: whether anything was changed, which costs the policies their counters. */
  changed: boolean
}

/** A batch on the table as it is (`known`: the kernel has it); without noflush its rules and own chains go first. */
export function newBatch(draft: DraftTable, known: boolean, { start, end }: Span, options: BatchOptions): Batch {
  const nft = options.dialect.variant === 'nft'
  const builtins = [...draft.chains.values()].filter(({ policy }) => policy !== undefined).map(({ name }) => name)
  const batch: Batch = {
    options,
    draft: options.noflush ? draft : flushed(draft, options),
    changes: options.noflush && known,
    opened: { start, end },
    queue: [],
    made: new Set(),
    ghosts: new Set(),
    absent: new Set(nft && !(options.noflush && known) ? builtins : []),
    policies: new Map(builtins.map((name) => [name, (options.noflush && draft.chains.get(name)?.policy) || 'ACCEPT'])),
    renames: [],
    pending: [],
    referenced: undefined,
    changed: false,
  }
  if (!options.noflush && !nft) change(batch)
  return batch
}

// nft makes the table anew, and so its policies are ACCEPT; legacy keeps them.
function flushed(draft: DraftTable, { dialect }: BatchOptions): DraftTable {
  const fresh = newDraft(draft.name)
  if (dialect.variant === 'nft') return fresh
  for (const { name, policy, counters } of draft.chains.values()) {
    if (policy !== undefined) fresh.chains.set(name, new DraftChain(name, policy, counters))
  }
  return fresh
}

/** To be called before a change: legacy then sets the counters of all policies to zero. */
export function change(batch: Batch): void {
  batch.referenced = undefined
  if (batch.changed || batch.options.dialect.variant === 'nft') return
  batch.changed = true
  for (const chain of batch.draft.chains.values()) if (chain.policy !== undefined) chain.counters = noCounters
}

/** Notes what the kernel will say to nft at COMMIT. */
export function refuseLater(batch: Batch, refusal: RestoreRefusal, chain?: string): void {
  batch.pending.push({ refusal, chain })
}

/** Applies the renames that wait for COMMIT; a name that is taken by then is refused. */
export function applyRenames(batch: Batch): RestoreRefusal | undefined {
  for (const { from, to, span } of batch.renames) {
    if (batch.draft.chains.has(to)) return refuse('restore/chain-exists', span, 4, { chain: to })
    renameChain(batch.draft, from, to)
  }
  return undefined
}

/** Forgets the rules that only iptables still sees. */
export function dropGhosts({ draft, ghosts }: Batch): void {
  if (ghosts.size === 0) return
  for (const chain of draft.chains.values()) chain.rules = chain.rules.filter((rule) => !ghosts.has(rule))
}

/** The table as it is after COMMIT. */
export function tableAfter(batch: Batch): Table {
  return finishDraft(batch.draft)
}
