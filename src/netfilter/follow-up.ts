import type { AddressNumber } from '#base/address.ts'
import { ctStatuses } from '#model/condition.ts'
import { type Connection, type Packet, packet, type Tracked, type Tuple } from '#model/packet.ts'
import type { Trace, Way } from '#model/trace.ts'
import { answerType, invert } from './tuple.ts'

const [syn, rst, ack] = [2, 4, 16] as const

/** The first answer to a packet that arrived; undefined where it did not, or nobody answers such a packet. */
export function replyTo(trace: Trace): Packet | undefined {
  const [way] = trace.ways
  if (way === undefined || trace.verdict !== 'ACCEPT') return undefined
  const { end } = way
  const tuple = way.connection?.reply ?? invertedView(trace, way)
  const { src, dst } = tuple
  if (dst === undefined) return undefined
  const local = end.kind === 'host'
  return packet({
    ...answerParts(trace.packet),
    family: trace.packet.family,
    protocol: trace.packet.protocol,
    src,
    dst,
    sport: trace.packet.protocol === 1 || trace.packet.protocol === 58 ? trace.packet.sport : tuple.sport,
    dport: trace.packet.protocol === 1 || trace.packet.protocol === 58 ? undefined : tuple.dport,
    local,
    in: local ? '' : way.final.out,
    // Who was given another source is not answered by the port it sent from, but wherever that address is.
    bridged: end.kind === 'out' && end.bridged && dst === trace.packet.src ? true : undefined,
    tos: trace.packet.tos,
    tracked: place(way, 'REPLY'),
  })
}

/** A later packet of the same direction, after an answer was seen. undefined where the first one did not arrive. */
export function nextAfter(trace: Trace, answer?: Trace): Packet | undefined {
  const [way] = trace.ways
  if (way === undefined || trace.verdict !== 'ACCEPT') return undefined
  const { protocol, tcpflags } = trace.packet
  const connection = answer?.ways[0]?.connection ?? way.connection
  return {
    ...trace.packet,
    tcpflags: protocol === 6 ? ack : tcpflags,
    tracked: place({ ...way, connection }, 'ORIGINAL'),
  }
}

/** A later answer of TCP, after the handshake. */
export function laterAnswer(answer: Trace): Packet | undefined {
  const [way] = answer.ways
  if (way === undefined) return undefined
  const { tracked } = answer.packet
  const connection = way.connection ?? tracked?.connection
  return { ...answer.packet, tcpflags: ack, tracked: tracked === undefined ? undefined : { ...tracked, connection } }
}

/** The error that REJECT sends back; undefined where no rule rejected, or nothing answers a RST. */
export function rejectionOf(trace: Trace): Packet | undefined {
  const [way] = trace.ways
  if (trace.verdict !== 'REJECT' || way?.end.kind !== 'rejected') return undefined
  const { src, dst } = way.final
  if (src === undefined || dst === undefined) return undefined
  const { protocol, tcpflags = 0, family } = trace.packet
  const common = { family, local: true, in: '', dst: src, tracked: related(way), ttl: 64, tos: 0 }
  if (way.end.error !== 'tcp-reset') {
    const own: AddressNumber | undefined = way.final.out === '' ? dst : undefined
    return packet({
      ...common,
      src: own,
      protocol: family === 'ipv4' ? 1 : 58,
      icmptype: family === 'ipv4' ? 3 : 1,
      icmpcode: 0,
    })
  }
  if (protocol !== 6 || tcpflags & rst) return undefined
  const { sport, dport } = way.final
  return packet({
    ...common,
    src: dst,
    protocol,
    sport: dport ?? undefined,
    dport: sport ?? undefined,
    tcpflags: rst | ack,
  })
}

function answerParts({ protocol, tcpflags, icmptype }: Packet): Partial<Packet> {
  if (protocol === 6) return { tcpflags: tcpflags === syn ? syn | ack : ack }
  const answer = icmptype === undefined ? undefined : answerType(protocol, icmptype)
  return { icmptype: answer, icmpcode: answer === undefined ? undefined : 0 }
}

function invertedView({ packet: { protocol } }: Trace, { final }: Way): Tuple {
  const { src, dst, sport, dport } = final
  return invert({ src, dst, protocol, sport: sport ?? undefined, dport: dport ?? undefined })
}

function place({ connection }: Way, direction: Tracked['direction']): Tracked | undefined {
  if (connection === undefined) return undefined
  const answered: Connection = { ...connection, status: connection.status | ctStatuses.SEEN_REPLY }
  return { state: 'ESTABLISHED', direction, connection: direction === 'REPLY' ? connection : answered }
}

// The error belongs to the connection, against the direction of the packet that is rejected.
function related({ connection }: Way): Tracked | undefined {
  return connection === undefined ? undefined : { state: 'RELATED', direction: 'REPLY', connection }
}
