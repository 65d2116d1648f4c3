import type { AddressNumber } from '#base/address.ts'
import type { Condition, UnknownCause } from './condition.ts'
import type { Effect } from './effect.ts'
import type { Variant } from './family.ts'
import type { Connection, ConnectionState, Direction, Hook, Packet } from './packet.ts'
import type { LoweredRule } from './lowered.ts'
import type { Policy } from './ruleset.ts'

/** How it ends, in closed words. NO ROUTE: it dies in routing. UNKNOWN: it depends on what we do not know. */
export type Verdict = 'ACCEPT' | 'DROP' | 'REJECT' | 'NO ROUTE' | 'UNKNOWN'

/**
 * A question that has no answer. `fact`: something about the host that was not read; `unread`: rules that were not read; the others as
 * in a condition.
 */
export interface Doubt {
  /** 'limit': what was not followed, because the trace came to its limit. */
  readonly cause: UnknownCause | 'fact' | 'unread' | 'limit'
  /** Equal for equal questions: `length 0-100`, `string ...`, `local 192.0.2.1` (an address of the host). */
  readonly key: string
}

/** Why routing lets a packet die. */
export type RoutingDeath =
  | 'no-route'
  | 'blackhole'
  | 'unreachable'
  | 'prohibit'
  /** The source is one that can not come from outside: loopback, multicast, one of the host's own addresses. */
  | 'martian-source'
  | 'martian-destination'
  /** rp_filter: answers to the source would leave by another interface. */
  | 'reverse-path'
  /** 127.0.0.0/8 on an interface other than lo, with route_localnet off. */
  | 'route-localnet'
  | 'forwarding-off'
  | 'ttl'
  /** A frame for another station, or for a group of them. */
  | 'not-for-us'
  /** A frame that would go back by the port of the bridge it came in by. */
  | 'hairpin'
  /** Masquerading or redirecting to an interface that has no address. */
  | 'no-address'

/** Where a way ends. */
export type End =
  /** At a socket of the host, if one listens there (`process` where known). */
  | { readonly kind: 'host'; readonly listens: boolean | undefined; readonly process: string | undefined }
  /** Out by an interface; `bridged`: by a port of the bridge it came in by, not routed. `hop`: the next router. */
  | {
      readonly kind: 'out'
      readonly device: string | undefined
      readonly bridged: boolean
      readonly hop: AddressNumber | undefined
    }
  | { readonly kind: 'dropped'; readonly by: string }
  | { readonly kind: 'rejected'; readonly by: string; readonly error: string }
  | { readonly kind: 'dead'; readonly why: RoutingDeath }
  /** We can not say what the rule does, or nobody could follow the chains. */
  | {
      readonly kind: 'unknown'
      readonly by: string
      readonly why: 'target' | 'queue' | 'missing-chain' | 'endless' | 'unread'
    }
  /** From here on it is like another way: that one's number, and its steps and rules from those numbers on. */
  | { readonly kind: 'joins'; readonly way: number; readonly step: number; readonly rule: number }

/** What of a packet can change on its way. */
export interface PacketView {
  readonly in: string | undefined
  readonly out: string | undefined
  readonly physin: string | undefined
  readonly physout: string | undefined
  readonly src: AddressNumber | undefined
  readonly dst: AddressNumber | undefined
  /** null: it has no ports. */
  readonly sport: number | undefined | null
  readonly dport: number | undefined | null
  readonly ttl: number | undefined
  readonly tos: number | undefined
  readonly mark: number
}

/** The answer to one clause of a rule. `has`: the packet's value, where the clause asks for one field or interface. */
export interface ClauseAnswer {
  readonly condition: Condition
  readonly answer: 'yes' | 'no' | 'perhaps'
  readonly has: AddressNumber | string | undefined
  /** Where the rule says it: offsets in the rule's origin. */
  readonly start: number
  readonly end: number
}

