import type { AddressNumber } from '#base/address.ts'
import { lastOf, liesIn, networkOf } from '#base/network.ts'
import { isLinkLocal, isPrivate } from '#base/private-address.ts'
import { remembered } from '#base/remember.ts'
import { type Prefix, readAddress, readPrefix } from '#base/prefix.ts'
import { bridgeName, type DockerNetwork } from '#model/docker.ts'
import type { Facts, Interface, InterfaceAddress } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { isVpn, isWide, uplinksOf } from '#netfilter/uplinks.ts'
import { likelyHost } from './likely-facts.ts'

/** Somebody on a network that the host is on, and the host's own address there. */
export interface Neighbour {
  readonly address: AddressNumber
  readonly device: string
  readonly own: AddressNumber | undefined
}

// Documentation addresses, then others that are given out in the internet.
const strangers: Readonly<Record<Family, readonly AddressNumber[]>> = {
  ipv4: [0xc6336407, 0xcb007107, 0xc0000207, 0x08080707, 0x05050507],
  ipv6: [
    0x20010db8ffff00000000000000000007n,
    0x3fff00000000000000000000000000007n,
    0x2a000000000000000000000000000007n,
    0x26000000000000000000000000000007n,
  ],
}

/**
 * An address in the internet: one to which nothing but a default route leads, and that no network of Docker's has. `taken`: networks that it
 * must not be in either.
 */
export function internetAddress(snapshot: Snapshot, family: Family, taken: readonly Prefix[] = []): AddressNumber {
  return taken.length === 0 ? strangersOf(snapshot)[family] : strangerTo(snapshot, family, taken)
}

const strangersOf = remembered((snapshot: Snapshot) => ({
  ipv4: strangerTo(snapshot, 'ipv4'),
  ipv6: strangerTo(snapshot, 'ipv6'),
}))

function strangerTo(snapshot: Snapshot, family: Family, taken: readonly Prefix[] = []): AddressNumber {
  const near = [...nearNetworks(snapshot, family), ...taken]
  const [usual = 0, ...others] = strangers[family]
  return [usual, ...others].find((address) => !near.some((prefix) => liesIn(address, prefix))) ?? usual
}

/** The networks that the host and its containers are on. */
export function nearNetworks({ facts, docker }: Snapshot, family: Family): readonly Prefix[] {
  const routes = (facts.routes ?? []).filter((route) => route.family === family && !isWide(route))
  const subnets = (docker?.networks ?? []).flatMap((network) => network.subnets.map(readPrefix))
  return [
    ...routes.map(({ destination }) => destination),
    ...(facts.interfaces ?? []).flatMap(({ addresses }) => addresses),
    ...subnets.filter((prefix) => prefix !== undefined),
  ]
}

/** The address by which the rest of the world knows this host. */
export function hostAddress(facts: Facts, family: Family): AddressNumber | undefined {
  const [uplink] = uplinksOf(facts, family)
  if (uplink?.source !== undefined) return uplink.source
  const link = facts.interfaces?.find(({ name }) => name === uplink?.device)
  return (
    link?.addresses.find((one) => one.family === family && !isLinkLocal(one.address))?.address ??
    anyAddress(link, family)
  )
}

function anyAddress(link: Interface | undefined, family: Family): AddressNumber | undefined {
  return link?.addresses.find((one) => one.family === family)?.address
}

/** The address that stands for this host: a likely one where nothing was read. */
export function ownAddress(facts: Facts, family: Family): AddressNumber | undefined {
  const nothing = facts.interfaces === undefined && facts.routes === undefined
  return nothing ? likelyHost[family] : hostAddress(facts, family)
}

const tunnel = /^(ppp|ipsec|vti|gre|sit|virbr|cni|flannel|cali|lxc|lxd|veth|dummy|ifb)/
const tunnelKinds: ReadonlySet<string> = new Set(['dummy', 'gre', 'sit', 'vti', 'ipip'])

/** A neighbour on the LAN: on a network with private addresses where there is one, else on the uplink's; no container's, no VPN's. */
export function lanNeighbour(snapshot: Snapshot, family: Family): Neighbour | undefined {
  return neighboursOf(snapshot)[family]
}

const neighboursOf = remembered((snapshot: Snapshot) => ({
  ipv4: neighbourOf(snapshot, 'ipv4'),
  ipv6: neighbourOf(snapshot, 'ipv6'),
}))

