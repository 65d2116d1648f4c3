import { readIpv4, readIpv6 } from '#base/address.ts'
import { readProtocol } from '#extensions/kinds/protocols.ts'
import { isRefusal, type Refusal, refusal } from '#model/answer.ts'
import type { ConnectionState, Direction, Packet, Tuple } from '#model/packet.ts'
import { packet } from '#model/packet.ts'

const flagBits: Readonly<Record<string, number>> = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32 }
const states: readonly string[] = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED']

/** The fields that are whole numbers, and the largest each can be. */
const numbers = {
  sport: 65535,
  dport: 65535,
  tcpmss: 65535,
  icmptype: 255,
  icmpcode: 255,
  length: 65535,
  ttl: 255,
  tos: 255,
  spi: 0xffffffff,
  mark: 0xffffffff,
  fragment: 1,
  pkttype: 7,
  headers: 0xffff,
  uid: 0xffffffff,
  gid: 0xffffffff,
} as const

/**
 * A packet from JSON: `proto src dst` as text, `in out` names, `local` and `bridged` true or false, `tcpflags` a number or names,
 * `state` and `direction` where conntrack is not to find out, `inner` the packet that an ICMP error quotes (`proto src sport dst
 * dport`), every number of the model under its own name.
 */
export function packetFromJson(json: unknown): Packet | Refusal {
  if (typeof json !== 'object' || json === null) return refusal('packet/not-an-object', {})
  const given = json as Readonly<Record<string, unknown>>
  const dst = readAddress(given.dst)
  if (dst === undefined) return refusal('packet/bad-field', { field: 'dst', value: String(given.dst) })
  const said: Record<string, unknown> = { dst }
  const protocol = given.proto === undefined ? 6 : readProtocol(String(given.proto))
  if (protocol === undefined) return refusal('packet/bad-field', { field: 'proto', value: String(given.proto) })
  said.protocol = protocol
  for (const [field, value] of Object.entries(given)) {
    if (value === null || field === 'dst' || field === 'proto' || field === 'direction' || isLabel(field)) continue
    const read = readField(field, value)
    if (read === undefined && !fields.includes(field))
      return refusal('packet/no-field', { field, fields: fields.join(', ') })
    if (read === undefined) return refusal('packet/bad-field', { field, value: String(value) })
    Object.assign(said, read)
  }
  if ((typeof said.src === 'bigint') !== (typeof dst === 'bigint') && said.src !== undefined)
    return refusal('packet/two-families', {})
  const direction: Direction = given.direction === 'REPLY' ? 'REPLY' : 'ORIGINAL'
  const tracked =
    said.state === undefined ? undefined : { state: said.state as ConnectionState, direction, connection: undefined }
  delete said.state
  return packet({ ...(said as Partial<Packet>), dst, ...(tracked && { tracked }) })
}

const fields: readonly string[] = [
  ...['proto', 'src', 'dst', 'in', 'out', 'local', 'bridged', 'state', 'direction', 'tcpflags', 'inner', 'family'],
  ...Object.keys(numbers),
]

/** What somebody keeps his packets apart by. */
function isLabel(field: string): boolean {
  return field === 'id' || field === 'name'
}

function readField(field: string, value: unknown): Record<string, unknown> | undefined {
  if (field === 'src') {
    const src = readAddress(value)
    return src === undefined ? undefined : { src }
  }
  if (field === 'in' || field === 'out') return typeof value === 'string' ? { [field]: value } : undefined
  if (field === 'local' || field === 'bridged') return typeof value === 'boolean' ? { [field]: value } : undefined
  if (field === 'family') return value === 'ipv4' || value === 'ipv6' ? {} : undefined
  if (field === 'state') return typeof value === 'string' && states.includes(value) ? { state: value } : undefined
  if (field === 'inner') {
    const inner = readInner(value)
    return inner === undefined ? undefined : { inner }
  }
  if (field === 'tcpflags') {
    const tcpflags = readFlags(value)
    return tcpflags === undefined ? undefined : { tcpflags }
  }
  const most = (numbers as Readonly<Record<string, number>>)[field]
  const isNumber =
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && most !== undefined && value <= most
  return isNumber ? { [field]: value } : undefined
}

// The packet that an error quotes: addresses, protocol and ports, nothing else of it matters.
function readInner(value: unknown): Tuple | undefined {
  if (typeof value !== 'object' || value === null || 'inner' in value) return undefined
  const quoted = packetFromJson(value)
  if (isRefusal(quoted)) return undefined
  const { src, dst, protocol, sport, dport } = quoted
  return { src, dst, protocol, sport, dport }
}

function readAddress(value: unknown): number | bigint | undefined {
  return typeof value === 'string' ? (readIpv4(value) ?? readIpv6(value)) : undefined
}

/** TCP flags as a number or as names (`SYN,ACK`). */
export function readFlags(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value < 64 ? value : undefined
  const names = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(/[\s,]+/) : undefined
  if (names === undefined) return undefined
  let bits = 0
  for (const name of names) {
    const bit = flagBits[name.toUpperCase()]
    if (bit === undefined) return name === '' || name.toUpperCase() === 'NONE' ? 0 : undefined
    bits |= bit
  }
  return bits
}
