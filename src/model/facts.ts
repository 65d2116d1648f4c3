import type { AddressNumber } from '#base/address.ts'
import type { ConntrackEntry } from './conntrack-entry.ts'
import type { Family } from './family.ts'

/** An address of an interface with the length of its on-link prefix. */
export interface InterfaceAddress {
  readonly family: Family
  readonly address: AddressNumber
  readonly length: number
}

/** A network interface. `bridge`: the name of the bridge it is a port of; `kind`: bridge, veth, ... where the kernel says. */
export interface Interface {
  readonly name: string
  readonly up: boolean
  readonly kind: string | undefined
  readonly bridge: string | undefined
  /** Whether its bridge may send a frame back by this port; undefined: no port, or not read. */
  readonly hairpin?: boolean | undefined
  /** Of one end of a veth pair: the index that the other end has in its own network namespace. */
  readonly peer?: number | undefined
  /** Of one end of a veth pair that is up: false where the other end is down. */
  readonly carrier?: boolean | undefined
  readonly mac: string | undefined
  readonly addresses: readonly InterfaceAddress[]
}

/** A route; `via` and `device` undefined where the route has none (blackhole, unreachable). */
export interface Route {
  readonly family: Family
  readonly table: string
  readonly type:
    | 'unicast'
    | 'local'
    | 'broadcast'
    | 'multicast'
    | 'blackhole'
    | 'unreachable'
    | 'prohibit'
    | 'throw'
    | 'nat'
  readonly destination: { readonly address: AddressNumber; readonly length: number }
  readonly via: AddressNumber | undefined
  readonly device: string | undefined
  readonly source: AddressNumber | undefined
  readonly metric: number
}

/** A policy routing rule as `ip rule` prints it. */
export interface RoutingRule {
  readonly family: Family
  readonly priority: number
  readonly text: string
}

/** An ipset with its members as `ipset save` prints them. */
export interface IpSet {
  readonly name: string
  readonly type: string
  readonly options: string
  readonly members: readonly string[]
}

/** A socket that waits for packets. `address` undefined: any address. */
export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp'
  readonly family: Family
  readonly address: AddressNumber | undefined
  readonly device: string | undefined
  readonly port: number
  readonly process: string | undefined
}

/** What we know of the host beside its rules. A part that was not read is undefined, never empty. */
export interface Facts {
  readonly interfaces: readonly Interface[] | undefined
  readonly routes: readonly Route[] | undefined
  readonly routingRules: readonly RoutingRule[] | undefined
  /** By dotted name (`net.ipv4.ip_forward`). */
  readonly sysctls: Readonly<Record<string, string>> | undefined
  readonly ipsets: readonly IpSet[] | undefined
  readonly sockets: readonly ListeningSocket[] | undefined
  /** Of which families and tables every route was read; absent: of both families, and of every table. */
  readonly routesRead?: { readonly families: readonly Family[]; readonly onlyMain: boolean }
  /** Of which protocols every socket was read; absent: of both. */
  readonly socketsRead?: readonly ListeningSocket['protocol'][]
  /** Connections that exist, of published ports and containers; undefined: not read. */
  readonly connections?: readonly ConntrackEntry[] | undefined
  /** Routes that stand in where neither interfaces nor routes were read: Docker's networks, by its own word or by its rules. */
  readonly likely?: readonly Route[]
}

/** Nothing is known. */
export const noFacts: Facts = {
  interfaces: undefined,
  routes: undefined,
  routingRules: undefined,
  sysctls: undefined,
  ipsets: undefined,
  sockets: undefined,
}
