import { isRefusal } from '#model/answer.ts'
import type { Facts } from '#model/facts.ts'
import type { Packet } from '#model/packet.ts'
import type { Asked, Client, Met, ReachChange } from '#model/reach-change.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { buildProgram, type Program } from '#netfilter/program.ts'
import { metBy } from './connection-end.ts'
import { withLikely } from './likely-facts.ts'
import { type Question, reachQuestions } from './reach-questions.ts'
import { packetOf } from './trace-answer.ts'

/** What a change of rules means for new connections. `notAsked`: how many more there are than were traced. */
export interface ReachChanges {
  readonly changes: readonly ReachChange[]
  readonly notAsked: number
}

/** The new connections that would end otherwise by the rules after than by those before. `changed`: ids of rules that differ. */
export function answerReachChanges(before: Snapshot, after: Snapshot, changed: ReadonlySet<string>): ReachChanges {
  // Networks that are known by rules only are there also when these rules are gone.
  const facts = withLikely(before)
  const [old, fresh] = [before, after].map((side) => ({ side, program: programOf(side, facts) })) as [Side, Side]
  const { questions, notAsked } = reachQuestions(before, after, changed)
  const changes = questions.flatMap((question): readonly ReachChange[] => {
    const wanted = packetFor(question, before)
    if (wanted === undefined) return []
    const [then, now] = [old, fresh].map(({ side, program }) => metBy(wanted, program, side)) as [Met, Met]
    const kind = kindOf(then, now)
    // Nobody counts on asking a container from the LAN by its own address, but everybody should know that it is possible.
    if (kind === 'closes' && question.client.kind === 'lan' && question.asked.kind === 'container') return []
    return kind === undefined ? [] : [{ ...question, kind, before: then, after: now }]
  })
  return { changes, notAsked }
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
