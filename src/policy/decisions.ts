import type { Prefix } from '#base/prefix.ts'
import type { PolicyPlace, RateLimit, Service } from '#model/policy.ts'

/** What a new packet is on its way to: the host itself, a published port, or a container by its own address. */
export type Way = 'host' | 'published' | 'direct'

/** Senders of one kind. A packet belongs to the first zone of the list that it fits; the rest is the internet. */
export interface SenderZone {
  /** Letters, digits, `-` and `_`: it becomes a part of names in the kernel. */
  readonly name: string
  /** The network of Docker whose containers these are. */
  readonly network?: string
  readonly interfaces: readonly string[]
  readonly prefixes: readonly Prefix[]
  /** May reach every port. */
  readonly trusted: boolean
}

/** Whom a permit is for. `name`: of the set that the addresses are in. */
export type PermitSender =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'addresses'; readonly prefixes: readonly Prefix[]; readonly name: string | undefined }

/** New connections that the policy lets through. A packet that no permit is for is refused. */
export interface Permit {
  readonly from: PermitSender
  readonly ways: readonly Way[]
  /** undefined: every service. */
  readonly service: Service | undefined
  /** The addresses that the client types; empty: any. */
  readonly addresses: readonly Prefix[]
  /** Bridges that a published port must lead to; empty: any. */
  readonly bridges: readonly string[]
  readonly limit: RateLimit | undefined
  /** The second, as of 1970, from which it no longer holds. */
  readonly until: number | undefined
  readonly places: readonly PolicyPlace[]
}

/** Where a connection of a container may lead. `typed`: by the address that the container asks for, not the one that NAT puts in its place. */
export type Destination =
  | { readonly kind: 'any' | 'internet' }
  | { readonly kind: 'interfaces'; readonly interfaces: readonly string[] }
  | { readonly kind: 'addresses'; readonly prefixes: readonly Prefix[]; readonly name: string; readonly typed: boolean }

/** New connections that containers of a network may open: to processes of the host, or to others. */
export interface OutPermit {
  readonly to: Destination
  readonly ways: readonly ('host' | 'forward')[]
  /** undefined: every service. */
  readonly service: Service | undefined
  readonly places: readonly PolicyPlace[]
}

/** What the containers of one network may reach. They reach nothing else. */
export interface OutRules {
  /** Letters, digits, `-` and `_`. */
  readonly name: string
  readonly bridge: string
  readonly permits: readonly OutPermit[]
}

/** A policy on one host, name by name found out, in no language of a firewall. */
export interface Decisions {
  /** What is refused is only counted and logged. */
  readonly observe: boolean
  readonly zones: readonly SenderZone[]
  readonly permits: readonly Permit[]
  /** The bridges of Docker that lead to containers; a `*` at the end takes those that are made later. */
  readonly bridges: readonly string[]
  /** Bridges that fit `bridges` and are not Docker's. */
  readonly otherBridges: readonly string[]
  /** Bridges of Docker whose senders are not trusted: what stays on them is not judged. */
  readonly inner: readonly string[]
  /** Networks whose containers do not reach everything. */
  readonly out: readonly OutRules[]
  /** The policy says of some networks what their containers reach, whether those networks are there or not. */
  readonly isOutNamed: boolean
  /** The bridges of Docker that there are now. */
  readonly known: readonly string[]
  /** The interfaces that lead to the internet; empty: all but those of zones and of Docker. */
  readonly uplinks: readonly string[]
}
