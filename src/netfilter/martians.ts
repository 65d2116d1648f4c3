import type { AddressNumber } from '#base/address.ts'
import type { RoutingDeath } from '#model/trace.ts'
import type { PacketState } from './packet-state.ts'
import { queryOf } from './route-query.ts'
import { interfaceSysctl, isLocal, type World } from './world.ts'

/** 127.0.0.0/8 */
export function isLoopback(address: AddressNumber): boolean {
  return typeof address === 'number' ? address >>> 24 === 127 : address === 1n
}

function isMulticast(address: AddressNumber): boolean {
  return typeof address === 'number' ? address >>> 28 === 14 : address >> 120n === 0xffn
}

/** Addresses that can not arrive from outside. Source: ip_route_input_slow() in net/ipv4/route.c. */
export function martian(passage: PacketState, src: number, dst: number, world: World): RoutingDeath | undefined {
  const limited = dst === 0xffffffff || (src === 0 && dst === 0)
  if (isMulticast(src) || src === 0xffffffff) return 'martian-source'
  if (limited) return undefined
  if (src >>> 24 === 0) return isMulticast(dst) ? undefined : 'martian-source'
  if (dst >>> 24 === 0) return 'martian-destination'
  const open = interfaceSysctl(world, 'route_localnet', passage.in ?? '') === 1
  if (isLoopback(dst)) return open ? undefined : 'route-localnet'
  return isLoopback(src) && !open ? 'martian-source' : undefined
}

/**
 * Whether the source may come in here: it is none of the host's own, and with rp_filter answers would go back the same way.
 * Source: __fib_validate_source() in net/ipv4/fib_frontend.c.
 */
export function badSource(passage: PacketState, src: number, world: World): RoutingDeath | undefined {
  if (isLocal(world, src) === true) return 'martian-source'
  const strictness = interfaceSysctl(world, 'rp_filter', passage.in ?? '') ?? 0
  const strict = strictness > 0
  if ((!strict && !world.fib.ipv4.isCustomized) || passage.in === undefined) return undefined
  const back = { ...queryOf(passage, src), src: passage.dst, iif: 'lo', mark: 0 }
  const found = world.fib.ipv4.find(back)
  if (found.kind === 'unknown') return undefined
  if (found.kind === 'error') return strict ? 'reverse-path' : undefined
  if (found.route.type !== 'unicast') return 'martian-source'
  if (found.route.device === passage.in || strictness !== 1) return undefined
  const here = world.fib.ipv4.find({ ...back, oif: passage.in })
  const { destination, metric } = found.route
  const equal =
    here.kind === 'route' && here.route.destination.length === destination.length && here.route.metric === metric
  return equal ? undefined : 'reverse-path'
}

/** IPv6 packets that are lost before the first rule. Source: ip6_rcv_core() in net/ipv6/ip6_input.c. */
export function lostBeforeRules(src: AddressNumber | undefined, dst: AddressNumber): RoutingDeath | undefined {
  if (typeof dst === 'number') return undefined
  if (dst === 1n) return 'martian-destination'
  if (src === undefined) return undefined
  return isLoopback(src) || isMulticast(src) ? 'martian-source' : undefined
}
