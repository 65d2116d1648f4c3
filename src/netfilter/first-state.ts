import type { ConnectionState } from '#model/packet.ts'
import type { PacketState } from './packet-state.ts'
import { answerType } from './tuple.ts'
import type { World } from './world.ts'

/** What conntrack says of a packet that belongs to no connection it knows. undefined: the packet does not say enough. */
export function firstState({ protocol, packet }: PacketState, world: World): ConnectionState | undefined {
  if (protocol === 6) return tcpState(packet.tcpflags, world)
  if (protocol === 1)
    return packet.icmptype === undefined ? undefined : isQuestion(1, packet.icmptype) ? 'NEW' : 'INVALID'
  if (protocol === 58) return packet.icmptype === undefined ? undefined : icmp6State(packet.icmptype)
  return 'NEW'
}

const [fin, syn, rst, ack, urg] = [1, 2, 4, 16, 32] as const

// Source: tcp_valid_flags and the table tcp_conntracks in net/netfilter/nf_conntrack_proto_tcp.c.
const validFlags: ReadonlySet<number> = new Set([
  syn,
  syn | urg,
  syn | ack,
  rst,
  rst | ack,
  fin | ack,
  fin | ack | urg,
  ack,
  ack | urg,
])

/** Whether TCP flags can stand together; what else a packet is does not matter then. */
export function areValidFlags(flags: number): boolean {
  return validFlags.has(flags & (fin | syn | rst | ack | urg))
}

// A SYN begins a connection; a lone ACK takes one up that conntrack has not seen begin, unless tcp_loose is 0.
function tcpState(flags: number | undefined, world: World): ConnectionState | undefined {
  if (flags === undefined) return undefined
  if (!areValidFlags(flags) || flags & rst) return 'INVALID'
  if (flags & syn) return flags & ack ? 'INVALID' : 'NEW'
  if (flags & fin) return 'INVALID'
  return world.sysctl('net.netfilter.nf_conntrack_tcp_loose') === 0 ? 'INVALID' : 'NEW'
}

const questions: Readonly<Record<number, ReadonlySet<number>>> = {
  1: new Set([8, 13, 15, 17]),
  58: new Set([128, 139]),
}

function isQuestion(protocol: number, type: number): boolean {
  return questions[protocol]?.has(type) === true && answerType(protocol, type) !== undefined
}

// Neighbour discovery and multicast listener reports are left alone. Source: nf_conntrack_proto_icmpv6.c, noct_valid_new.
const untracked: ReadonlySet<number> = new Set([130, 131, 132, 133, 134, 135, 136, 143])

function icmp6State(type: number): ConnectionState {
  if (untracked.has(type)) return 'UNTRACKED'
  return isQuestion(58, type) ? 'NEW' : 'INVALID'
}
