import { networkOf, lastOf } from '#base/network.ts'
import type { Prefix } from '#base/prefix.ts'
import { readAddress, readPrefix, widthOf, writeAddress, writePrefix } from '#base/prefix.ts'
import type { Family } from '#model/family.ts'

/** The addresses of one subnet, as the engine's own IPAM hands them out: the lowest free one of its range. */
export interface AddressPool {
  readonly family: Family
  readonly subnet: Prefix
  /** Where addresses that nobody asked for come from: `ip_range`, or the whole subnet. */
  readonly range: Prefix
  readonly taken: Set<bigint>
}

/** What a network says of a subnet, as Compose's `ipam.config` has it. */
export interface PoolConfig {
  readonly subnet: string
  readonly range?: string | undefined
  readonly gateway?: string | undefined
  readonly reserved?: readonly string[]
}

/** The pool of a subnet, its gateway taken: the one that is asked for, or the first free address of the range. Undefined where it is no subnet. */
export function addressPool({
  subnet: text,
  range: rangeText,
  gateway,
  reserved = [],
}: PoolConfig): AddressPool | undefined {
  const subnet = prefixOf(text)
  if (subnet === undefined || !text.includes('/')) return undefined
  const range = (rangeText === undefined ? undefined : prefixOf(rangeText)) ?? subnet
  const family = typeof subnet.address === 'number' ? 'ipv4' : 'ipv6'
  const pool: AddressPool = { family, subnet, range, taken: new Set([BigInt(subnet.address)]) }
  if (family === 'ipv4') pool.taken.add(BigInt(lastOf(subnet.address, subnet.length)))
  for (const one of reserved) takeAddress(pool, one)
  if (gateway === undefined || !takeAddress(pool, gateway)) nextAddress(pool)
  return pool
}

/** A subnet with its host bits cleared; undefined where the text is none. */
export function prefixOf(text: string): Prefix | undefined {
  const read = readPrefix(text)
  return read === undefined ? undefined : { ...read, address: networkOf(read.address, read.length) }
}

/** Takes an address, with or without a length; false where it is none of the family. */
export function takeAddress({ family, taken }: AddressPool, text: string): boolean {
  const address = readAddress(text.split('/')[0] ?? '')
  if (address === undefined || (typeof address === 'number' ? 'ipv4' : 'ipv6') !== family) return false
  taken.add(BigInt(address))
  return true
}

/** The next free address of the range, which is then taken; undefined where it is used up. */
export function nextAddress({ family, range, taken }: AddressPool): string | undefined {
  const last = BigInt(lastOf(range.address, range.length))
  for (let address = BigInt(range.address); address <= last; address++) {
    if (taken.has(address)) continue
    taken.add(address)
    return writeAddress(family === 'ipv4' ? Number(address) : address)
  }
  return undefined
}

/** Addresses that the engine divides into subnets: `default-address-pools`. */
export interface SubnetSource {
  readonly base: Prefix
  /** The length of each subnet. */
  readonly size: number
}

/** The engine's own: 172.17.0.0/16 to 172.31.0.0/16, then 192.168.0.0/20 to 192.168.240.0/20. */
export const builtInSources: readonly SubnetSource[] = [
  ...Array.from({ length: 15 }, (_, index) => ({
    base: { address: 0xac110000 + index * 0x10000, length: 16 },
    size: 16,
  })),
  { base: { address: 0xc0a80000, length: 16 }, size: 20 },
]

/** The first subnet of the sources that overlaps none of those in use; undefined where they are used up. */
export function freeSubnet(
  sources: readonly SubnetSource[],
  family: Family,
  used: readonly string[],
): string | undefined {
  const spans = used.flatMap((text) => spanOf(text, family) ?? [])
  for (const { base, size } of sources) {
    if ((typeof base.address === 'number' ? 'ipv4' : 'ipv6') !== family || size < base.length) continue
    const width = widthOf(base.address)
    const step = 1n << BigInt(width - size)
    const first = BigInt(base.address)
    // More subnets than these no host has.
    const count = size - base.length > 16 ? 65_536n : 1n << BigInt(size - base.length)
    for (let index = 0n; index < count; index++) {
      const start = first + index * step
      const end = start + step - 1n
      if (spans.some((span) => span.first <= end && start <= span.last)) continue
      return writePrefix({ address: family === 'ipv4' ? Number(start) : start, length: size })
    }
  }
  return undefined
}

function spanOf(text: string, family: Family): { readonly first: bigint; readonly last: bigint } | undefined {
  const subnet = prefixOf(text)
  if (subnet === undefined || (typeof subnet.address === 'number') !== (family === 'ipv4')) return undefined
  return { first: BigInt(subnet.address), last: BigInt(lastOf(subnet.address, subnet.length)) }
}
