import type { Packet, Tuple } from '#model/packet.ts'
import { type PacketState, hasPorts } from './packet-state.ts'

/** The addresses and ports of the packet as it is now, as conntrack sees them. */
export function tupleOf(passage: PacketState): Tuple {
  const { packet, src, dst, protocol } = passage
  if (!isIcmp(protocol)) {
    const ported = hasPorts(protocol)
    return {
      src,
      dst,
      protocol,
      sport: ported ? (passage.sport ?? undefined) : 0,
      dport: ported ? (passage.dport ?? undefined) : 0,
    }
  }
  return { src, dst, protocol, sport: packet.sport, dport: typeAndCode(packet) }
}

function isIcmp(protocol: number): boolean {
  return protocol === 1 || protocol === 58
}

function typeAndCode({ icmptype, icmpcode }: Packet): number | undefined {
  return icmptype === undefined ? undefined : 256 * icmptype + (icmpcode ?? 0)
}

// Source: invmap in net/netfilter/nf_conntrack_proto_icmp.c and nf_conntrack_proto_icmpv6.c.
const answers: Readonly<Record<number, ReadonlyMap<number, number>>> = {
  1: both([8, 0], [13, 14], [15, 16], [17, 18]),
  58: both([128, 129], [139, 140]),
}

function both(...pairs: readonly (readonly [number, number])[]): ReadonlyMap<number, number> {
  return new Map(pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
}

/** The ICMP type that answers another; undefined for types that are no questions and no answers. */
export function answerType(protocol: number, type: number): number | undefined {
  return answers[protocol]?.get(type)
}

/** The tuple of the other direction. */
export function invert({ src, dst, protocol, sport, dport }: Tuple): Tuple {
  if (!isIcmp(protocol)) return { src: dst, dst: src, protocol, sport: dport, dport: sport }
  if (dport === undefined) return { src: dst, dst: src, protocol, sport, dport }
  const type = dport >>> 8
  return { src: dst, dst: src, protocol, sport, dport: 256 * (answerType(protocol, type) ?? type) + (dport & 255) }
}

/** Equal for equal tuples. */
export function tupleKey({ src, dst, protocol, sport, dport }: Tuple): string {
  return `${protocol} ${src} ${sport} ${dst} ${dport}`
}
