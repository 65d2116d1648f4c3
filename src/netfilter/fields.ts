import type { AddressNumber } from '#base/address.ts'
import { addressTypes, extensionHeaders, type Field, type InterfaceField } from '#model/condition.ts'
import type { Connection, Tuple } from '#model/packet.ts'
import { ask } from './ask.ts'
import { localDoubt } from './local-doubt.ts'
import type { PacketState } from './packet-state.ts'
import { routeDevice } from './route-device.ts'
import { typesOf, type World } from './world.ts'

/**
 * A field of a packet. undefined: not known. null: it has no such field, and a condition that asks for it never holds, negated or
 * not. NaN: it has none, and is simply not in any set, as the kernel counts for these.
 */
export type FieldValue = number | bigint | undefined | null

/** Reads one field of a packet. */
export type FieldReader = (passage: PacketState) => FieldValue

/** How a field is read on this host. */
export function fieldReader(field: Field, world: World): FieldReader {
  return simple[field] ?? typeReader(field, world)
}

/** Reads the name of an interface; '' where there is none, undefined where it is not known. */
export function deviceReader(field: InterfaceField, world: World): (passage: PacketState) => string | undefined {
  switch (field) {
    case 'in':
      return (passage) => passage.in
    case 'out':
      return (passage) => passage.out
    case 'physin':
      return (passage) => passage.physin
    case 'physout':
      return (passage) => passage.physout
    default:
      return routeDevice(field, world)
  }
}

/** Whether the field is computed from facts of the host, so that not knowing it is a lack of facts. */
export function isFact(field: Field): boolean {
  return (
    field.startsWith('fib') ||
    field.startsWith('srctype') ||
    field.startsWith('dsttype') ||
    field === 'realm' ||
    field === 'cpu'
  )
}

const simple: Readonly<Partial<Record<Field, FieldReader>>> = {
  src: (passage) => passage.src,
  dst: (passage) => passage.dst,
  protocol: (passage) => passage.protocol,
  fragment: (passage) => passage.fragment,
  sport: (passage) => passage.sport,
  dport: (passage) => passage.dport,
  tcpflags: (passage) => (passage.protocol === 6 && passage.fragment === 0 ? passage.packet.tcpflags : null),
  tcpmss: (passage) => (passage.protocol !== 6 || passage.tcpmss === null ? Number.NaN : passage.tcpmss),
  icmptype: (passage) => (isIcmp(passage) ? passage.packet.icmptype : null),
  icmpcode: (passage) => (isIcmp(passage) ? passage.packet.icmpcode : null),
  length: (passage) => passage.packet.length,
  ttl: (passage) => passage.ttl,
  tos: (passage) => passage.tos,
  spi: ({ protocol, fragment, packet }) => ((protocol === 50 || protocol === 51) && fragment === 0 ? packet.spi : null),
  mark: (passage) => passage.mark,
  connmark: (passage) => passage.connection?.mark ?? null,
  ctstate: stateBits,
  ctstatus: (passage) => passage.connection?.status ?? null,
  ctdir: (passage) => (passage.connection === undefined ? null : passage.ctreply ? 1 : 0),
  ctproto: (passage) => passage.connection?.original.protocol ?? null,
  ctorigsrc: tuple('original', 'src'),
  ctorigdst: tuple('original', 'dst'),
  ctreplsrc: tuple('reply', 'src'),
  ctrepldst: tuple('reply', 'dst'),
  ctorigsport: tuple('original', 'sport'),
  ctorigdport: tuple('original', 'dport'),
  ctreplsport: tuple('reply', 'sport'),
  ctrepldport: tuple('reply', 'dport'),
  uid: (passage) => (passage.owned ? passage.packet.uid : Number.NaN),
  gid: (passage) => (passage.owned ? passage.packet.gid : Number.NaN),
  socket: (passage) => (passage.owned ? 1 : 0),
  // Only once the frame has a port to leave by.
  bridged: ({ bridged, hook }) => (bridged && (hook === 'FORWARD' || hook === 'POSTROUTING') ? 1 : 0),
  headers: ({ packet, protocol }) => packet.headers | (lastHeaders[protocol] ?? extensionHeaders.protocol),
  realm: () => undefined,
  cpu: () => undefined,
  nfproto: ({ family }) => (family === 'ipv4' ? 2 : 10),
}

