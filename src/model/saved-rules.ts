import type { Family, Variant } from './family.ts'
import type { Owner } from './owner.ts'

/** Why rules are not in a saved file. */
export type LeftWhy =
  /** Their owner writes them itself. */
  | { readonly kind: 'other-owner'; readonly owner: Owner }
  /** Yours, in a chain in which the owner has rules too: each load with --noflush would add them once more. */
  | { readonly kind: 'shared-chain'; readonly owner: Owner }
  /** Yours, in a chain from which a jump leads to one that the file does not make. */
  | { readonly kind: 'needs-chain'; readonly chain: string }
  /** Yours, and part of the chain or of a rule could not be read. */
  | { readonly kind: 'unread' }

/** Rules of one chain that are not in a saved file. */
export interface LeftOut {
  readonly table: string
  /** '' where rules of several chains are counted. */
  readonly chain: string
  readonly why: LeftWhy
  readonly count: number
  /** Commands that add each rule unless it is there; of yours only. */
  readonly commands: readonly string[]
}

/** A table of a saved file. */
export interface SavedTable {
  readonly name: string
  /** Chain lines, flushes and rules, as iptables-restore reads them. */
  readonly lines: readonly string[]
  /** Rules of others in the table, which a load without --noflush takes away: how many, by owner. */
  readonly others: Readonly<Partial<Record<Owner, number>>>
}

/** The rules of one family as a file for iptables-restore. */
export interface SavedRules {
  readonly family: Family
  readonly variant: Variant | undefined
  /** Whether the rules of others are in it, as they are now. */
  readonly all: boolean
  /** Another variant whose rules of this family are loaded too, and are not in it. */
  readonly other: Variant | undefined
  readonly tables: readonly SavedTable[]
  readonly left: readonly LeftOut[]
  /** ipsets that must be there before it is loaded. */
  readonly sets: readonly string[]
  /** Whether this host is known to load with --noflush; undefined: its settings were not read. */
  readonly noflush: boolean | undefined
}
