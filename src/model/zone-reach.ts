import type { DoorTarget, ExposureState } from './exposure.ts'
import type { Family } from './family.ts'
import type { Packet } from './packet.ts'

/** Addresses of a zone that meet the same at one port. */
export interface ReachedPart {
  readonly state: ExposureState
  /** Addresses, prefixes and ranges; the first ones of very many. */
  readonly from: readonly string[]
  readonly more: number
  /** The rule or policy that decides for one of them; undefined: none does. */
  readonly by: string | undefined
  /** A packet of one of them. `confirmed`: a trace of the whole conversation says the same. */
  readonly example: { readonly packet: Packet; readonly confirmed: boolean } | undefined
}

/** A port of one family that a zone was asked for. */
export interface ReachedDoor {
  readonly family: Family
  readonly protocol: string
  /** '': every address of the host. */
  readonly address: string
  readonly port: number
  readonly target: DoorTarget | undefined
  /** The part with the most addresses first. */
  readonly parts: readonly ReachedPart[]
  /** Whether no address of the zone meets anything else. */
  readonly whole: boolean
}

/** Whether any packet of a zone reaches a port. */
export interface ZoneReach {
  readonly source: string
  readonly from: string
  readonly to: string
  /** The best that any address meets. */
  readonly verdict: ExposureState
  readonly doors: readonly ReachedDoor[]
  readonly whole: boolean
  /** Whether an answer depends on what was not read. */
  readonly unread: boolean
}
