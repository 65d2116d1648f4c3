import type { AddressNumber } from '#base/address.ts'
import { writeAddress } from '#base/prefix.ts'
import { isPrivate } from '#base/private-address.ts'
import { remembered } from '#base/remember.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Facts } from '#model/facts.ts'
import type { Trace, Way } from '#model/trace.ts'
import { isBridge } from './bridge.ts'
import { uplinksOf } from './uplinks.ts'
import { isOnLink, typesOf, type World } from './world.ts'
import { addressTypes } from '#model/condition.ts'

/** How an answer to a packet that left comes back. */
export interface WayBack {
  /** The interface it comes in by; undefined: not known. */
  readonly in: string | undefined
  /** It goes from one neighbour to another and never comes to this host. */
  readonly direct: boolean
  /** Why none comes. */
  readonly lost: Message | undefined
  readonly presumed: readonly Message[]
}

/** How the answer to a packet that left this host comes back to it, as far as this host can tell. */
export function wayBack({ packet }: Trace, { end, final }: Way, world: World): WayBack {
  const { src, dst, out } = final
  // Who writes to itself is behind the port that it came in by.
  const back = dst !== undefined && dst === packet.src && end.kind === 'out' ? packet.in : out
  const plain = { in: back, direct: false, lost: undefined, presumed: [] }
  if (end.kind !== 'out' || end.bridged || src === undefined || dst === undefined || out === undefined) return plain
  const own = ownerOf(src, world.facts)
  const near = isOnLink(world, out, src)
  if (own === undefined && near && isOnLink(world, out, dst) && !isBridge(out, world)) {
    const turned = packet.dst !== dst || (final.dport ?? packet.dport) !== packet.dport
    const args = { from: writeAddress(dst), asked: writeAddress(packet.dst) }
    return { ...plain, direct: true, lost: turned ? message('conversation/direct', args) : undefined }
  }
  const snat = packet.src !== undefined && packet.src !== src
  if (snat && own === undefined && world.facts.interfaces !== undefined && (near || isPrivate(src)))
    return { ...plain, lost: message('conversation/nobody-has', { src: writeAddress(src) }) }
  if (own !== undefined && own !== out && isUplink(own, packet.family, world.facts) && !isOnLink(world, out, dst))
    return { ...plain, in: own }
  const known = world.facts.interfaces !== undefined || !snat
  // The other end of an interface knows the address that the interface itself has (a VPN client's /32).
  if (known && isPrivate(src) && !near && own !== out && !reaches(dst, out, own, src, packet.family, world))
    return { ...plain, lost: message('conversation/no-route', { src: writeAddress(src), dst: writeAddress(dst) }) }
  return { ...plain, presumed: assumed(packet.family, src, dst, out, near || own !== undefined, world) }
}

function ownerOf(address: AddressNumber, facts: Facts): string | undefined {
  return ownersOf(facts).get(address)
}

// Of two interfaces with one address the first counts.
const ownersOf = remembered(({ interfaces }: Facts) => {
  const owners = new Map<AddressNumber, string>()
  for (const { name, addresses } of interfaces ?? [])
    for (const { address } of addresses) if (!owners.has(address)) owners.set(address, name)
  return owners
})

function isUplink(device: string, family: Trace['packet']['family'], facts: Facts): boolean {
  return uplinksOf(facts, family).some((uplink) => uplink.device === device)
}

// Containers and neighbours that are behind this host send by it; who is beyond its uplink knows nothing of networks behind it.
function reaches(
  dst: AddressNumber,
  out: string,
  own: string | undefined,
  src: AddressNumber,
  family: Trace['packet']['family'],
  world: World,
): boolean {
  if (!isPrivate(dst) && !isOnLink(world, out, dst)) return false
  if (!isUplink(out, family, world.facts)) return true
  const home = own ?? homeOf(src, world)
  return home !== undefined && !isBridge(home, world) && home === out
}

function homeOf(address: AddressNumber, { fib }: World): string | undefined {
  const query = { src: undefined, dst: address, iif: 'lo', oif: undefined, mark: 0, tos: 0, uid: 0, protocol: 0 }
  const found = fib[typeof address === 'bigint' ? 'ipv6' : 'ipv4'].find({ ...query, sport: 0, dport: 0 })
  return found.kind === 'route' ? found.route.device : undefined
}

// Who is beyond the uplink has to be told of the network that the packet came from.
function assumed(
  family: Trace['packet']['family'],
  src: AddressNumber,
  dst: AddressNumber,
  out: string,
  isNear: boolean,
  world: World,
): readonly Message[] {
  if (isNear || world.facts.interfaces === undefined || !isUplink(out, family, world.facts)) return []
  const home = homeOf(src, world)
  if (home === undefined || (home === out && !isOnLink(world, out, dst))) return []
  const types = typesOf(world, src)
  if (types !== 'unknown' && types & addressTypes.LOCAL) return []
  return [message('conversation/presumed-route', { src: writeAddress(src), dst: writeAddress(dst) })]
}
