import type { AddressNumber } from '#base/address.ts'
import type { Family } from './family.ts'

/** An address and the bits of it that count. `mask` all ones: a host. Host bits below the mask may be set. */
export interface AddressMask {
  readonly family: Family
  readonly address: AddressNumber
  readonly mask: AddressNumber
}

/** From and to, both included: addresses, ports, sizes. */
export interface NumberRange {
  readonly from: AddressNumber
  readonly to: AddressNumber
}

/** The bits of `mask` must have (or get) the value. */
export interface Masked {
  readonly value: number
  readonly mask: number
}

/** An ICMP type with a range of codes; `type` undefined: any type. */
export interface IcmpType {
  readonly type: number | undefined
  readonly codes: { readonly from: number; readonly to: number }
}

/** An average: so many packets or bytes in so many seconds, as the kernel's ticks count it; 0 seconds: at once, a burst. */
export interface Rate {
  readonly amount: number
  readonly seconds: number
  readonly of: 'packets' | 'bytes'
}

/** Where NAT may map to: addresses, ports, both; `base` shifts a port range. */
export interface NatRange {
  readonly addresses: NumberRange | undefined
  readonly ports: { readonly from: number; readonly to: number } | undefined
  readonly base: number | undefined
}

/** A set by name and the packet parts that are looked up in it. */
export interface SetReference {
  readonly set: string
  readonly directions: readonly ('src' | 'dst')[]
}

/** A value that shell variables or a cut listing hide: the words as written. */
export interface UnknownValue {
  readonly unknown: string
}

/** Every value an option can have. Extensions choose from this list; it is closed so that readers can be complete. */
export type Value =
  | true
  | string
  | number
  | bigint
  | AddressMask
  | NumberRange
  | readonly NumberRange[]
  | Masked
  | readonly Masked[]
  | IcmpType
  | Rate
  | NatRange
  | SetReference
  | readonly string[]
  | UnknownValue

/** Whether the value was hidden from us when we read it. */
export function isUnknown(value: Value): value is UnknownValue {
  return typeof value === 'object' && 'unknown' in value
}
