import type { AddressNumber } from '#base/address.ts'
import { networkOf } from '#base/network.ts'
import { widthOf } from '#base/prefix.ts'
import { addressTypes } from '#model/condition.ts'
import type { Facts, Interface, IpSet } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import { buildFib, type Fib } from './fib.ts'

/** The facts of a host in the form in which a packet's way asks for them. */
export interface World {
  readonly facts: Facts
  readonly interfaces: ReadonlyMap<string, Interface>
  readonly fib: Readonly<Record<Family, Fib>>
  readonly sets: ReadonlyMap<string, IpSet>
  /** A sysctl as a number; undefined where it was not read. */
  sysctl(name: string): number | undefined
  /** An interface's own sysctl of IPv4 (`rp_filter`). */
  ofInterface(name: string, device: string): number | undefined
}

// Packets can name any number of interfaces.
const mostKept = 1000

/** Prepares the facts once for many packets. */
export function buildWorld(facts: Facts): World {
  const sysctls = new Map(Object.entries(facts.sysctls ?? {}).map(([name, value]) => [name, Number(value)]))
  const devices = new Map<string, Map<string, number | undefined>>()
  const read = (name: string, device: string) => sysctls.get(`net.ipv4.conf.${device.replaceAll('.', '/')}.${name}`)
  return {
    facts,
    interfaces: new Map(facts.interfaces?.map((each) => [each.name, each])),
    fib: { ipv4: buildFib(facts, 'ipv4'), ipv6: buildFib(facts, 'ipv6') },
    sets: new Map(facts.ipsets?.map((set) => [set.name, set])),
    sysctl: (name) => sysctls.get(name),
    ofInterface(name, device) {
      const known = devices.get(name) ?? new Map<string, number | undefined>()
      if (known.size < mostKept) devices.set(name, known)
      else if (!known.has(device)) return read(name, device)
      if (!known.has(device)) known.set(device, read(name, device))
      return known.get(device)
    },
  }
}

/** A per-interface sysctl: the greater of `all` and the interface's own, as rp_filter and route_localnet count. */
export function interfaceSysctl(world: World, name: string, device: string): number | undefined {
  const all = world.ofInterface(name, 'all')
  const own = world.ofInterface(name, device)
  return all === undefined ? own : own === undefined ? all : Math.max(all, own)
}

/** The first address that an interface was given in a family: the kernel calls it the primary one. */
export function primaryAddress(world: World, device: string, family: Family): AddressNumber | undefined {
  return world.interfaces.get(device)?.addresses.find((each) => each.family === family)?.address
}

/** The types of an address as bits of `addressTypes`; with a device only what that device has counts. */
export function typesOf(world: World, address: AddressNumber, device?: string): number | 'unknown' {
  return typeof address === 'number' ? ipv4Types(world, address, device) : ipv6Types(world, address, device)
}

// Source: __inet_dev_addr_type() in net/ipv4/fib_frontend.c.
function ipv4Types(world: World, address: number, device: string | undefined): number | 'unknown' {
  if (address < 0x01000000 || address === 0xffffffff) return addressTypes.BROADCAST
  if (address >>> 28 === 14) return addressTypes.MULTICAST
  const route = world.fib.ipv4.findLocal(address)
  if (route === 'unknown') return 'unknown'
  if (route === undefined || (device !== undefined && route.device !== device)) return addressTypes.UNICAST
  return bitOf[route.type] ?? addressTypes.UNICAST
}

const bitOf: Readonly<Record<string, number>> = {
  local: addressTypes.LOCAL,
  broadcast: addressTypes.BROADCAST,
  multicast: addressTypes.MULTICAST,
}

// Several may hold at once. Source: match_type6() and match_lookup_rt6() in net/netfilter/xt_addrtype.c.
function ipv6Types(world: World, address: bigint, device: string | undefined): number | 'unknown' {
  const kind = ipv6Kind(address)
  const route = world.fib.ipv6.findLocal(address)
  if (route === 'unknown') return kind === addressTypes.UNICAST ? 'unknown' : kind
  if (isUnreachable(world, address, device)) return kind | addressTypes.UNREACHABLE
  const own = route?.type === 'local' && (device === undefined || route.device === device)
  if (own) return kind | addressTypes.LOCAL
  return isAnycast(world, address) ? kind | addressTypes.ANYCAST : kind
}

function ipv6Kind(address: bigint): number {
  if (address === 0n) return addressTypes.UNSPEC
  return address >> 120n === 0xffn ? addressTypes.MULTICAST : addressTypes.UNICAST
}

// With a device only routes by that device count.
function isUnreachable(world: World, dst: bigint, oif: string | undefined): boolean {
  if (world.facts.routes === undefined) return false
  const query = { src: undefined, dst, iif: 'lo', oif, mark: 0, tos: 0, uid: 0, protocol: 0, sport: 0, dport: 0 }
  return world.fib.ipv6.find(query).kind === 'error'
}

// The first address of a network that the host is on belongs to all routers of it (RFC 4291 2.6.1).
function isAnycast(world: World, address: bigint): boolean {
  for (const { addresses } of world.facts.interfaces ?? []) {
    for (const { address: own, length } of addresses) {
      if (typeof own === 'bigint' && length < 127 && networkOf(own, length) === address) return true
    }
  }
  return false
}

/** Whether the address is one of the host's own: packets to it are for the host. */
export function isLocal(world: World, address: AddressNumber): boolean | 'unknown' {
  const types = typesOf(world, address)
  return types === 'unknown' ? types : (types & addressTypes.LOCAL) !== 0
}

/** Whether two addresses are of one network of the interface, so that they reach each other without a router. */
export function isOnLink(world: World, device: string, address: AddressNumber): boolean {
  return (world.interfaces.get(device)?.addresses ?? []).some(
    ({ address: own, length }) =>
      typeof own === typeof address && length < widthOf(own) && networkOf(own, length) === networkOf(address, length),
  )
}
