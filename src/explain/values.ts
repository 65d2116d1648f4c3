import { ipv4Mask, ipv6Mask, writeIpv4, writeIpv6 } from '#base/address.ts'
import type { Interval, Intervals } from '#base/intervals.ts'
import { protocolName } from '#extensions/kinds/protocols.ts'
import type { Field } from '#model/condition.ts'
import { addressTypes, ctStates, ctStatuses, extensionHeaders, packetTypes } from '#model/condition.ts'

const addressFields: ReadonlySet<Field> = new Set(['src', 'dst', 'ctorigsrc', 'ctorigdst', 'ctreplsrc', 'ctrepldst'])
const protocolFields: ReadonlySet<Field> = new Set(['protocol', 'ctproto'])
const hexFields: ReadonlySet<Field> = new Set(['mark', 'connmark', 'tos', 'realm', 'spi'])

/** The numbers of a field in the field's own words: addresses as prefixes, protocols by name, marks in hex. */
export function showIntervals(field: Field, set: Intervals): string {
  return set.map((piece) => showInterval(field, piece)).join(', ')
}

function showInterval(field: Field, { from, to }: Interval): string {
  if (addressFields.has(field)) return showAddresses(from, to)
  // All of these headers and no others: not a choice among them.
  if (field === 'headers' && from === to) return showBits(field, from).replaceAll(', ', '+')
  const show = (value: number | bigint) => {
    const name = Object.entries(numberNames[field] ?? {}).find(([, number]) => number === Number(value))?.[0]
    if (name !== undefined) return name
    if (protocolFields.has(field)) return protocolName(Number(value))
    return hexFields.has(field) ? `0x${value.toString(16)}` : String(value)
  }
  return from === to ? show(from) : `${show(from)}-${show(to)}`
}

const numberNames: Partial<Record<Field, Readonly<Record<string, number>>>> = {
  pkttype: packetTypes,
  nfproto: { IPv4: 2, IPv6: 10 },
}

function showAddresses(from: number | bigint, to: number | bigint): string {
  const write = (value: number | bigint) => (typeof value === 'bigint' ? writeIpv6(value) : writeIpv4(value))
  if (from === to) return write(from)
  const bits = typeof from === 'bigint' ? 128 : 32
  for (let length = 0; length < bits; length++) {
    if (from === startOf(from, length) && to === endOf(from, length)) return `${write(from)}/${length}`
  }
  return `${write(from)}-${write(to)}`
}

function startOf(value: number | bigint, length: number): number | bigint {
  return typeof value === 'bigint' ? value & ipv6Mask(length) : (value & ipv4Mask(length)) >>> 0
}

function endOf(value: number | bigint, length: number): number | bigint {
  if (typeof value === 'bigint') return value | (ipv6Mask(128) ^ ipv6Mask(length))
  return (value | ~ipv4Mask(length)) >>> 0
}

const bitNames: Partial<Record<Field, Readonly<Record<string, number>>>> = {
  ctstate: ctStates,
  ctstatus: ctStatuses,
  srctype: addressTypes,
  dsttype: addressTypes,
  fibsrc: addressTypes,
  fibdst: addressTypes,
  'srctype-in': addressTypes,
  'dsttype-in': addressTypes,
  'srctype-out': addressTypes,
  'dsttype-out': addressTypes,
  headers: extensionHeaders,
  tcpflags: { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32 },
}

/** The bits of a field by name, or in hex where they have none. */
export function showBits(field: Field, bits: number | bigint): string {
  const names = bitNames[field]
  if (names === undefined) return `0x${bits.toString(16)}`
  const set = Object.entries(names).filter(([, bit]) => (Number(bits) & bit) !== 0)
  return set.length === 0 ? 'none' : set.map(([name]) => name).join(', ')
}