function neighbourOf(snapshot: Snapshot, family: Family): Neighbour | undefined {
  const { facts } = snapshot
  const uplink = uplinksOf(facts, family)[0]?.device
  const places = (facts.interfaces ?? []).flatMap((link) =>
    isLan(link, snapshot)
      ? link.addresses.filter((one) => hasNeighbours(one, family)).map((one) => ({ link, one }))
      : [],
  )
  const rank = ({ link, one }: (typeof places)[number]) =>
    (isPrivate(one.address) ? 0 : 2) + (link.name === uplink ? 0 : 1)
  const [best] = places.toSorted((a, b) => rank(a) - rank(b))
  if (best === undefined) return undefined
  const address = freeAddress(best.one, takenBy(snapshot, family))
  return address === undefined ? undefined : { address, device: best.link.name, own: best.one.address }
}

function isLan(link: Interface, { docker }: Snapshot): boolean {
  const { name, kind, bridge, up } = link
  if (!up || isVpn(link) || name === 'lo' || bridge !== undefined || tunnel.test(name) || tunnelKinds.has(kind ?? ''))
    return false
  return !/^(docker\d|docker_gwbridge$|br-[0-9a-f]{12}$)/.test(name) && !bridgesOf(docker?.networks ?? []).has(name)
}

function bridgesOf(networks: readonly DockerNetwork[]): ReadonlySet<string> {
  return new Set(networks.filter(({ driver }) => driver === 'bridge').map(bridgeName))
}

function hasNeighbours({ family, address, length }: InterfaceAddress, wanted: Family): boolean {
  return family === wanted && length <= (family === 'ipv4' ? 30 : 126) && !isLinkLocal(address)
}

/** The addresses of the host, its routers and its containers. */
export function takenBy(snapshot: Snapshot, family: Family): ReadonlySet<AddressNumber> {
  return takenByFamily(snapshot)[family]
}

const takenByFamily = remembered((snapshot: Snapshot) => ({
  ipv4: findTaken(snapshot, 'ipv4'),
  ipv6: findTaken(snapshot, 'ipv6'),
}))

function findTaken({ facts, docker }: Snapshot, family: Family): ReadonlySet<AddressNumber> {
  const own = (facts.interfaces ?? []).flatMap(({ addresses }) => addresses.map(({ address }) => address))
  const routers = (facts.routes ?? []).flatMap(({ via }) => (via === undefined ? [] : [via]))
  const texts = (docker?.containers ?? []).flatMap(({ endpoints }) =>
    endpoints.map(({ ipv4, ipv6 }) => (family === 'ipv4' ? ipv4 : ipv6) ?? ''),
  )
  return new Set([...own, ...routers, ...texts.flatMap((text) => readAddress(text) ?? [])])
}

/** The next address after the host's own that nobody is known to have. */
export function freeAddress({ address, length }: Prefix, taken: ReadonlySet<AddressNumber>): AddressNumber | undefined {
  const [first, last] = [BigInt(networkOf(address, length)), BigInt(lastOf(address, length))]
  const size = last - first + 1n
  for (let step = 1n; step < size && step < 1000n; step++) {
    const next = first + ((BigInt(address) - first + step) % size)
    const found = typeof address === 'bigint' ? next : Number(next)
    if (next !== first && next !== last && !taken.has(found)) return found
  }
  return undefined
}

/** A neighbour on the network in which an interface has an address. */
export function neighbourOn(
  { addresses }: Interface,
  own: AddressNumber,
  snapshot: Snapshot,
): AddressNumber | undefined {
  const place = addresses.find(({ address }) => address === own)
  return place === undefined || !hasNeighbours(place, place.family)
    ? undefined
    : freeAddress(place, takenBy(snapshot, place.family))
}

/** A container of a Docker network that has an address nobody is known to have; undefined: no such network, or no such subnet. */
export function networkNeighbour(name: string, snapshot: Snapshot, family: Family): Neighbour | undefined {
  const network = snapshot.docker?.networks.find(
    (one) => one.name === name || (name.length >= 4 && one.id.startsWith(name)),
  )
  const prefixes = network?.subnets.map(readPrefix).filter((one) => one !== undefined) ?? []
  const subnet = prefixes.find((one) => (typeof one.address === 'bigint') === (family === 'ipv6'))
  if (network === undefined || subnet === undefined) return undefined
  // The first address is the bridge's.
  const gateway = typeof subnet.address === 'bigint' ? subnet.address + 1n : subnet.address + 1
  const address = freeAddress({ address: gateway, length: subnet.length }, takenBy(snapshot, family))
  return address === undefined ? undefined : { address, device: bridgeName(network), own: gateway }
}
