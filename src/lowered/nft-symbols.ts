// data: names that nft gives to numbers. Source: nft(8); src/datatype.c, src/proto.c, src/ct.c of nftables.
import { readAddress } from '#base/prefix.ts'
import { readProtocol } from '#extensions/kinds/protocols.ts'
import { servicePort } from '#extensions/kinds/services.ts'
import { addressTypes, ctStates, ctStatuses, packetTypes } from '#model/condition.ts'
import type { Json } from '#model/nft.ts'
import type { ReadNumber } from './nft-key.ts'

/** Reads a number, or a word of a table. */
function named(names: Readonly<Record<string, number>>): ReadNumber {
  const table = new Map(Object.entries(names))
  return (value) => plainNumber(value) ?? (typeof value === 'string' ? table.get(value.toLowerCase()) : undefined)
}

/** A number in decimal or hex. */
export function plainNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value
  // Of the ports of a connection nft does not know the type, and says so in the value.
  const text = typeof value === 'string' ? value.replace(/ \[invalid type\]$/, '') : ''
  return /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : undefined
}

/** An IPv4 address. */
export const ipv4: ReadNumber = (value) => addressOf(value, 'number')

/** An IPv6 address. */
export const ipv6: ReadNumber = (value) => addressOf(value, 'bigint')

function addressOf(value: Json, type: 'number' | 'bigint'): number | bigint | undefined {
  const address = typeof value === 'string' ? readAddress(value) : undefined
  return typeof address === type ? address : undefined
}

/** A port, by number or name. */
export const port: ReadNumber = (value) =>
  plainNumber(value) ?? (typeof value === 'string' ? servicePort(value) : undefined)

/** A protocol of layer 4. */
export const protocol: ReadNumber = (value) =>
  plainNumber(value) ?? (typeof value === 'string' ? (moreProtocols[value] ?? readProtocol(value)) : undefined)

const moreProtocols: Readonly<Record<string, number>> = { icmpv6: 58, 'ipv6-icmp': 58, comp: 108, udplite: 136 }

/** The family of a packet: numbers of NFPROTO. */
export const nfproto: ReadNumber = named({ ipv4: 2, ipv6: 10 })

/** The type of a frame; only those of packets that rules of layer 3 see. */
export const etherType: ReadNumber = (value) =>
  value === 'ip' || value === 0x0800 ? 2 : value === 'ip6' || value === 0x86dd ? 10 : plainNumber(value)

export const tcpFlags = named({ fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ecn: 64, cwr: 128 })

export const ctState = named({
  invalid: ctStates.INVALID,
  new: ctStates.NEW,
  related: ctStates.RELATED,
  established: ctStates.ESTABLISHED,
  untracked: ctStates.UNTRACKED,
})

/** Bits of `ctStatuses`; `snat` and `dnat` are bits of a connection's state with us, and are read apart. */
export const ctStatus = named({
  expected: ctStatuses.EXPECTED,
  'seen-reply': ctStatuses.SEEN_REPLY,
  assured: ctStatuses.ASSURED,
  confirmed: ctStatuses.CONFIRMED,
})

/** Bits of a connection's NAT. */
export const ctNat = named({ snat: ctStates.SNAT, dnat: ctStates.DNAT })

export const ctDirection = named({ original: 0, reply: 1 })

export const packetType = named({ host: 0, ...packetTypes, other: packetTypes.otherhost })

/** Bits of `addressTypes`. */
export const fibType: ReadNumber = (value) =>
  typeof value === 'string' && Object.hasOwn(addressTypes, value.toUpperCase())
    ? addressTypes[value.toUpperCase() as keyof typeof addressTypes]
    : undefined

export const icmpType = named({
  'echo-reply': 0,
  'destination-unreachable': 3,
  'source-quench': 4,
  redirect: 5,
  'echo-request': 8,
  'router-advertisement': 9,
  'router-solicitation': 10,
  'time-exceeded': 11,
  'parameter-problem': 12,
  'timestamp-request': 13,
  'timestamp-reply': 14,
  'info-request': 15,
  'info-reply': 16,
  'address-mask-request': 17,
  'address-mask-reply': 18,
})

export const icmpCode = named({
  'net-unreachable': 0,
  'host-unreachable': 1,
  'prot-unreachable': 2,
  'port-unreachable': 3,
  'frag-needed': 4,
  'net-prohibited': 9,
  'host-prohibited': 10,
  'admin-prohibited': 13,
})

export const icmpv6Type = named({
  'destination-unreachable': 1,
  'packet-too-big': 2,
  'time-exceeded': 3,
  'parameter-problem': 4,
  'echo-request': 128,
  'echo-reply': 129,
  'mld-listener-query': 130,
  'mld-listener-report': 131,
  'mld-listener-done': 132,
  'mld-listener-reduction': 132,
  'nd-router-solicit': 133,
  'nd-router-advert': 134,
  'nd-neighbor-solicit': 135,
  'nd-neighbor-advert': 136,
  'nd-redirect': 137,
  'router-renumbering': 138,
  'ind-neighbor-solicit': 141,
  'ind-neighbor-advert': 142,
  'mld2-listener-report': 143,
})

export const icmpv6Code = named({
  'no-route': 0,
  'admin-prohibited': 1,
  'addr-unreachable': 3,
  'port-unreachable': 4,
  'policy-fail': 5,
  'reject-route': 6,
})

/** A code point of differentiated services, 0 to 63. */
export const dscp: ReadNumber = (value) => {
  const number = plainNumber(value)
  if (number !== undefined || typeof value !== 'string') return number
  const [, selector, assured, drop] = /^(?:cs([0-7])|af([1-4])([1-3]))$/.exec(value) ?? []
  if (selector !== undefined) return Number(selector) * 8
  if (assured !== undefined) return Number(assured) * 8 + Number(drop) * 2
  return { ef: 0x2e, be: 0, df: 0, va: 0x2c, lephb: 1 }[value]
}
