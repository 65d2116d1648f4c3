import type { Say } from '#i18n/catalogue.ts'
import { writeIpv4, writeIpv6 } from '#base/address.ts'
import type { AddressNumber } from '#base/address.ts'
import { message } from '#model/diagnostic.ts'
import type { Packet } from '#model/packet.ts'
import type { PacketView } from '#model/trace.ts'

const names: Readonly<Record<number, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  58: 'icmpv6',
  132: 'sctp',
  33: 'dccp',
  136: 'udplite',
  47: 'gre',
  50: 'esp',
  51: 'ah',
}

/** A protocol as traces name it. */
export function protocolText(protocol: number): string {
  return names[protocol] ?? String(protocol)
}

/** An address, `?` where it is not known. */
export function addressText(address: AddressNumber | undefined): string {
  return address === undefined ? '?' : typeof address === 'bigint' ? writeIpv6(address) : writeIpv4(address)
}

/** `203.0.113.9:51138`, `[2001:db8::1]:80`, an address alone where there are no ports. */
export function endText(address: AddressNumber | undefined, port: number | undefined | null): string {
  const text = addressText(address)
  if (port === undefined || port === null) return text
  return typeof address === 'bigint' ? `[${text}]:${port}` : `${text}:${port}`
}

/** `203.0.113.9:51138 -> 203.0.113.10:10000`. */
export function wayText({ src, sport, dst, dport }: PacketView): string {
  return `${endText(src, sport)} -> ${endText(dst, dport)}`
}

/** What the packet is at the start: `tcp SYN 203.0.113.9:51138 -> 203.0.113.10:10000, in eth0`. */
export function packetText(say: Say, packet: Packet): string {
  const { protocol, tcpflags, icmptype, local } = packet
  const flags = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'].filter((_, bit) => ((tcpflags ?? 0) >> bit) & 1).join('+')
  const kind = protocol === 6 && flags !== '' ? ` ${flags}` : icmptype === undefined ? '' : ` type ${icmptype}`
  const hasPorts = [6, 17, 33, 132, 136].includes(protocol)
  const way = `${endText(packet.src, hasPorts ? packet.sport : undefined)} -> ${endText(packet.dst, hasPorts ? packet.dport : undefined)}`
  const place = local ? say(message('trace/from-host')) : `in ${packet.in ?? '?'}`
  return `${protocolText(protocol)}${kind} ${way}, ${place}`
}
