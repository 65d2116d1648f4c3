import { type Message, message } from '#model/diagnostic.ts'
import type { Lowered, LoweredRule } from '#model/lowered.ts'
import type { Packet } from '#model/packet.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { NearMiss } from '#model/trace.ts'
import { remembered } from '#base/remember.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { nearMisses } from '#netfilter/near-misses.ts'
import type { Program } from '#netfilter/program.ts'
import { judge } from '#netfilter/trace.ts'
import type { ExposureJudge } from './exposure-judge.ts'
import { portsNamedBy } from './named-ports.ts'
import { answerTrace } from './trace-answer.ts'
import { untranslated } from './untranslated.ts'

/** A rule that was meant to close an open door, and why it does not. `rule` undefined: none names it, only a note. */
export interface Despite {
  readonly rule: string | undefined
  readonly note: Message
}

/** What is said of an open door by rules that do not close it: near misses on the way, and rules of INPUT that a forwarded packet never meets. */
export function despiteOf(
  packet: Packet,
  program: Program,
  snapshot: Snapshot,
  owned: ExposureJudge,
): Despite | undefined {
  const traced = answerTrace(packet, program)
  const missed = nearMisses(traced, program).find(
    ({ would, id, publishedOn }) => would !== 'ACCEPT' && publishedOn === undefined && owned.ownerOf(id) !== 'docker',
  )
  if (missed !== undefined) return { rule: missed.id, note: missNote(missed) }
  if (traced.ways[0]?.end.kind !== 'out') return undefined
  const { verdict, by } = judge({ ...packet, tracked: untranslated(packet) }, program, 'rules')
  if ((verdict !== 'DROP' && verdict !== 'REJECT') || by === undefined) return undefined
  const rule = rulesOf(lowerSnapshot(snapshot)).get(by)
  const names = rule !== undefined && portsNamedBy(rule).some(({ port }) => port === packet.dport)
  return names
    ? { rule: by, note: message('exposure/note-not-asked', { rule: by }) }
    : { rule: undefined, note: message('exposure/note-input', { rule: by }) }
}

function missNote({ id, wanted, has, since }: NearMiss): Message {
  return message('exposure/note-miss', { rule: id, wanted, has, since: since ?? '' })
}

const rulesOf = remembered((lowered: Lowered): ReadonlyMap<string, LoweredRule> => {
  const chains = lowered.tables.flatMap(({ chains }) => [...chains.values()])
  return new Map(chains.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule] as const)))
})
