import { liesIn } from '#base/network.ts'
import { readPrefix, writeAddress } from '#base/prefix.ts'
import { isRefusal } from '#model/answer.ts'
import type { Conversation } from '#model/conversation.ts'
import type { Facts } from '#model/facts.ts'
import type { Packet } from '#model/packet.ts'
import type { Asked, Client, Met, ReachChange } from '#model/reach-change.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { buildProgram, type Program } from '#netfilter/program.ts'
import { judgeConversation } from './conversation-answer.ts'
import { withLikely } from './likely-facts.ts'
import { type Question, reachQuestions } from './reach-questions.ts'
import { packetOf } from './trace-answer.ts'

/** The new connections that would end otherwise by the rules after than by those before. `changed`: ids of rules that differ. */
export function answerReachChanges(
  before: Snapshot,
  after: Snapshot,
  changed: ReadonlySet<string>,
): readonly ReachChange[] {
  // Networks that are known by rules only are there also when these rules are gone.
  const facts = withLikely(before)
  const [old, fresh] = [before, after].map((side) => ({ side, program: programOf(side, facts) })) as [Side, Side]
  return reachQuestions(before, after, changed).flatMap((question) => {
    const wanted = packetFor(question, before)
    if (wanted === undefined) return []
    const [then, now] = [metBy(wanted, old), metBy(wanted, fresh)]
    const kind = kindOf(then, now)
    // Nobody counts on asking a container from the LAN by its own address, but everybody should know that it is possible.
    if (kind === 'closes' && question.client.kind === 'lan' && question.asked.kind === 'container') return []
    return kind === undefined ? [] : [{ ...question, kind, before: then, after: now }]
  })
}

interface Side {
  readonly side: Snapshot
  readonly program: Program
}

function programOf(snapshot: Snapshot, facts: Facts): Program {
  return buildProgram(lowerSnapshot(snapshot), facts)
}

function packetFor({ family, protocol, client, asked }: Question, snapshot: Snapshot): Packet | undefined {
  const request = { from: fromText(client), to: toText(asked), in: undefined, out: undefined, protocol, family }
  const wanted = packetOf({ ...request, fields: {} }, snapshot)
  return isRefusal(wanted) ? undefined : wanted
}

function fromText({ kind, name }: Client): string {
  return kind === 'container' ? `container:${name}` : kind
}

function toText(asked: Asked): string {
  switch (asked.kind) {
    case 'internet':
      return 'internet:443'
    case 'container':
    case 'port': {
      const { address, port } = asked
      return `${address.includes(':') ? `[${address}]` : address}:${port}`
    }
  }
}

function metBy(wanted: Packet, { side, program }: Side): Met {
  const { first, conversation } = judgeConversation(wanted, program, side)
  const { verdict, by } = conversation ?? first
  if (verdict === 'UNKNOWN') return { kind: 'unknown' }
  if (verdict !== 'ACCEPT') return { kind: 'stopped', by: by ?? '' }
  return endOf(first, conversation, side)
}

function endOf({ ways: [way] }: Trace, conversation: Conversation | undefined, { docker }: Snapshot): Met {
  const { relayed } = conversation ?? {}
  if (relayed !== undefined)
    return { kind: 'container', name: relayed.container, port: relayed.second?.first.packet.dport, proxy: true }
  if (way === undefined) return { kind: 'unknown' }
  const { end, final } = way
  if (end.kind === 'host') return { kind: 'host', process: end.process ?? '' }
  if (final.dst === undefined) return { kind: 'unknown' }
  const address = writeAddress(final.dst)
  const name = docker?.containers.find(
    ({ running, endpoints }) => running && endpoints.some(({ ipv4, ipv6 }) => ipv4 === address || ipv6 === address),
  )?.name
  if (name !== undefined) return { kind: 'container', name, port: final.dport ?? undefined, proxy: false }
  const inside = docker?.networks.some(({ subnets }) => {
    return subnets.some((text) => {
      const prefix = readPrefix(text)
      return prefix !== undefined && typeof prefix.address === typeof final.dst && liesIn(final.dst ?? 0, prefix)
    })
  })
  return { kind: inside === true ? 'nobody' : 'address', address }
}

function kindOf(before: Met, after: Met): ReachChange['kind'] | undefined {
  if (after.kind === 'unknown' || before.kind === 'unknown') return 'unknown'
  const [answeredBefore, answeredAfter] = [isAnswered(before), isAnswered(after)]
  if (answeredBefore !== answeredAfter) return answeredAfter ? 'opens' : 'closes'
  if (!answeredAfter) return undefined
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined
  const same = before.kind === 'container' && after.kind === 'container' && before.name === after.name
  return same && before.port === after.port ? 'proxy' : 'elsewhere'
}

function isAnswered({ kind }: Met): boolean {
  return kind !== 'stopped' && kind !== 'nobody'
}
