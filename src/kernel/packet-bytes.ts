import type { AddressNumber } from '#base/address.ts'
import type { Family } from '#model/family.ts'
import type { Tuple } from '#model/packet.ts'

/** An address as it stands in a packet. */
export function addressBytes(address: AddressNumber): Buffer {
  if (typeof address === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(address)
    return bytes
  }
  return Buffer.from(address.toString(16).padStart(32, '0'), 'hex')
}

/** The sum that IP, TCP, UDP and ICMP carry. Source: RFC 1071. */
export function checksum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum >>> 16) + (sum & 0xffff)
  return ~sum & 0xffff
}

/** The packet that an ICMP error quotes: its IP head and the first eight bytes behind it. */
export function quotedPacket(family: Family, quoted: Tuple): Buffer {
  return family === 'ipv4' ? quoted4(quoted) : quoted6(quoted)
}

function quoted4({ src = 0, dst = 0, protocol, sport = 0, dport = 0 }: Tuple): Buffer {
  const head = Buffer.alloc(28)
  head[0] = 0x45
  head.writeUInt16BE(28, 2)
  head[8] = 63
  head[9] = protocol
  head.writeUInt32BE(Number(src), 12)
  head.writeUInt32BE(Number(dst), 16)
  head.writeUInt16BE(checksum(head.subarray(0, 20)), 10)
  head.writeUInt16BE(sport, 20)
  head.writeUInt16BE(dport, 22)
  head.writeUInt16BE(8, 24)
  return head
}

function quoted6({ src = 0n, dst = 0n, protocol, sport = 0, dport = 0 }: Tuple): Buffer {
  const head = Buffer.alloc(48)
  head[0] = 0x60
  head.writeUInt16BE(8, 4)
  head[6] = protocol
  head[7] = 63
  addressBytes(src).copy(head, 8)
  addressBytes(dst).copy(head, 24)
  head.writeUInt16BE(sport, 40)
  head.writeUInt16BE(dport, 42)
  head.writeUInt16BE(8, 44)
  return head
}
