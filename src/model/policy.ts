import type { Prefix } from '#base/prefix.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { Source, Span } from './source.ts'

/** Where a policy says something. `line` counts from 1. */
export interface PolicyPlace {
  readonly source: Source
  readonly span: Span
  readonly line: number
}

/** A finding about a policy, with the file that it is in. */
export interface PolicyFinding extends Diagnostic {
  readonly source: Source
}

/** Who sends: a zone of the policy, a built-in one, the addresses of a set, or addresses as written. */
export type Who =
  | { readonly kind: 'internet' | 'containers' }
  | { readonly kind: 'zone' | 'network' | 'set'; readonly name: string }
  | { readonly kind: 'addresses'; readonly prefixes: readonly Prefix[] }

/** A group of senders. They are told by address, or by the interface that their packets come in by. */
export interface PolicyZone {
  readonly name: string
  readonly prefixes: readonly Prefix[]
  readonly interfaces: readonly string[]
  readonly place: PolicyPlace
}

/** A list of addresses in a file of its own, one a line. `prefixes` undefined: the file was not read. */
export interface PolicySet {
  readonly name: string
  readonly file: string
  readonly prefixes: readonly Prefix[] | undefined
  readonly place: PolicyPlace
}

export type PortProtocol = 'tcp' | 'udp' | 'sctp'

/** First and last port, both included. */
export type PortRange = readonly [number, number]

/** What a client asks for: ports as it types them, or a protocol without ports. */
export type Service =
  | { readonly kind: 'ports'; readonly protocol: PortProtocol; readonly ports: readonly PortRange[] }
  | { readonly kind: 'protocol'; readonly protocol: PlainProtocol }

/** Protocols without ports that can be let in. `icmp` is the echo request of both families. */
export type PlainProtocol = 'icmp' | 'igmp' | 'esp' | 'ah' | 'gre' | 'vrrp'

/** Where a connection must lead. `any`: a process of the host or a published port. */
export type GrantTarget =
  | { readonly kind: 'any' | 'host' }
  | { readonly kind: 'service'; readonly project: string; readonly service: string }
  | { readonly kind: 'container'; readonly name: string }
  | { readonly kind: 'address'; readonly prefix: Prefix }

/** New connections at most: `count` each `per`, of each sender or of all. */
export interface RateLimit {
  readonly count: number
  readonly per: 'second' | 'minute' | 'hour' | 'day'
  readonly eachSource: boolean
}

/** One entry of `in`: these senders may reach this service. */
export interface Grant {
  readonly service: Service
  readonly from: readonly Who[]
  readonly to: GrantTarget
  readonly limit: RateLimit | undefined
  readonly reason: string | undefined
  /** The last day on which it holds, `YYYY-MM-DD`, in UTC. */
  readonly expires: string | undefined
  readonly place: PolicyPlace
}

/** What containers of a network may reach. No ports: every port. */
export type EgressTarget =
  | { readonly kind: 'dns' | 'host' }
  | { readonly kind: 'who'; readonly who: Who; readonly service: Service | undefined }

/** One entry of `out`: containers of this network reach these and nothing else. */
export interface Egress {
  readonly network: string
  readonly targets: readonly EgressTarget[]
  readonly place: PolicyPlace
}

/** One entry of `route`. */
export type Route =
  | {
      readonly kind: 'way'
      readonly from: Who
      readonly to: Who
      readonly masquerade: boolean
      readonly place: PolicyPlace
    }
  | {
      readonly kind: 'port-forward'
      readonly service: Extract<Service, { kind: 'ports' }>
      readonly address: Prefix
      readonly port: number
      readonly place: PolicyPlace
    }

/** One entry of `expect`. */
export interface Expectation {
  readonly from: Who
  readonly service: Service
  /** The address that the client types; undefined: an address of this host. */
  readonly to: Prefix | undefined
  readonly reaches: boolean
  readonly text: string
  readonly place: PolicyPlace
}

/** One entry of `trust`. `place` undefined: nobody wrote it, it holds where nothing is written. */
export interface Trusted {
  readonly who: Who
  readonly place: PolicyPlace | undefined
}

/** Who may reach what, as the files say it. */
export interface Policy {
  readonly mode: 'enforce' | 'observe'
  readonly zones: readonly PolicyZone[]
  readonly sets: readonly PolicySet[]
  /** Who may reach every port. */
  readonly trust: readonly Trusted[]
  readonly grants: readonly Grant[]
  readonly egress: readonly Egress[]
  readonly routes: readonly Route[]
  readonly expectations: readonly Expectation[]
}
