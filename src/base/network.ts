import { type AddressNumber, ipv4Mask, ipv6Mask } from './address.ts'
import type { Prefix } from './prefix.ts'

/** The address with only its first `length` bits left. */
export function networkOf(address: AddressNumber, length: number): AddressNumber {
  return typeof address === 'number' ? (address & ipv4Mask(length)) >>> 0 : address & ipv6Mask(length)
}

/** The last address of the network: in IPv4 its broadcast address. */
export function lastOf(address: AddressNumber, length: number): AddressNumber {
  return typeof address === 'number'
    ? (address | ~ipv4Mask(length)) >>> 0
    : address | ((1n << BigInt(128 - length)) - 1n)
}

/** Whether the address has the first bits of the prefix. An address of the other family never has. */
export function liesIn(address: AddressNumber, { address: base, length }: Prefix): boolean {
  if (typeof address !== typeof base) return false
  return networkOf(address, length) === networkOf(base, length)
}

/** The networks that hold just the addresses from one to another, in order; undefined: they are more than `most`, or of two families. */
export function networksIn(from: AddressNumber, to: AddressNumber, most: number): readonly Prefix[] | undefined {
  if (typeof from !== typeof to) return undefined
  const bits = typeof from === 'number' ? 32 : 128
  const found: Prefix[] = []
  for (let next = from; next <= to; ) {
    let length: number = bits
    while (length > 0 && networkOf(next, length - 1) === next && lastOf(next, length - 1) <= to) length--
    if (found.push({ address: next, length }) > most) return undefined
    const last = lastOf(next, length)
    if (last >= to) break
    next = typeof last === 'number' ? last + 1 : last + 1n
  }
  return found
}
