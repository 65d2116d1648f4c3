import type { Intervals } from '#base/intervals.ts'

/**
 * What of a packet (and of what conntrack knows of it) a condition can ask. All are whole numbers but the interface names.
 * src dst ctorigsrc ctorigdst ctreplsrc ctrepldst: addresses. srctype dsttype: bits of `addressTypes`. ctstate, ctstatus: bits of
 * `ctStates`, `ctStatuses`; ctdir: 0 original, 1 reply. fragment: 1 for a second or later fragment. tcpflags: FIN SYN RST PSH ACK URG from bit 0.
 * icmptype and icmpcode serve both families. tos: the whole byte. length: bytes of the IP packet. headers: bits of `extensionHeaders`, all that
 * the packet has. ttl: also the hop limit of IPv6. pkttype: numbers of `packetTypes`. spi: of ESP and AH; of IPComp the CPI.
 * uid gid: of the process of this host that sends it; what the kernel sends itself, or passes on, has none and is in no set. socket: 1 where
 * a socket of this host sends it, the kernel's own included. bridged: 1 where it stays on its bridge. realm: that of its route, 0 for none. nfproto: 2 for
 * IPv4, 10 for IPv6. fibsrc fibdst: as srctype, but an address has one type only, as `fib` of nftables tells it.
 */
export type Field =
  | 'src'
  | 'dst'
  | 'protocol'
  | 'fragment'
  | 'sport'
  | 'dport'
  | 'tcpflags'
  | 'tcpmss'
  | 'icmptype'
  | 'icmpcode'
  | 'length'
  | 'ttl'
  | 'tos'
  | 'spi'
  | 'mark'
  | 'connmark'
  | 'ctstate'
  | 'ctstatus'
  | 'ctdir'
  | 'ctproto'
  | 'ctorigsrc'
  | 'ctorigdst'
  | 'ctreplsrc'
  | 'ctrepldst'
  | 'ctorigsport'
  | 'ctorigdport'
  | 'ctreplsport'
  | 'ctrepldport'
  | 'srctype'
  | 'dsttype'
  | 'srctype-in'
  | 'dsttype-in'
  | 'srctype-out'
  | 'dsttype-out'
  | 'pkttype'
  | 'uid'
  | 'gid'
  | 'socket'
  | 'bridged'
  | 'headers'
  | 'realm'
  | 'cpu'
  | 'nfproto'
  | 'fibsrc'
  | 'fibdst'

/**
 * The interface by which the routing tables lead to the source or destination of a packet. `-in`: only where that is the interface it came
 * in by; `-mark`: as its mark routes it.
 */
export type RouteField = `${'src' | 'dst'}route${'' | '-in'}${'' | '-mark'}`

/** The interfaces a packet has: routing's, for bridged frames the ports of the bridge, and those that its addresses are routed to. */
export type InterfaceField = 'in' | 'out' | 'physin' | 'physout' | RouteField

/** Why we cannot decide. `packet`, `host`: one predicate per expression (`key`); `history`: a fresh one per rule. */
export type UnknownCause = 'packet' | 'host' | 'history' | 'hidden' | 'extension'

/** What a packet must be for a rule to take it: the closed language that trace, packet sets and words all read. */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /**
   * The number of the field lies in the set. A packet without that field (a port on ICMP) never matches, negated or not; but
   * without uid, gid or tcpmss it counts as one that is not in the set.
   */
  | { readonly kind: 'in'; readonly field: Field; readonly set: Intervals }
  /** field & mask === value; with `any`, field & mask !== 0. */
  | {
      readonly kind: 'bits'
      readonly field: Field
      readonly mask: number | bigint
      readonly value: number | bigint | 'any'
    }
  /** The interface has this name, or begins with it when `prefix`. No name and no `prefix`: there is no such interface. */
  | { readonly kind: 'interface'; readonly field: InterfaceField; readonly name: string; readonly prefix: boolean }
  /** The parts of the packet are a member of the ipset. */
  | { readonly kind: 'member'; readonly set: string; readonly directions: readonly ('src' | 'dst')[] }
  /** We cannot tell; `key` is equal for equal questions. */
  | { readonly kind: 'unknown'; readonly cause: UnknownCause; readonly key: string }