/** What happens on the way, in order. */
export type Step =
  /** A place in the kernel is reached; the packet as it is there. */
  | { readonly kind: 'hook'; readonly hook: Hook; readonly packet: PacketView; readonly looped: boolean }
  /** A base chain begins: `id` without a position. */
  | { readonly kind: 'chain'; readonly id: string; readonly variant: Variant | undefined; readonly hook: Hook }
  /** Base chains of nat that are not asked, and why: conntrack is off, has no entry for the packet, or nat has decided before. */
  | { readonly kind: 'nat-skipped'; readonly hook: Hook; readonly why: 'inactive' | 'untracked' | 'decided' }
  | {
      readonly kind: 'rule'
      readonly id: string
      readonly rule: Pick<LoweredRule, 'origin' | 'start' | 'end' | 'written'>
      readonly matched: 'yes' | 'no' | 'perhaps'
      readonly clauses: readonly ClauseAnswer[]
      readonly effect: Effect
    }
  /** A chain ended, by itself or by RETURN; `to`: the chain that goes on. */
  | { readonly kind: 'return'; readonly to: string }
  | { readonly kind: 'policy'; readonly id: string; readonly policy: Policy }
  /** A field has another value from here on. `by`: the rule; 'connection': as its first packet; 'forward': a router. */
  | {
      readonly kind: 'rewrite'
      readonly field: 'src' | 'dst' | 'sport' | 'dport' | 'mark' | 'connmark' | 'ttl' | 'tos' | 'tcpmss'
      readonly from: AddressNumber | undefined | null
      readonly to: AddressNumber | undefined | null
      readonly by: string
    }
  /** What conntrack says of the packet. */
  | { readonly kind: 'conntrack'; readonly state: ConnectionState; readonly direction: Direction }
  /** Where routing sends it: to the host, on to another, out of the host; or by a bridge. */
  | {
      readonly kind: 'route'
      readonly to: 'host' | 'forward' | 'out' | 'bridge'
      readonly device: string | undefined
      readonly hop: AddressNumber | undefined
      /** Whether it is asked once more, after a mark or a DNAT of a packet of the host. */
      readonly again: boolean
    }
  /** A line or table that could not be read stands here; this way goes on as if it were not there. */
  | { readonly kind: 'unread'; readonly id: string; readonly doubt: Doubt }
  /** A question without an answer is taken to have this one. */
  | { readonly kind: 'assume'; readonly doubt: Doubt; readonly answer: boolean; readonly rule: string | undefined }

/** One way a packet can go. Ways that fork have their first `shared` steps in common with way `from`. */
export interface Way {
  readonly verdict: Verdict
  readonly by: string | undefined
  readonly rules: readonly string[]
  readonly final: PacketView
  readonly end: End
  readonly steps: readonly Step[]
  readonly from: number | undefined
  readonly shared: number
  /** Conntrack's entry as this packet leaves it. */
  readonly connection: Connection | undefined
}

/** A packet's way through the host, as data. */
export interface Trace {
  readonly packet: Packet
  /** That of all ways; UNKNOWN where they differ. */
  readonly verdict: Verdict
  /** The id of the rule or policy that decided, where all ways agree on it. */
  readonly by: string | undefined
  /** Ids of the rules that took the packet on every way, jumps included, in order. */
  readonly rules: readonly string[]
  /** The packet at the end; of the first way, where they differ. */
  readonly final: PacketView
  /** What an UNKNOWN depends on. */
  readonly perhaps: readonly Doubt[]
  /** Facts that were not read and were taken as they usually are: `net.ipv4.ip_forward=1`. */
  readonly presumed: readonly string[]
  /** The first one is the one to show. */
  readonly ways: readonly Way[]
  /** Ways that were not followed, because there were too many. */
  readonly cut: boolean
}

/** A rule that would have changed the verdict but for one condition. */
export interface NearMiss {
  readonly id: string
  /** The words of the condition that said no; of several, where one rule undid them all. */
  readonly wanted: string
  /** What the packet had instead. */
  readonly has: string
  /** The rule that gave the packet that value; undefined: it came with it. */
  readonly since: string | undefined
  /** What the packet had before that rule: with it, the condition would hold. */
  readonly was: string | undefined
  /** The rule as it is, and as it would do what was meant (one a line): by what the connection began with, or before DNAT. */
  readonly fix: { readonly was: string; readonly now: string } | undefined
  /** Of a published port: the only address of the host that it is published on. */
  readonly publishedOn: string | undefined
  /** The hook that the packet does not pass because `since` sends it elsewhere: the rule is asked there only. */
  readonly hook: 'INPUT' | undefined
  /** The other rule that must be changed too: one jumps to the chain of the other, and each has a condition that says no. */
  readonly with: string | undefined
  /** The verdict it would have made. */
  readonly would: Verdict
}
