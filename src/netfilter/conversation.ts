import { writeAddress } from '#base/prefix.ts'
import type { Conversation, ConversationPart, ConversationVerdict, Relayed } from '#model/conversation.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Packet } from '#model/packet.ts'
import type { Trace, Way } from '#model/trace.ts'
import { arrivalOf } from './bridge.ts'
import { laterAnswer, nextAfter, replyTo } from './follow-up.ts'
import type { Detail } from './journey.ts'
import { hidesNat, type Program } from './program.ts'
import { judge, trace } from './trace.ts'
import { answerType } from './tuple.ts'
import { wayBack } from './way-back.ts'

/** A program of the host that serves its clients by a conversation of its own. */
export interface Relay {
  readonly relayed: Omit<Relayed, 'second'>
  /** The first packet of the program's own conversation. */
  readonly packet: Packet
  /** Whether its answers come from the address that was asked; else routing chooses their source. */
  readonly keepsAddress: boolean
}

/** How a conversation is followed. */
export interface Following {
  readonly program: Program
  readonly detail: Detail
  /** Finds the program that takes a packet at the host and passes it on. */
  relayFor?(first: Trace): Relay | undefined
}

const mostWays = 8

/** Whether a packet begins a conversation that the other side should answer. */
export function beginsConversation({ protocol, tcpflags, icmptype, tracked, fragment, dst, pkttype }: Packet): boolean {
  if (fragment === 1 || (pkttype ?? 0) !== 0 || (tracked !== undefined && tracked.state !== 'NEW')) return false
  if (typeof dst === 'number' ? dst >>> 28 >= 14 : dst >> 120n === 0xffn) return false
  if (protocol === 6) return ((tcpflags ?? 0) & 0x17) === 2
  if (protocol === 1 || protocol === 58)
    return (icmptype === 8 || icmptype === 128) && answerType(protocol, icmptype) !== undefined
  return [17, 33, 132, 136].includes(protocol)
}

/** Follows a conversation whose first packet was followed: the answer, and what comes after it. */
export function converse(first: Trace, following: Following): Conversation {
  if (first.verdict !== 'ACCEPT') return ended(first, first.verdict, 'first', first)
  const ways = first.ways.filter(({ end }) => end.kind !== 'joins').slice(0, mostWays)
  const found = ways.map((way) => afterFirst({ ...first, by: way.by, final: way.final, ways: [way] }, way, following))
  const [one] = found
  if (one === undefined) return ended(first, 'ACCEPT', 'first', first)
  const agreed = found.every(({ verdict }) => verdict === one.verdict)
  const by = found.every((each) => each.by === one.by) ? one.by : undefined
  const shown = one.trace === one.first ? first : one.trace
  return { ...one, first, trace: shown, by, verdict: agreed ? one.verdict : 'UNKNOWN' }
}

function ended(
  first: Trace,
  verdict: ConversationVerdict,
  part: ConversationPart,
  decided: Trace,
  more: Partial<Conversation> = {},
): Conversation {
  const nothing = { answer: undefined, why: undefined, relayed: undefined, presumed: [] }
  return { ...nothing, verdict, by: decided.by, part, trace: decided, first, ...more }
}

function afterFirst(first: Trace, way: Way, following: Following): Conversation {
  const { end } = way
  const { protocol } = first.packet
  if (end.kind === 'host' && end.listens === false && (protocol === 6 || protocol === 17))
    return ended(first, 'REFUSED', 'first', first, { by: undefined })
  const relay = end.kind === 'host' ? following.relayFor?.(first) : undefined
  const client = answered(first, way, following, relay)
  if (relay === undefined) return client
  const relayed = { ...relay.relayed, second: undefined }
  if (client.verdict !== 'ACCEPT') return { ...client, relayed }
  const second = converse(follow(relay.packet, following, following.detail), following)
  const both = { ...client, relayed: { ...relayed, second } }
  if (second.verdict === 'ACCEPT') return both
  const verdict = second.verdict === 'UNKNOWN' ? 'UNKNOWN' : 'PROXY BLOCKED'
  return { ...both, verdict, by: second.by, trace: second.trace, why: second.why }
}

function follow(packet: Packet, { program }: Following, detail: Detail): Trace {
  return detail === 'steps' ? trace(packet, program) : judge(packet, program, detail)
}