// What stands behind all extension headers is one more of them to the kernel, if only by the name of `protocol`.
const lastHeaders: Readonly<Record<number, number>> = {
  50: extensionHeaders.esp,
  51: extensionHeaders.ah | extensionHeaders.protocol,
  59: extensionHeaders['ipv6-nonxt'],
}

function isIcmp({ protocol, fragment }: PacketState): boolean {
  return (protocol === 1 || protocol === 58) && fragment === 0
}

function tuple(side: 'original' | 'reply', part: keyof Tuple): FieldReader {
  return ({ connection }) => (connection === undefined ? null : (connection as Connection)[side][part])
}

function stateBits({ ctstate, connection }: PacketState): number {
  if (connection === undefined) return ctstate
  return ctstate | (connection.snat ? 32 : 0) | (connection.dnat ? 64 : 0)
}

function typeReader(field: Field, world: World): FieldReader {
  if (field === 'pkttype') return (passage) => packetType(passage, world)
  if (field === 'fibsrc' || field === 'fibdst')
    return (passage) => fibType(passage, passage[field === 'fibsrc' ? 'src' : 'dst'], world)
  const side = field.startsWith('src') ? 'src' : 'dst'
  const at = field.endsWith('-in') ? 'in' : field.endsWith('-out') ? 'out' : undefined
  return (passage) => {
    const address = passage[side]
    const device = at === undefined ? undefined : passage[at]
    if (address === undefined || (at !== undefined && device === undefined)) return undefined
    const types = typesOf(world, address, device)
    return types === 'unknown' ? askTypes(passage, address) : types
  }
}

// What routing says goes before what the address looks like, and an address of a link is one of the host's only on that link.
// Source: __nft_fib6_eval_type(), nft_fib6_flowi_init().
function fibType(passage: PacketState, address: AddressNumber | undefined, world: World): FieldValue {
  if (address === undefined) return undefined
  const isOfLink = typeof address === 'bigint' && address >> 118n === 0x3fan
  const types = isOfLink ? linkTypes(passage, address, world) : typesOf(world, address)
  if (types === 'unknown') return askTypes(passage, address)
  const { UNREACHABLE, ANYCAST, LOCAL } = addressTypes
  return [UNREACHABLE, ANYCAST, LOCAL].find((type) => (types & type) !== 0) ?? types
}

function linkTypes({ in: device, out }: PacketState, address: bigint, world: World): number {
  const own = [device, out].some((one) => {
    const types = one === undefined || one === '' ? 0 : typesOf(world, address, one)
    return types !== 'unknown' && (types & addressTypes.LOCAL) !== 0
  })
  return own ? addressTypes.LOCAL : addressTypes.UNICAST
}

// Of an address about which nothing is known it matters most whether it is the host's own.
function askTypes(passage: PacketState, address: AddressNumber): number | undefined {
  // Who comes in with an address of the host's is a martian. Source: __fib_validate_source().
  const { packet } = passage
  if (!packet.local && address === packet.src) return addressTypes.UNICAST
  const answer = ask(passage, localDoubt(address))
  return answer === 2 ? undefined : answer === 1 ? addressTypes.LOCAL : addressTypes.UNICAST
}

/** The kind of frame a packet arrived in: broadcast and multicast addresses have frames of their own, whatever DNAT does later. */
export function packetType({ packet }: PacketState, world: World): number | undefined {
  if (packet.pkttype !== undefined) return packet.pkttype
  if (packet.local) return 0
  const types = typesOf(world, packet.dst)
  if (types === 'unknown') return undefined
  return types & addressTypes.MULTICAST ? 2 : types & addressTypes.BROADCAST ? 1 : 0
}
