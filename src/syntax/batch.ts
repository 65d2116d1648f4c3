import type { Dialect, Family } from '#model/family.ts'
import type { Rule, Table } from '#model/ruleset.ts'
import type { Source, Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { DraftChain, DraftTable } from './draft.ts'
import { finishDraft, newDraft, noCounters, renameChain } from './draft.ts'
import type { Refusal } from './restore-error.ts'
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

/** The lines between `*table` and COMMIT, and what they have done so far. */
export interface Batch {
  readonly options: BatchOptions
  readonly draft: DraftTable
  readonly opened: Span
  /** What nft has yet to carry out; `refusal`: it fails when its turn comes. */
  readonly queue: { readonly statement: Statement; readonly refusal: Refusal | undefined }[]
  /** Rules and chains that are not in the kernel yet. */
  readonly made: Set<Rule | DraftChain>
  /** nft only: new names, which count from COMMIT on. */
  readonly renames: { readonly from: string; readonly to: string; readonly span: Span }[]
  /** What the kernel will say to nft at COMMIT; the first counts. */
  readonly kernelRefusals: Refusal[]
  /** The chains that rules jump to; undefined: to be counted again. */
  referenced: ReadonlySet<DraftChain> | undefined
  /** Legacy only: whether anything was changed, which costs the policies their counters. */
  changed: boolean
}

/** A batch on the table as it is; without noflush its rules and own chains go first. */
export function newBatch(draft: DraftTable, { start, end }: Span, options: BatchOptions): Batch {
  const batch: Batch = {
    options,
    draft: options.noflush ? draft : flushed(draft, options),
    opened: { start, end },
    queue: [],
    made: new Set(),
    renames: [],
    kernelRefusals: [],
    referenced: undefined,
    changed: false,
  }
  if (!options.noflush && options.dialect.variant === 'legacy') change(batch)
  return batch
}

// nft makes the table anew, and so its policies are ACCEPT; legacy keeps them.
function flushed(draft: DraftTable, { dialect }: BatchOptions): DraftTable {
  const fresh = newDraft(draft.name)
  if (dialect.variant === 'nft') return fresh
  for (const { name, policy, counters } of draft.chains.values()) {
    if (policy !== undefined) fresh.chains.set(name, { name, policy, counters, rules: [] })
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

/** Applies the renames that wait for COMMIT; a name that is taken by then is refused. */
export function applyRenames(batch: Batch): Refusal | undefined {
  for (const { from, to, span } of batch.renames) {
    if (batch.draft.chains.has(to)) return refuse('restore/chain-exists', span, 4, { chain: to })
    renameChain(batch.draft, from, to)
  }
  return undefined
}

/** The table as it is after COMMIT. */
export function tableAfter(batch: Batch): Table {
  return finishDraft(batch.draft)
}
