import type { AddressNumber } from '#base/address.ts'
import { interval, type Intervals, subtract, union } from '#base/intervals.ts'
import { lastOf, liesIn, networkOf } from '#base/network.ts'
import { type Prefix, widthOf } from '#base/prefix.ts'
import { privateNetworks } from '#base/private-address.ts'
import type { Family } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { nearNetworks } from './zones.ts'

// This network, loopback, multicast and what is kept for later.
const reserved: readonly Prefix[] = [
  { address: 0, length: 8 },
  { address: 0x7f000000, length: 8 },
  { address: 0xe0000000, length: 3 },
]
const internetOf: Readonly<Record<Family, Prefix>> = {
  ipv4: { address: 0, length: 0 },
  ipv6: { address: 0x2n << 124n, length: 3 },
}

/** Every address of the internet: public, and of no network that the host is on. `taken`: networks of other zones. */
export function internetSources(snapshot: Snapshot, family: Family, taken: readonly Prefix[]): Intervals {
  const others = [...reserved, ...privateNetworks, ...nearNetworks(snapshot, family), ...taken]
  return subtract(rangeOf(internetOf[family]), union(others.filter((one) => isOf(one, family)).flatMap(rangeOf)))
}

/** Every address of the network that others may have; `length` 0: all but the internet's special ones. */
export function networkSources(prefix: Prefix, { facts }: Snapshot): Intervals {
  const { address, length } = prefix
  const [first, last] = [networkOf(address, length), lastOf(address, length)]
  const ends = typeof address === 'number' && length < 31 && isOnLink(prefix, facts) ? [first, last] : []
  const own = (facts.interfaces ?? []).flatMap(({ addresses }) => addresses.map((one) => one.address))
  const taken = [...ends, ...own.filter((one) => typeof one === typeof address)]
  const special = typeof address === 'number' ? reserved.flatMap(rangeOf) : []
  return subtract(rangeOf(prefix), union([...taken.flatMap((one) => interval(one)), ...special]))
}

/** The network of an interface, or of Docker, in which an address is. */
export function networkAround(address: AddressNumber, snapshot: Snapshot): Prefix | undefined {
  const family = typeof address === 'bigint' ? 'ipv6' : 'ipv4'
  const around = nearNetworks(snapshot, family).filter((one) => isOf(one, family) && liesIn(address, one))
  return around.filter(({ length }) => length < widthOf(address)).toSorted((a, b) => b.length - a.length)[0]
}

function isOnLink({ address, length }: Prefix, { interfaces }: Snapshot['facts']): boolean {
  const network = networkOf(address, length)
  return (interfaces ?? []).some(({ addresses }) =>
    addresses.some((one) => one.length === length && networkOf(one.address, length) === network),
  )
}

function isOf({ address }: Prefix, family: Family): boolean {
  return (typeof address === 'bigint') === (family === 'ipv6')
}

function rangeOf({ address, length }: Prefix): Intervals {
  return interval(networkOf(address, length), lastOf(address, length))
}
