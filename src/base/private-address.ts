import type { AddressNumber } from './address.ts'
import { liesIn } from './network.ts'
import type { Prefix } from './prefix.ts'

/** RFC 1918, RFC 6598, RFC 4193, and addresses of one link. */
export const privateNetworks: readonly Prefix[] = [
  { address: 0x0a000000, length: 8 },
  { address: 0xac100000, length: 12 },
  { address: 0xc0a80000, length: 16 },
  { address: 0x64400000, length: 10 },
  { address: 0xa9fe0000, length: 16 },
  { address: 0xfcn << 120n, length: 7 },
  { address: 0xfe80n << 112n, length: 10 },
]

/** Whether an address is one that the internet does not route. */
export function isPrivate(address: AddressNumber): boolean {
  return privateNetworks.some((prefix) => liesIn(address, prefix))
}

/** Whether an address counts on its own link only. */
export function isLinkLocal(address: AddressNumber): boolean {
  return typeof address === 'bigint' ? address >> 118n === 0x3fan : address >>> 16 === 0xa9fe
}
