import type { AddressNumber } from '#base/address.ts'
import type { Family } from './family.ts'

/** One direction of a connection as conntrack prints it. */
export interface EntryTuple {
  readonly src: AddressNumber
  readonly dst: AddressNumber
  /** Of ICMP: the id. Undefined: a protocol without ports. */
  readonly sport: number | undefined
  readonly dport: number | undefined
}

/** One connection that the kernel remembers. */
export interface ConntrackEntry {
  readonly family: Family
  readonly protocol: number
  /** Seconds until it is removed, if no packet comes. */
  readonly timeout: number | undefined
  /** `ESTABLISHED`; undefined: a protocol without states. */
  readonly state: string | undefined
  /** The direction of who opened it. */
  readonly original: EntryTuple
  /** What packets of the other direction look like; differs from the original where NAT changed something. */
  readonly reply: EntryTuple
  /** `ASSURED`, `UNREPLIED`, `OFFLOAD`. */
  readonly flags: readonly string[]
  readonly mark: number
}

/** What an entry is about beside its own words. */
export interface EntryAnswer {
  readonly entry: ConntrackEntry
  /** Who has the address of the other end now: a container, by name. */
  readonly server: string | undefined
  readonly client: string | undefined
  /** Whether the destination, the source is another one in the reply. */
  readonly dnat: boolean
  readonly snat: boolean
  /** The rules that would make the same translation of a new connection now; '' docker-proxy and programs of the host make none. */
  readonly dnatBy: string | undefined
  readonly snatBy: string | undefined
  /** Where a new connection to the same place leads now. Undefined: there are no rules to ask. */
  readonly now: EntryNow | undefined
}

/** Where a new connection leads. `same`: to where this one leads. */
export interface EntryNow {
  readonly kind: 'same' | 'elsewhere' | 'stopped' | 'unknown'
  /** The container's name, `this host`, or an address. */
  readonly to: string
  /** The rule or policy that stops it. */
  readonly by: string
}
