import type { Condition } from './condition.ts'
import type { Effect } from './effect.ts'
import type { Family, TableFamily, Variant } from './family.ts'
import type { Hook } from './packet.ts'
import type { Policy, Rule, Ruleset, Table, UnreadLine } from './ruleset.ts'
import type { Source } from './source.ts'

/** One thing that a rule asks of a packet, with the place where the rule says it: offsets in the rule's origin. */
export interface Clause {
  readonly condition: Condition
  readonly start: number
  readonly end: number
  /** The match extension it comes from; undefined for -s, -d, -i, -o, -p, -f and for nftables. */
  readonly match: string | undefined
}

/**
 * One thing that a rule does, and what it asks before. Most rules have one part. A rule of nftables that sets a mark and then accepts
 * has two, one after the other; a verdict map has one for each element.
 */
export interface RulePart {
  readonly clauses: readonly Clause[]
  readonly effect: Effect
  /** The chain that a jump leads to, if there is one of that name. */
  readonly target: LoweredChain | undefined
  /** The part that is asked next where this one has taken the packet and lets it go on; the number of parts: the next rule. */
  readonly next: number
  /** The part that is asked next where this one does not take the packet. */
  readonly otherwise: number
}

/** A rule as meant. */
export interface LoweredRule {
  /** `ipv4/filter/FORWARD#1`, `inet/firewalld/filter_INPUT#3`. */
  readonly id: string
  readonly chain: LoweredChain
  /** Counted from 1. */
  readonly position: number
  readonly origin: Source
  readonly start: number
  readonly end: number
  /** The rule as iptables wrote it; undefined: a rule of nftables. */
  readonly written: Rule | undefined
  /** What every packet must be to which the rule does anything. */
  readonly clauses: readonly Clause[]
  /** What the rule does in the end. */
  readonly effect: Effect
  readonly parts: readonly RulePart[]
  /** Whether the kernel tracks connections because of it. */
  readonly tracks: boolean
}

/** What kind of base chain it is: nat chains see first packets only, after a route chain the packet may be routed anew. */
export type ChainKind = 'filter' | 'nat' | 'route'

/** Where a base chain is called. Lower priorities come first. */
export interface BasePlace {
  readonly hook: Hook
  readonly priority: number
  readonly kind: ChainKind
  /** What becomes of packets that no rule decides. */
  readonly policy: Policy
  /** Of two chains with one priority the one with the greater number comes first; undefined: not known. */
  readonly registered?: number
}

/** A chain as meant. What its rules mean is found out when somebody asks. */
export interface LoweredChain {
  /** FAMILY/TABLE/CHAIN */
  readonly path: string
  readonly name: string
  readonly table: LoweredTable
  /** Undefined: no hook calls it. */
  readonly base: BasePlace | undefined
  /** That of a base chain, or that which a text gives to a chain without a hook. */
  readonly policy: Policy | undefined
  readonly rules: readonly LoweredRule[]
  /** Lines of the chain that could not be read, each with the number of rules before it. */
  readonly unread: readonly { readonly at: number; readonly line: UnreadLine }[]
}

/** A table as meant. */
export interface LoweredTable {
  /** FAMILY/TABLE: `ipv4/filter`, `ipv4@legacy/nat`, `inet/firewalld`. */
  readonly path: string
  /** The family part of the path. */
  readonly prefix: string
  readonly name: string
  readonly family: TableFamily
  /** The families whose packets the table sees. */
  readonly families: readonly Family[]
  readonly variant: Variant | undefined
  /** What iptables said of it; undefined: a table that only nftables knows. */
  readonly written: { readonly ruleset: Ruleset; readonly table: Table } | undefined
  readonly chains: ReadonlyMap<string, LoweredChain>
  /** Whether the part of the rule (both counted from 0) closes a circle of chains: the kernel refuses tables that have any. */
  closesCircle(chain: string, rule: number): boolean
}

/** Rules that are known and not followed. `key`: that of the doubt. */
export interface UnreadRules {
  readonly key: string
  /**
   * Only packets that arrive by the device, or leave by it; frames that a bridge passes on; those that begin a connection to this host.
   * Undefined: all.
   */
  readonly on?: { readonly device: string } | 'bridge' | 'host'
}

/** Everything that the kernel asks about packets, of all families and variants, and what is known to be missing. */
export interface Lowered {
  readonly tables: readonly LoweredTable[]
  /** Rules that are known to be there and were not read, or that we do not follow, by the family whose packets they may change. */
  readonly unread: Readonly<Record<Family, readonly UnreadRules[]>>
}
