import type { AddressNumber } from '#base/address.ts'
import { compareNumbers } from '#base/compare-numbers.ts'
import { groupBy } from '#base/lists.ts'
import { networkOf } from '#base/network.ts'
import { isPrivate } from '#base/private-address.ts'
import { remembered } from '#base/remember.ts'
import type { Facts, Interface, Route } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import { buildFib } from './fib.ts'

/** An interface that leads to the rest of the world, with the source address that its route names. */
export interface Uplink {
  readonly device: string
  readonly source: AddressNumber | undefined
}

/**
 * Whether a route stands for everything that no other route names: a default route, or one of the halves that a VPN puts in
 * front of it (0.0.0.0/1, 128.0.0.0/1; 2000::/3).
 */
export function isWide({ family, destination: { length } }: Route): boolean {
  return length <= (family === 'ipv4' ? 1 : 3)
}

/**
 * The uplinks of a host: default routes of the table main first, those of other tables last. Among these an interface with a public
 * address comes first and a VPN last, whatever the metrics: they tell where packets leave, and not who can send some in.
 */
export function uplinksOf(facts: Facts, family: Family): readonly Uplink[] {
  return uplinksByFamily(facts)[family]
}

const uplinksByFamily = remembered((facts: Facts) => ({
  ipv4: findUplinks(facts, 'ipv4'),
  ipv6: findUplinks(facts, 'ipv6'),
}))

function findUplinks({ routes, interfaces }: Facts, family: Family): readonly Uplink[] {
  const wide = (routes ?? []).filter((route) => isUnicast(route, family) && isWide(route))
  const openness = (device: string | undefined) => {
    const link = interfaces?.find(({ name }) => name === device)
    if (link?.addresses.some((one) => one.family === family && !isPrivate(one.address))) return 0
    return isVpn({ name: device ?? '', kind: link?.kind }) ? 2 : 1
  }
  const order = ({ table, destination, metric, device }: Route) => [
    table === 'main' ? 0 : 1,
    destination.length,
    openness(device),
    metric,
  ]
  const sorted = wide.toSorted((a, b) => compareNumbers(order(a), order(b)))
  if (sorted.length > 0) return sorted.map(({ device, source }) => ({ device: device ?? '', source }))
  const found = (interfaces ?? []).find((one) => isOutward(one) && one.addresses.some((each) => each.family === family))
  return found === undefined ? [] : [{ device: found.name, source: undefined }]
}

const vpn = /^(tun|tap|wg|tailscale|zt)/

/** Whether an interface is a VPN's, by its kind or its usual name. */
export function isVpn({ name, kind }: Pick<Interface, 'name' | 'kind'>): boolean {
  return kind === 'wireguard' || kind === 'tun' || vpn.test(name)
}

function isUnicast({ family, type, device }: Route, wanted: Family): boolean {
  return family === wanted && type === 'unicast' && device !== undefined
}

/** No loopback, no bridge and no end of a container's cable. */
function isOutward({ name, kind, bridge }: Interface): boolean {
  return name !== 'lo' && kind !== 'bridge' && bridge === undefined && !name.startsWith('veth')
}

/**
 * The interface by which a packet from `src` to `dst` comes in: the one by which the host reaches the source, by its rules and
 * tables. Who is reached by nothing but a default route comes in by the interface that has the public address it writes to, else by
 * the first uplink: a default route of another table (that of wg-quick) leads answers away, but brings nobody in.
 */
export function arrivalDevice(
  src: AddressNumber,
  dst: AddressNumber,
  facts: Facts,
  family: Family,
): string | undefined {
  const narrow = narrowRoute(src, dst, facts, family)
  if (narrow !== undefined) return narrow.device
  const uplinks = uplinksOf(facts, family)
  const owner = facts.interfaces?.find(({ addresses }) => addresses.some(({ address }) => address === dst))
  if (owner !== undefined && isOutward(owner) && !isPrivate(dst)) return owner.name
  return (uplinks.find(({ device }) => device === owner?.name) ?? uplinks[0])?.device
}

/** The route to an address, if it is more than a default route. */
function narrowRoute(address: AddressNumber, from: AddressNumber, facts: Facts, family: Family): Route | undefined {
  const [mark, tos, uid, protocol, sport, dport] = [0, 0, 0, 0, 0, 0]
  const query = { src: from, dst: address, iif: 'lo', oif: undefined, mark, tos, uid, protocol, sport, dport }
  const found = fibOf(facts, family).find(query)
  if (found.kind === 'route' && found.route.type === 'unicast' && !isWide(found.route)) return found.route
  let best: Route | undefined
  for (const [length, byNetwork] of narrowRoutes(facts)[family])
    for (const route of byNetwork.get(networkOf(address, length)) ?? [])
      if (best === undefined || isNearer(route, best)) best = route
  return best
}

/** The routes that are more than default routes, by the length of their networks and these. */
const narrowRoutes = remembered((facts: Facts) => {
  const of = (family: Family) => {
    const all = (facts.routes ?? facts.likely ?? []).filter((route) => isUnicast(route, family) && !isWide(route))
    const byLength = groupBy(all, ({ destination }) => destination.length)
    return [...byLength].map(
      ([length, routes]) =>
        [length, groupBy(routes, ({ destination }) => networkOf(destination.address, length))] as const,
    )
  }
  return { ipv4: of('ipv4'), ipv6: of('ipv6') }
})

function isNearer(one: Route, other: Route): boolean {
  if ((one.table === 'main') !== (other.table === 'main')) return one.table === 'main'
  return one.destination.length > other.destination.length
}

const fibs = new WeakMap<Facts, Map<Family, ReturnType<typeof buildFib>>>()

function fibOf(facts: Facts, family: Family): ReturnType<typeof buildFib> {
  const known = fibs.get(facts) ?? new Map<Family, ReturnType<typeof buildFib>>()
  fibs.set(facts, known)
  const fib = known.get(family) ?? buildFib(facts, family)
  known.set(family, fib)
  return fib
}
