import type { Phrase } from './explanation.ts'
import type { Family } from './family.ts'
import type { Packet } from './packet.ts'

/** Some packets that meet a rule: what they have in common. */
export interface MetPackets {
  readonly family: Family
  /** The base chain by which they come. */
  readonly chain: string
  readonly is: Phrase
  /** Whether all of them meet the rule, whatever is not known. */
  readonly surely: boolean
}

/** A rule that takes packets before another one sees them. */
export interface CoveringRule {
  readonly id: string
  readonly does: string
  readonly text: string | undefined
}

/** Which packets ever meet a rule. */
export interface RuleReach {
  readonly source: string
  readonly id: string
  readonly text: string | undefined
  /** 'perhaps': it depends on what is not known; 'undecided': the answer takes more steps than are allowed. */
  readonly verdict: 'met' | 'perhaps' | 'never' | 'undecided'
  /** Why no packet meets it: no chain that a hook calls leads to it; it asks for what no packet is; others take all packets before it. */
  readonly why: 'no-jump' | 'asks-nothing' | 'covered' | undefined
  /** The fewest rules that take all packets which it asks for. */
  readonly covers: readonly CoveringRule[]
  readonly packets: readonly MetPackets[]
  /** Whether there are more than are named. */
  readonly more: boolean
  /** A packet that meets the rule, and whether a trace of it does. */
  readonly example: { readonly packet: Packet; readonly confirmed: boolean } | undefined
  /** Whether rules that were not read could lead to it or take packets before it. */
  readonly unread: boolean
}
