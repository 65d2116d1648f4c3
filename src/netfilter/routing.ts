import type { AddressNumber } from '#base/address.ts'
import { addressTypes } from '#model/condition.ts'
import type { RoutingDeath } from '#model/trace.ts'
import type { Found } from './fib.ts'
import { badSource, isLoopback, martian } from './martians.ts'
import type { PacketState } from './packet-state.ts'
import { queryOf } from './route-query.ts'
import { sourceToward } from './source-address.ts'
import { interfaceSysctl, typesOf, type World } from './world.ts'

/** Where routing sends a packet. `device` undefined: the routes that would tell were not read. */
export type Decision =
  | { readonly kind: 'host' }
  | { readonly kind: 'forward'; readonly device: string | undefined; readonly hop: AddressNumber | undefined }
  | { readonly kind: 'dead'; readonly why: RoutingDeath }

/** Says whether an address is the host's own where that was not read. */
export type AskLocal = (address: AddressNumber) => boolean

/** Decides about a packet that came in: for the host, or on to another. Source: ip_route_input_slow(), ip6_forward(). */
export function routeIn(passage: PacketState, world: World, ask: AskLocal): Decision {
  const askLocal = unlessLeaving(passage, ask)
  const { dst, src } = passage
  if (dst === undefined)
    return passage.redirected ? { kind: 'host' } : { kind: 'forward', device: undefined, hop: undefined }
  if (typeof dst === 'bigint') return routeIn6(passage, dst, world, askLocal)
  if (typeof src === 'number') {
    const strange = martian(passage, src, dst, world)
    if (strange !== undefined) return { kind: 'dead', why: strange }
  }
  const types = localTypes(dst, world, askLocal)
  const broadcast = (types & (addressTypes.BROADCAST | addressTypes.MULTICAST)) !== 0
  const local = (types & addressTypes.LOCAL) !== 0
  const bad = typeof src === 'number' && src >>> 24 !== 0 ? badSource(passage, src, world) : undefined
  if (local || broadcast) return bad === undefined ? { kind: 'host' } : { kind: 'dead', why: bad }
  if (!forwards(passage, world)) return { kind: 'dead', why: 'forwarding-off' }
  const decision = onward(passage, dst, world)
  return decision.kind === 'forward' && bad !== undefined ? { kind: 'dead', why: bad } : decision
}

function routeIn6(passage: PacketState, dst: bigint, world: World, askLocal: AskLocal): Decision {
  const types = localTypes(dst, world, askLocal, strictDevice(passage, dst))
  if (types & (addressTypes.LOCAL | addressTypes.MULTICAST) || isOwnAnycast(types, world)) return { kind: 'host' }
  if (world.sysctl('net.ipv6.conf.all.forwarding') === 0) return { kind: 'dead', why: 'forwarding-off' }
  const decision = onward(passage, dst, world)
  // A packet that goes out where it came in is only told of a better way. Source: ip6_forward().
  const turns = decision.kind === 'forward' && decision.device === passage.in
  const { src } = passage
  const near = typeof src === 'bigint' && (src === 0n || src >> 118n === 0x3fan)
  return near && !turns && decision.kind === 'forward' ? { kind: 'dead', why: 'martian-source' } : decision
}

// A link-local address and ::1 are looked up on the link where the packet arrived. Source: rt6_need_strict() in net/ipv6/route.c.
function strictDevice({ in: device }: PacketState, dst: AddressNumber): string | undefined {
  return isLinkLocal(dst) || dst === 1n ? device : undefined
}

function isLinkLocal(address: AddressNumber): boolean {
  return typeof address === 'bigint' && address >> 118n === 0x3fan
}

function localTypes(address: AddressNumber, world: World, askLocal: AskLocal, device?: string): number {
  const types = typesOf(world, address, device)
  return types !== 'unknown' ? types : askLocal(address) ? addressTypes.LOCAL : addressTypes.UNICAST
}

// Who says by which interface a packet leaves says that it does not stay; nor does an answer to somebody who sent from the network.
function unlessLeaving({ packet: { out, tracked } }: PacketState, askLocal: AskLocal): AskLocal {
  if (tracked?.cameIn && tracked.direction === 'REPLY') return () => false
  return out === undefined || out === '' || out === 'lo' ? askLocal : () => false
}