/** Matches every packet. */
export const always: Condition = { kind: 'all', of: [] }

/** Matches no packet. */
export const never: Condition = { kind: 'any', of: [] }

/** All of them must hold; flattens and drops what is always true. */
export function all(...conditions: readonly Condition[]): Condition {
  return allOf(conditions)
}

/** The same of a list, which may be long. */
export function allOf(conditions: readonly Condition[]): Condition {
  const of = conditions.flatMap((condition) => (condition.kind === 'all' ? condition.of : [condition]))
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'all', of }
}

/** One of them must hold. */
export function any(...conditions: readonly Condition[]): Condition {
  return anyOf(conditions)
}

/** The same of a list, which may be long. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const of = conditions.flatMap((condition) => (condition.kind === 'any' ? condition.of : [condition]))
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'any', of }
}

/** What a condition asks, whether it is negated or not. */
export function withoutNot(condition: Condition): Condition {
  return condition.kind === 'not' ? condition.of : condition
}

/** The opposite, when `negated`. */
export function negateIf(negated: boolean, condition: Condition): Condition {
  if (!negated) return condition
  return condition.kind === 'not' ? condition.of : { kind: 'not', of: condition }
}

/** The field is in the set. */
export function fieldIn(field: Field, set: Intervals): Condition {
  return { kind: 'in', field, set }
}

/** field & mask === value, or any bit of the mask is set. */
export function fieldBits(field: Field, mask: number | bigint, value: number | bigint | 'any'): Condition {
  return { kind: 'bits', field, mask, value }
}

/** A question we cannot answer, and why. */
export function unknown(cause: UnknownCause, key: string): Condition {
  return { kind: 'unknown', cause, key }
}

/** Bits of conntrack states in the order in which iptables prints them. */
export const ctStates = { INVALID: 1, NEW: 2, RELATED: 4, ESTABLISHED: 8, UNTRACKED: 16, SNAT: 32, DNAT: 64 } as const

/** Bits of --ctstatus in the order in which iptables prints them. */
export const ctStatuses = { EXPECTED: 1, SEEN_REPLY: 2, ASSURED: 4, CONFIRMED: 8 } as const

/** Bits of -m addrtype types: 1 << RTN_* of the kernel. */
export const addressTypes = {
  UNSPEC: 1,
  UNICAST: 2,
  LOCAL: 4,
  BROADCAST: 8,
  ANYCAST: 16,
  MULTICAST: 32,
  BLACKHOLE: 64,
  UNREACHABLE: 128,
  PROHIBIT: 256,
  THROW: 512,
  NAT: 1024,
  XRESOLVE: 2048,
} as const

/** Numbers of -m pkttype: PACKET_* of the kernel, as seen from the host that receives. */
export const packetTypes = { unicast: 0, broadcast: 1, multicast: 2, otherhost: 3 } as const

/** Bits of -m ipv6header: the extension headers of an IPv6 packet, and whether a protocol of an upper layer follows them. */
export const extensionHeaders = {
  'hop-by-hop': 128,
  'ipv6-opts': 64,
  'ipv6-route': 32,
  'ipv6-frag': 16,
  ah: 8,
  esp: 4,
  'ipv6-nonxt': 2,
  protocol: 1,
} as const

/** The one field or interface that a condition asks for; undefined where there are several or none. */
export function fieldOf(condition: Condition): string | undefined {
  switch (condition.kind) {
    case 'not':
      return fieldOf(condition.of)
    case 'in':
    case 'bits':
    case 'interface':
      return condition.field
    case 'all':
    case 'any':
      return commonField(condition.of)
    case 'member':
    case 'unknown':
      return undefined
  }
}

/** The field of parts that all ask for one: they have one value to show. */
export function commonField(parts: readonly Condition[]): string | undefined {
  const fields = new Set(parts.map(fieldOf))
  return fields.size === 1 ? [...fields][0] : undefined
}
