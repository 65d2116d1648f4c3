import type { Phrase } from './explanation.ts'
import type { Family } from './family.ts'
import type { Packet } from './packet.ts'

/** What becomes of packets by one of two rulesets. */
export interface ReachEnd {
  /** The rule or policy that decides. */
  readonly id: string
  /** ACCEPT, DROP, REJECT, and what else a rule does. */
  readonly does: string
}

/** Packets that two rulesets treat differently. */
export interface ReachRow {
  readonly family: Family
  /** The base chain in which they do. */
  readonly chain: string
  /** Undefined on one side: a rule there changes packets, and whether the other side does the same is not known. */
  readonly before: ReachEnd | undefined
  readonly after: ReachEnd | undefined
  /** Some of the packets. */
  readonly is: Phrase
  readonly surely: boolean
  readonly example: { readonly packet: Packet; readonly confirmed: boolean } | undefined
}

/** Which packets two rulesets treat differently. */
export interface ReachDiff {
  readonly before: string
  readonly after: string
  /** 'same': proved; 'perhaps': it depends on what is not known; 'undecided': it takes more steps than are allowed. */
  readonly verdict: 'same' | 'different' | 'perhaps' | 'undecided'
  readonly rows: readonly ReachRow[]
  /** Base chains that were compared. */
  readonly chains: number
  /** Whether part of one of the rulesets was not read. */
  readonly unread: boolean
}