// A device that was asked for goes before the routes; a port of a bridge says nothing about them.
/** The device and next hop of a packet that goes on, whatever the host forwards. */
export function onward(passage: PacketState, dst: AddressNumber, world: World): Decision {
  const { packet } = passage
  const asked = packet.local ? undefined : packet.out
  const isPort = asked !== undefined && world.interfaces.get(asked)?.bridge !== undefined
  if (asked !== undefined && asked !== '' && !isPort) return { kind: 'forward', device: asked, hop: undefined }
  return decided(world.fib[passage.family].find(queryOf(passage, dst, strictDevice(passage, dst))))
}

function decided(found: Found): Decision {
  if (found.kind === 'unknown') return { kind: 'forward', device: undefined, hop: undefined }
  if (found.kind === 'error') return { kind: 'dead', why: found.type === 'none' ? 'no-route' : found.type }
  const { type, device, via } = found.route
  if (type === 'local') return { kind: 'host' }
  if (type !== 'unicast') return { kind: 'dead', why: 'martian-destination' }
  return { kind: 'forward', device, hop: via }
}

function forwards(passage: PacketState, world: World): boolean {
  const own = world.sysctl(`net.ipv4.conf.${(passage.in ?? '').replaceAll('.', '/')}.forwarding`)
  return (own ?? world.sysctl('net.ipv4.ip_forward')) !== 0
}

/** Where a packet of the host leaves, and the source that it gets if it has none. */
export type Leaving =
  | {
      readonly kind: 'out'
      readonly device: string | undefined
      readonly hop: AddressNumber | undefined
      readonly src: AddressNumber | undefined
    }
  | { readonly kind: 'dead'; readonly why: RoutingDeath }

/** Decides where a packet of the host leaves. Source: ip_route_output_key_hash_rcu() in net/ipv4/route.c. */
export function routeOut(passage: PacketState, world: World, ask: AskLocal, again: boolean): Leaving {
  const askLocal = unlessLeaving(passage, ask)
  const { dst, packet } = passage
  if (dst === undefined) return { kind: 'out', device: undefined, hop: undefined, src: passage.src }
  // A packet that is routed anew to a link-local address stays on the link that it was on. Source: ip6_route_me_harder().
  const strict = again && isLinkLocal(dst) ? passage.leaving : undefined
  const types = localTypes(dst, world, askLocal, strict)
  const src = passage.src
  if (types & addressTypes.LOCAL || isOwnAnycast(types, world)) {
    const route = world.fib[passage.family].findLocal(dst)
    return {
      kind: 'out',
      device: 'lo',
      hop: undefined,
      src:
        src ?? (typeof route === 'object' ? route.source : undefined) ?? (types & addressTypes.LOCAL ? dst : undefined),
    }
  }
  const asked =
    strict ?? (packet.out === '' ? undefined : packet.out) ?? (again ? undefined : deviceOfGroup(passage, dst, world))
  const found = world.fib[passage.family].find(queryOf(passage, dst, asked))
  if (found.kind === 'error') return { kind: 'dead', why: found.type === 'none' ? 'no-route' : found.type }
  if (found.kind === 'unknown') return { kind: 'out', device: asked, hop: undefined, src }
  const { device, via, source } = found.route
  const chosen =
    src ?? source ?? (device === undefined ? undefined : sourceToward(world, device, passage.family, via ?? dst, dst))
  if (chosen !== undefined && keepsIn(chosen, device, world)) return { kind: 'dead', why: 'route-localnet' }
  return { kind: 'out', device, hop: via, src: chosen }
}

// Only a router takes packets for the address of all routers of a network; addrtype calls it anycast in any case.
function isOwnAnycast(types: number, world: World): boolean {
  return (types & addressTypes.ANYCAST) !== 0 && world.sysctl('net.ipv6.conf.all.forwarding') === 1
}

// What the host sends to a group or to all leaves by the interface that has the source it was given, whatever routes say.
function deviceOfGroup({ src }: PacketState, dst: AddressNumber, world: World): string | undefined {
  if (typeof dst !== 'number' || (dst >>> 28 !== 14 && dst !== 0xffffffff) || src === undefined) return undefined
  const owner = world.facts.interfaces?.find(({ addresses }) => addresses.some(({ address }) => address === src))
  return owner?.name
}

// Nothing leaves an interface from 127.0.0.0/8, unless route_localnet says so.
function keepsIn(src: AddressNumber, device: string | undefined, world: World): boolean {
  if (typeof src !== 'number' || !isLoopback(src) || device === 'lo') return false
  return device !== undefined && interfaceSysctl(world, 'route_localnet', device) !== 1
}
