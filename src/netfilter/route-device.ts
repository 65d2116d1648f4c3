import type { AddressNumber } from '#base/address.ts'
import { liesIn } from '#base/network.ts'
import { addressTypes, type RouteField } from '#model/condition.ts'
import type { Route } from '#model/facts.ts'
import { isLoopback } from './martians.ts'
import type { PacketState } from './packet-state.ts'
import { typesOf, type World } from './world.ts'

interface Question {
  readonly side: 'src' | 'dst'
  readonly byIn: boolean
  readonly byMark: boolean
}

/**
 * The interface by which routing would send to the source or destination of a packet, as `fib ... oif` of nftables tells it. '': none.
 * Undefined: not known. Source: nft_fib4_eval() in net/ipv4/netfilter/nft_fib_ipv4.c, nft_fib6_eval().
 */
export function routeDevice(field: RouteField, world: World): (passage: PacketState) => string | undefined {
  const question: Question = {
    side: field.startsWith('src') ? 'src' : 'dst',
    byIn: field.includes('-in'),
    byMark: field.endsWith('-mark'),
  }
  return (passage) => {
    const { hook, in: device, src, dst } = passage
    if (device === 'lo' && (hook === 'PREROUTING' || hook === 'INPUT')) return 'lo'
    if (src === undefined || dst === undefined || (question.byIn && device === undefined)) return undefined
    return isNobody(src, dst, passage) ? device : lookUp(passage, src, dst, question, world)
  }
}

// Who has no address yet speaks to those on its link.
function isNobody(src: AddressNumber, dst: AddressNumber, { protocol }: PacketState): boolean {
  if (typeof src === 'bigint' || typeof dst === 'bigint') return src === 0n && protocol === 58 && isOfLink(dst)
  return src >>> 24 === 0 && (dst === 0xffffffff || dst >>> 8 === 0xe00000)
}

// Addresses of a link, and groups on it. Source: ipv6_addr_type().
function isOfLink(address: AddressNumber): boolean {
  return (
    typeof address === 'bigint' &&
    (address >> 118n === 0x3fan || ((address >> 112n) % 0x10n === 2n && isGroup(address)))
  )
}

function isGroup(address: bigint): boolean {
  return address >> 120n === 0xffn
}

function lookUp(
  passage: PacketState,
  src: AddressNumber,
  dst: AddressNumber,
  { side, byIn, byMark }: Question,
  world: World,
): string | undefined {
  const [to, from] = side === 'src' ? [src, dst] : [dst, src]
  const { family, in: device } = passage
  // A group has a route on every interface, and which one comes first is not known.
  if (typeof to === 'bigint' && isGroup(to)) return isOfLink(to) ? device : undefined
  const query = {
    src: hasNoSource(from) ? undefined : from,
    dst: to,
    iif: 'lo',
    oif: isOfLink(to) ? device : undefined,
    mark: byMark ? passage.mark : 0,
    tos: passage.tos,
    uid: 0,
    protocol: typeof to === 'bigint' ? passage.protocol : 0,
    sport: 0,
    dport: 0,
  }
  const found = world.fib[family].find(query)
  if (found.kind === 'unknown') return undefined
  if (found.kind === 'error' || found.route.type === 'local' || isLoopback(to)) return ''
  if (typeof to === 'bigint' && (found.route.type !== 'unicast' || isAnycast(to, world))) return ''
  return byIn && !uses(found.route, device, world) ? '' : byIn ? device : found.route.device
}

// Only a router has routes for the address of all routers of a network.
function isAnycast(address: AddressNumber, world: World): boolean {
  if (world.sysctl('net.ipv6.conf.all.forwarding') !== 1) return false
  const types = typesOf(world, address)
  return types !== 'unknown' && (types & addressTypes.ANYCAST) !== 0
}

function hasNoSource(address: AddressNumber): boolean {
  return typeof address === 'number' && (address >>> 28 === 14 || address === 0xffffffff || address >>> 24 === 0)
}

// A route with several next hops is several routes with us.
function uses(route: Route, device: string | undefined, { facts }: World): boolean {
  if (route.device === device) return true
  return (facts.routes ?? []).some(
    (one) =>
      one.device === device &&
      one.table === route.table &&
      one.metric === route.metric &&
      one.type === route.type &&
      one.destination.length === route.destination.length &&
      liesIn(one.destination.address, route.destination),
  )
}
