import type { AddressNumber } from '#base/address.ts'
import type { Family } from './family.ts'

/** The five places in the kernel where rules are asked. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING'

/**
 * Both ends of a connection as one direction sees them; undefined: not known. ICMP: `sport` is the echo id, `dport` is
 * 256 × type + code; 0 for other protocols without ports.
 */
export interface Tuple {
  readonly src: AddressNumber | undefined
  readonly dst: AddressNumber | undefined
  readonly protocol: number
  readonly sport: number | undefined
  readonly dport: number | undefined
}

/** What conntrack remembers of a connection: the tuple of its first packet, and the tuple that answers are expected to have. */
export interface Connection {
  readonly original: Tuple
  readonly reply: Tuple
  /** Bits of `ctStatuses`. */
  readonly status: number
  /** Whether NAT changed the source, the destination. */
  readonly snat: boolean
  readonly dnat: boolean
  /** Whether nat has decided about the source, the destination: then its chains are not asked again. */
  readonly sourceDone: boolean
  readonly destinationDone: boolean
  readonly mark: number
}

/** What conntrack says of a packet. */
export type ConnectionState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED'

/** Which of the two directions of its connection a packet goes. */
export type Direction = 'ORIGINAL' | 'REPLY'

/** A packet's place in a connection; `connection` undefined: one without NAT, made from the packet's own addresses. */
export interface Tracked {
  readonly state: ConnectionState
  readonly direction: Direction
  readonly connection: Connection | undefined
  /** Whether the first packet of the connection came in from the network: then its sender is not this host. */
  readonly cameIn?: boolean
}

/**
 * One packet as it arrives at the host or leaves a process of the host. A field that is undefined was not said: a rule that
 * asks for it can not be decided. Ports of protocols without ports, flags of other protocols than TCP and the like are never asked.
 */
export interface Packet {
  readonly family: Family
  /** Whether a process of the host sends it. */
  readonly local: boolean
  /** Where it comes in: an interface, a port of a bridge, or a bridge (then by which port is not known). '' when `local`. */
  readonly in: string | undefined
  /** Where it goes out, if the routes are not to be asked; a port of a bridge: if it stays on the bridge. */
  readonly out: string | undefined
  /** Undefined for a packet of the host: routing chooses. */
  readonly src: AddressNumber | undefined
  readonly dst: AddressNumber
  readonly protocol: number
  readonly sport: number | undefined
  readonly dport: number | undefined
  /** FIN SYN RST PSH ACK URG from bit 0. */
  readonly tcpflags: number | undefined
  /** The maximum segment size option of a TCP packet, in bytes; null: it has no such option. */
  readonly tcpmss: number | undefined | null
  readonly icmptype: number | undefined
  readonly icmpcode: number | undefined
  /** The packet that an ICMP error quotes. */
  readonly inner: Tuple | undefined
  /** Bytes of the IP packet. */
  readonly length: number | undefined
  readonly ttl: number | undefined
  /** The whole byte: DSCP and ECN. */
  readonly tos: number | undefined
  /** The index of an ESP or AH packet. */
  readonly spi: number | undefined
  readonly mark: number
  /** 0: whole, or the first fragment; 1: a second or later fragment. */
  readonly fragment: 0 | 1
  /** 0: to us, 1: broadcast, 2: multicast, 3: to another station; undefined: as the destination address says. */
  readonly pkttype: number | undefined
  /** Bits of IPv6 extension headers, as the match `ipv6header` counts them. */
  readonly headers: number
  /** Owner of the socket that sends it. */
  readonly uid: number | undefined
  readonly gid: number | undefined
  /** Whether a frame to another station of the bridge it comes in by; undefined: as the addresses say. */
  readonly bridged: boolean | undefined
  /** Undefined: conntrack finds out. */
  readonly tracked: Tracked | undefined
}

/** A packet of which something is said: the rest is a TCP SYN that arrives from the network, with what is usual. */
export function packet(said: Partial<Packet> & Pick<Packet, 'dst'>): Packet {
  const protocol = said.protocol ?? 6
  return {
    family: typeof said.dst === 'bigint' ? 'ipv6' : 'ipv4',
    local: false,
    in: said.local === true ? '' : undefined,
    out: undefined,
    src: undefined,
    protocol,
    sport: undefined,
    dport: undefined,
    tcpflags: protocol === 6 ? 2 : undefined,
    tcpmss: undefined,
    icmptype: undefined,
    icmpcode: undefined,
    inner: undefined,
    length: undefined,
    ttl: undefined,
    tos: undefined,
    spi: undefined,
    mark: 0,
    fragment: 0,
    pkttype: undefined,
    headers: 0,
    uid: undefined,
    gid: undefined,
    bridged: undefined,
    tracked: undefined,
    ...said,
  }
}
