import { addressBytes, checksum, quotedPacket } from '#kernel/packet-bytes.ts'
import type { Packet } from '#model/packet.ts'

/** Bytes of a packet as a network card would send it, from and to these MAC addresses. */
export function frameOf(packet: Packet, to: string, from: string): Buffer {
  const ip = packet.family === 'ipv4' ? ipv4(packet) : ipv6(packet)
  return Buffer.concat([mac(to), mac(from), Buffer.from(packet.family === 'ipv4' ? [8, 0] : [0x86, 0xdd]), ip])
}

/** The length of the smallest IP packet of this kind, in bytes. */
export function leastLength(packet: Packet): number {
  return (
    (packet.family === 'ipv4' ? 20 : 40) +
    extensions(packet).length +
    (packet.fragment === 1 ? 8 : bareLayer(packet).length)
  )
}

function mac(text: string): Buffer {
  return Buffer.from(text.replaceAll(':', ''), 'hex')
}

function ipv4(packet: Packet): Buffer {
  const { src = 0, dst, protocol, ttl = 64, tos = 0 } = packet
  const payload = payloadOf(packet)
  const head = Buffer.alloc(20)
  head[0] = 0x45
  head[1] = tos
  head.writeUInt16BE(20 + payload.length, 2)
  head.writeUInt16BE(packet.fragment === 1 ? 185 : 0, 6)
  head[8] = ttl
  head[9] = protocol
  head.writeUInt32BE(Number(src), 12)
  head.writeUInt32BE(Number(dst), 16)
  head.writeUInt16BE(checksum(head), 10)
  return Buffer.concat([head, payload])
}

function ipv6(packet: Packet): Buffer {
  const { src = 0n, dst, protocol, ttl = 64, tos = 0 } = packet
  const between = extensions(packet)
  const payload = Buffer.concat([between, payloadOf(packet)])
  const head = Buffer.alloc(40)
  head.writeUInt32BE(0x60000000 + tos * 0x100000, 0)
  head.writeUInt16BE(payload.length, 4)
  head[6] = between.length === 0 ? protocol : (packet.headers & 128) !== 0 ? 0 : 60
  head[7] = ttl
  addressBytes(src).copy(head, 8)
  addressBytes(dst).copy(head, 24)
  return Buffer.concat([head, payload])
}

// Hop-by-hop and destination options, each of eight bytes that only fill it up.
function extensions({ headers, protocol }: Packet): Buffer {
  const filled = (next: number) => Buffer.from([next, 0, 1, 4, 0, 0, 0, 0])
  const options = (headers & 64) !== 0 ? [filled(protocol)] : []
  return Buffer.concat([...((headers & 128) !== 0 ? [filled(options.length > 0 ? 60 : protocol)] : []), ...options])
}

/** The bytes behind the IP header. A length that was asked for is filled up with zeros. */
function payloadOf(packet: Packet): Buffer {
  const head = (packet.family === 'ipv4' ? 20 : 40) + extensions(packet).length
  if (packet.fragment === 1) return Buffer.alloc((packet.length ?? 0) - head)
  const bytes = bareLayer(packet)
  const wanted = (packet.length ?? 0) - head
  const whole = wanted > bytes.length ? Buffer.concat([bytes, Buffer.alloc(wanted - bytes.length)]) : bytes
  if (packet.protocol === 17) whole.writeUInt16BE(whole.length, 4)
  if (packet.protocol === 132) whole.writeUInt32LE(crc32c(whole), 8)
  const at = { 6: 16, 17: 6, 1: 2, 58: 2 }[packet.protocol]
  if (at !== undefined) whole.writeUInt16BE(sumOf(packet, whole) || 0xffff, at)
  return whole
}

function sumOf(packet: Packet, layer: Buffer): number {
  if (packet.protocol === 1) return checksum(layer)
  const { src = 0, dst, protocol } = packet
  const length = Buffer.alloc(4)
  length.writeUInt32BE(layer.length)
  return checksum(
    Buffer.concat([addressBytes(src), addressBytes(dst), length, Buffer.from([0, 0, 0, protocol]), layer]),
  )
}

function bareLayer(packet: Packet): Buffer {
  const { protocol, sport = 0, dport = 0, tcpflags = 2, tcpmss } = packet
  switch (protocol) {
    case 6: {
      const options =
        tcpmss === undefined || tcpmss === null ? Buffer.alloc(0) : Buffer.from([2, 4, tcpmss >>> 8, tcpmss & 255])
      const head = Buffer.alloc(20)
      head.writeUInt16BE(sport, 0)
      head.writeUInt16BE(dport, 2)
      // A SYN has the number 1000, what answers it 5000, so that conntrack finds both in their windows.
      const answer = (tcpflags & 0x12) === 0x12
      head.writeUInt32BE(answer ? 5000 : tcpflags & 2 ? 1000 : 1001, 4)
      head.writeUInt32BE(tcpflags & 16 ? (answer ? 1001 : 5001) : 0, 8)
      head[12] = (5 + options.length / 4) << 4
      head[13] = tcpflags
      head.writeUInt16BE(65535, 14)
      return Buffer.concat([head, options])
    }
    case 17: {
      const head = Buffer.alloc(8)
      head.writeUInt16BE(sport, 0)
      head.writeUInt16BE(dport, 2)
      return head
    }
    case 1:
    case 58:
      return icmp(packet)
    case 50: {
      const head = Buffer.alloc(16)
      head.writeUInt32BE(packet.spi ?? 0, 0)
      return head
    }
    case 51: {
      const head = Buffer.alloc(24)
      head[0] = 59
      head[1] = 4
      head.writeUInt32BE(packet.spi ?? 0, 4)
      return head
    }
    case 132: {
      // One INIT chunk.
      const head = Buffer.alloc(32)
      head.writeUInt16BE(sport, 0)
      head.writeUInt16BE(dport, 2)
      head[12] = 1
      head.writeUInt16BE(20, 14)
      head.writeUInt32BE(1, 16)
      return head
    }
    default:
      return Buffer.alloc(20)
  }
}

function icmp({ family, icmptype = 8, icmpcode = 0, sport = 0, inner }: Packet): Buffer {
  const head = Buffer.alloc(8)
  head[0] = icmptype
  head[1] = icmpcode
  if (inner === undefined) {
    head.writeUInt16BE(sport, 4)
    return head
  }
  return Buffer.concat([head, quotedPacket(family, inner)])
}

// SCTP's own checksum: Castagnoli's polynomial, reflected.
function crc32c(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0x82f63b78 : 0)
  }
  return ~sum >>> 0
}