function answered(first: Trace, way: Way, following: Following, relay: Relay | undefined): Conversation {
  const { world } = following.program
  const back = wayBack(first, way, world)
  const isHidden = back.lost?.id === 'conversation/no-route' && hidesNat(following.program, first.packet.family)
  const presumed = isHidden
    ? [message('conversation/presumed-masquerade', { src: String(back.lost.args.src) })]
    : back.presumed
  if (back.lost !== undefined && !isHidden)
    return ended(first, 'NO ANSWER', 'answer', first, { by: undefined, why: back.lost })
  const reply = back.direct ? undefined : replyTo(first)
  if (reply === undefined) return ended(first, 'ACCEPT', 'first', first, { presumed })
  const here = arrivalOf(first.packet.in, world).device
  // Where routes were not read, an answer leaves by where the question came in.
  const out = world.facts.routes === undefined && !first.packet.local && reply.out === undefined ? here : reply.out
  const { ttl, length } = first.packet
  const usual = { ttl: ttl === undefined ? undefined : 64, length: length === undefined ? undefined : 60 }
  const owner = relay === undefined ? {} : { uid: 0, gid: 0 }
  const tracked = reply.tracked && { ...reply.tracked, cameIn: !first.packet.local }
  const sent: Packet = { ...reply, ...usual, ...owner, tracked, in: reply.local ? '' : back.in, out }
  if (relay?.keepsAddress === false) {
    const strange = fromElsewhere(first, sent, following)
    if (strange !== undefined) return strange
  }
  const answer = follow(sent, following, following.detail)
  const trouble = troubleOf(answer, first, way, here)
  if (trouble !== undefined) return ended(first, trouble.verdict, 'answer', answer, { answer, ...trouble, presumed })
  return later(first, answer, following, presumed)
}

// A socket that is bound to no address sends from the one that routing chooses: for conntrack that is no answer.
function fromElsewhere(first: Trace, reply: Packet, following: Following): Conversation | undefined {
  const sent = follow({ ...reply, src: undefined, tracked: undefined }, following, following.detail)
  const [way] = sent.ways
  const chosen = way?.connection?.original.src ?? way?.final.src
  if (chosen === undefined || reply.src === undefined || chosen === reply.src) return undefined
  const args = { from: writeAddress(chosen), asked: writeAddress(first.packet.dst) }
  return ended(first, 'NO ANSWER', 'answer', sent, { by: undefined, why: message('conversation/other-source', args) })
}

interface Trouble {
  readonly verdict: ConversationVerdict
  readonly by?: undefined
  readonly why?: Message
}

function troubleOf(answer: Trace, first: Trace, way: Way, here: string | undefined): Trouble | undefined {
  switch (answer.verdict) {
    case 'DROP':
      return { verdict: 'ANSWER DROPPED' }
    case 'REJECT':
      return { verdict: 'ANSWER REJECTED' }
    case 'UNKNOWN':
      return { verdict: 'UNKNOWN' }
    case 'NO ROUTE': {
      const end = answer.ways[0]?.end
      const why = message('conversation/dead', { why: end?.kind === 'dead' ? end.why : '' })
      return { verdict: 'NO ANSWER', by: undefined, why }
    }
    case 'ACCEPT':
      return answer.ways.map((one) => misled(one, first, way, here)).find((found) => found !== undefined)
  }
}

/** Whether an answer arrives, but elsewhere than at the client, or as if somebody else had sent it. */
function misled(
  { end, final }: Way,
  { packet }: Trace,
  { connection }: Way,
  here: string | undefined,
): Trouble | undefined {
  const astray = (device: string) => {
    const why = message('conversation/astray', { device, expected: packet.local ? '' : (here ?? '') })
    return { verdict: 'ANSWER ASTRAY', by: undefined, why } as const
  }
  if (end.kind === 'host' && !packet.local) return astray('')
  if (end.kind === 'out') {
    if (packet.local) return astray(end.device ?? '')
    if (here !== undefined && end.device !== undefined && end.device !== here) return astray(end.device)
  }
  const asked = connection?.original ?? packet
  const isOther =
    (final.src !== undefined && final.src !== packet.dst) ||
    (asked.src !== undefined && final.dst !== undefined && final.dst !== asked.src) ||
    (typeof final.sport === 'number' && packet.dport !== undefined && final.sport !== packet.dport)
  if (!isOther) return undefined
  const from = final.src === undefined ? '' : writeAddress(final.src)
  const why = message('conversation/other-source', { from, asked: writeAddress(packet.dst) })
  return { verdict: 'NO ANSWER', by: undefined, why }
}

// What comes after the answer: with state ESTABLISHED, and without SYN.
function later(first: Trace, answer: Trace, following: Following, presumed: readonly Message[]): Conversation {
  const parts: readonly (readonly [ConversationPart, Packet | undefined])[] = [
    ['next', nextAfter(first, answer)],
    ['next-answer', first.packet.protocol === 6 ? laterAnswer(answer) : undefined],
  ]
  for (const [part, packet] of parts) {
    if (packet === undefined) continue
    const { verdict } = follow(packet, following, 'verdict')
    if (verdict === 'ACCEPT') continue
    const decided = follow(packet, following, following.detail)
    const word = verdict === 'UNKNOWN' ? 'UNKNOWN' : 'LATER DROPPED'
    return ended(first, word, part, decided, { answer, presumed })
  }
  return ended(first, 'ACCEPT', 'first', first, { answer, presumed })
}
