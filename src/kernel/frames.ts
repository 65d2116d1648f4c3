import type { Packet } from '#model/packet.ts'
import { addressBytes, checksum, quotedPacket } from './packet-bytes.ts'

/** How a frame is made: where it is sent to and from, and how many bytes more it carries than it needs. */
export interface FrameOptions {
  readonly to: string
  readonly from: string
  /** Whether the checksum of what the IP packet carries is right. With a wrong one nobody answers it, but rules do not care. */
  readonly checksum: boolean
}

/** Bytes of a packet as a network card would send it. */
export function frameOf(packet: Packet, options: FrameOptions): Buffer {
  const isIpv4 = packet.family === 'ipv4'
  const payload = payloadOf(packet, options.checksum)
  const head = isIpv4 ? ipv4Head(packet, payload.length) : ipv6Head(packet, payload.length)
  return Buffer.concat([mac(options.to), mac(options.from), Buffer.from(isIpv4 ? [8, 0] : [0x86, 0xdd]), head, payload])
}

/** The length of the smallest IP packet of this kind, in bytes. */
export function leastLength(packet: Packet): number {
  return headLength(packet) + layerOf(packet).length
}

/** A capture file of frames, as tcpreplay reads it. Source: the classic pcap format, link type 1. */
export function captureOf(frames: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(24)
  head.writeUInt32LE(0xa1b2c3d4, 0)
  head.writeUInt16LE(2, 4)
  head.writeUInt16LE(4, 6)
  head.writeUInt32LE(262144, 16)
  head.writeUInt32LE(1, 20)
  const parts: Buffer[] = [head]
  for (const frame of frames) {
    const record = Buffer.alloc(16)
    record.writeUInt32LE(frame.length, 8)
    record.writeUInt32LE(frame.length, 12)
    parts.push(record, frame)
  }
  return Buffer.concat(parts)
}

function mac(text: string): Buffer {
  return Buffer.from(text.replaceAll(':', ''), 'hex')
}

function headLength({ family }: Packet): number {
  return family === 'ipv4' ? 20 : 40
}

// A later fragment begins 1480 bytes behind the start: where the ports of a whole packet no longer are.
const fragmentPlace = 1480 / 8

function ipv4Head({ src = 0, dst, protocol, ttl = 64, tos = 0, fragment }: Packet, size: number): Buffer {
  const head = Buffer.alloc(20)
  head[0] = 0x45
  head[1] = tos
  head.writeUInt16BE(20 + size, 2)
  head.writeUInt16BE(fragment === 1 ? fragmentPlace : 0, 6)
  head[8] = ttl
  head[9] = protocol
  head.writeUInt32BE(Number(src), 12)
  head.writeUInt32BE(Number(dst), 16)
  head.writeUInt16BE(checksum(head), 10)
  return head
}

function ipv6Head({ src = 0n, dst, protocol, ttl = 64, tos = 0 }: Packet, size: number): Buffer {
  const head = Buffer.alloc(40)
  head.writeUInt32BE(0x60000000 + tos * 0x100000, 0)
  head.writeUInt16BE(size, 4)
  head[6] = protocol
  head[7] = ttl
  addressBytes(src).copy(head, 8)
  addressBytes(dst).copy(head, 24)
  return head
}

/** What the IP packet carries; a length that was asked for is filled up with zeros. */
function payloadOf(packet: Packet, right: boolean): Buffer {
  const layer = layerOf(packet)
  const missing = (packet.length ?? 0) - headLength(packet) - layer.length
  const bytes = missing > 0 ? Buffer.concat([layer, Buffer.alloc(missing)]) : layer
  if (packet.fragment === 1) return bytes
  if (packet.protocol === 17) bytes.writeUInt16BE(bytes.length, 4)
  const at = sumPlaces[packet.protocol]
  if (at === undefined) return bytes
  const sum = sumOf(packet, bytes) || 0xffff
  // Neither may be 0: in UDP that means that there is none.
  bytes.writeUInt16BE(right ? sum : sum ^ 0x5555 || 0xaaaa, at)
  return bytes
}

const sumPlaces: Readonly<Record<number, number>> = { 1: 2, 6: 16, 17: 6, 58: 2 }

function sumOf({ family, src = family === 'ipv4' ? 0 : 0n, dst, protocol }: Packet, layer: Buffer): number {
  if (protocol === 1) return checksum(layer)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(layer.length)
  return checksum(
    Buffer.concat([addressBytes(src), addressBytes(dst), length, Buffer.from([0, 0, 0, protocol]), layer]),
  )
}

function layerOf(packet: Packet): Buffer {
  switch (packet.protocol) {
    case 6:
      return tcpHead(packet)
    case 1:
    case 58:
      return icmpHead(packet)
    case 50:
      return withNumber(16, 0, packet.spi)
    case 51:
      // Nothing follows, and its own length is four words above two.
      return withNumber(24, 4, packet.spi, [59, 4])
    case 132:
      // The head of a packet with one INIT chunk of 20 bytes.
      return withPorts(packet, 32, [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 20, 0, 0, 0, 1])
    case 17:
    case 136:
      return withPorts(packet, 8)
    case 33:
      return withPorts(packet, 16)
    default:
      return Buffer.alloc(20)
  }
}

function withPorts({ sport = 0, dport = 0 }: Packet, length: number, rest: readonly number[] = []): Buffer {
  const head = Buffer.alloc(length)
  head.writeUInt16BE(sport, 0)
  head.writeUInt16BE(dport, 2)
  head.set(rest, 4)
  return head
}

function withNumber(length: number, at: number, value = 0, start: readonly number[] = []): Buffer {
  const head = Buffer.alloc(length)
  head.set(start)
  head.writeUInt32BE(value, at)
  return head
}

// A SYN has the number 1000, what answers it 5000, so that conntrack finds both in their windows.
function tcpHead(packet: Packet): Buffer {
  const { tcpflags = 2, tcpmss } = packet
  const options = typeof tcpmss === 'number' ? Buffer.from([2, 4, tcpmss >>> 8, tcpmss & 255]) : Buffer.alloc(0)
  const head = withPorts(packet, 20)
  const isAnswer = (tcpflags & 0x12) === 0x12
  head.writeUInt32BE(isAnswer ? 5000 : tcpflags & 2 ? 1000 : 1001, 4)
  head.writeUInt32BE(tcpflags & 16 ? (isAnswer ? 1001 : 5001) : 0, 8)
  head[12] = (5 + options.length / 4) << 4
  head[13] = tcpflags
  head.writeUInt16BE(65535, 14)
  return Buffer.concat([head, options])
}

function icmpHead({ family, icmptype = 8, icmpcode = 0, sport = 0, inner }: Packet): Buffer {
  const head = Buffer.alloc(8)
  head[0] = icmptype
  head[1] = icmpcode
  if (inner !== undefined) return Buffer.concat([head, quotedPacket(family, inner)])
  head.writeUInt16BE(sport, 4)
  return head
}
