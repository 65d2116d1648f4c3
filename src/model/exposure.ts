import type { Message } from './diagnostic.ts'
import type { Family } from './family.ts'
import type { Owner } from './owner.ts'

/** Who asks: a column. `network`: a container of a Docker network; `named`: a zone that the user defined. */
export interface ExposureZone {
  readonly kind: 'internet' | 'lan' | 'network' | 'host' | 'named'
  /** `internet`, `lan`, `host`, the name of the network or of the zone. */
  readonly name: string
  /** The addresses that stand for the zone, one a family; none for the host. */
  readonly addresses: readonly string[]
  /** The interface that they come in by, where it is known. */
  readonly device: string | undefined
}

/** The worst first. */
export const exposureStates = ['open', 'perhaps', 'limited', 'closed'] as const

/**
 * What a new connection meets. `limited`: it depends on what came before (limit, recent, connlimit), or only some addresses of the zone
 * get through; `perhaps`: it depends on something
 * that was not read or cannot be decided.
 */
export type ExposureState = (typeof exposureStates)[number]

/**
 * Why a door is closed without a rule that decides. `loopback`: the address is of this host only; `not-routed`: a private address;
 * `refused`: nobody listens; `no-container`: no container has the address; `no-route`: routing stops the packet; `no-answer`: the answer does
 * not reach the client.
 */
export const exposureReasons = ['loopback', 'not-routed', 'refused', 'no-container', 'no-route', 'no-answer'] as const

/** One of `exposureReasons`. */
export type ExposureReason = (typeof exposureReasons)[number]

/** Addresses of a zone that meet something else than the others. */
export interface ExposurePart {
  readonly state: ExposureState
  /** Addresses, prefixes and ranges; the first ones of very many. */
  readonly from: readonly string[]
  /** How many more there are. */
  readonly more: number
}

/** What one zone meets at one door. */
export interface ExposureCell {
  readonly state: ExposureState
  /** The rule or policy that decided; undefined: none. */
  readonly by: string | undefined
  /** Whose rule that is; undefined: a policy, or none. */
  readonly owner: Owner | undefined
  /** Whether docker-proxy takes the connection. */
  readonly proxy: boolean
  readonly reason: ExposureReason | undefined
  /** Whether it depends on rules or facts that were not read. */
  readonly unread: boolean
  /** What the addresses of the zone meet, where they do not all meet the same; the part with the most addresses first. */
  readonly parts?: readonly ExposurePart[]
}

/** Where connections through a door end. */
export type DoorTarget =
  | { readonly kind: 'container'; readonly name: string; readonly port: number }
  /** A program of the host; '' where it is not known. */
  | { readonly kind: 'host'; readonly process: string }
  | { readonly kind: 'address'; readonly address: string; readonly port: number }

/** Where a door leads, as a client would write it. */
export function targetText(target: DoorTarget): string {
  switch (target.kind) {
    case 'container':
      return `${target.name}:${target.port}`
    case 'host':
      return target.process === '' ? 'host' : `${target.process} (host)`
    case 'address':
      return `${target.address.includes(':') ? `[${target.address}]` : target.address}:${target.port}`
  }
}

/** `published` by Docker, a `listening` socket of the host, `forwarded` by another nat rule, `direct`: a container's own address. */
export type DoorKind = 'published' | 'listening' | 'forwarded' | 'direct'

/** An address and port as a client asks for it, and who gets through: a row. */
export interface Door {
  readonly kind: DoorKind
  /** Both where they differ in nothing. */
  readonly families: readonly Family[]
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  /** '': every address of the host. */
  readonly address: string
  readonly port: number
  readonly target: DoorTarget
  /** The network of a container that is asked directly, by name. */
  readonly network: string | undefined
  /** One for each zone; undefined: nobody of the zone can ask by this family. */
  readonly cells: readonly (ExposureCell | undefined)[]
  /** The rule that was meant to close it and does not; undefined: there is none. */
  readonly despite: string | undefined
  readonly notes: readonly Message[]
}

/** What was not read and is assumed. A closed list; docs/exposure.md says what each means. */
export const assumptions = [
  'rules-ipv4',
  'rules-ipv6',
  'rules-partly',
  'nftables',
  'interfaces',
  'routes',
  'sysctls',
  'ipsets',
  'sockets',
  'docker',
  'docker-partly',
  'macvlan',
  'private-address',
] as const

/** One of `assumptions`. */
export type Assumption = (typeof assumptions)[number]

/** What containers of a network can reach: a row of `--egress`. */
export interface EgressRow {
  readonly network: string
  /** Both where they differ in nothing. */
  readonly families: readonly Family[]
  /** One for each place; undefined: the network itself, or nobody there has an address of this family. */
  readonly cells: readonly (ExposureCell | undefined)[]
}

/** Where containers can connect to, network by network. */
export interface Egress {
  readonly source: string
  /** `addresses`: those that were asked for. */
  readonly places: readonly ExposureZone[]
  readonly rows: readonly EgressRow[]
  /** Of the TCP connections that were tried. */
  readonly port: number
  readonly assumed: readonly Assumption[]
}

/** Who can reach what on a host. */
export interface Exposure {
  readonly source: string
  readonly zones: readonly ExposureZone[]
  readonly doors: readonly Door[]
  readonly assumed: readonly Assumption[]
  /** The address by which others know this host. */
  readonly hostAddress: string | undefined
}
