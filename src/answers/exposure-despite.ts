import { type Message, message } from '#model/diagnostic.ts'
import type { Lowered, LoweredRule } from '#model/lowered.ts'
import type { Packet } from '#model/packet.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { NearMiss, Trace } from '#model/trace.ts'
import { remembered } from '#base/remember.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { eachNearMiss } from '#netfilter/near-misses.ts'
import { NearWatch } from '#netfilter/near-watch.ts'
import type { Program } from '#netfilter/program.ts'
import { judge, trace } from '#netfilter/trace.ts'
import type { ExposureJudge } from './exposure-judge.ts'
import { portsNamedBy } from './named-ports.ts'
import { untranslated } from './untranslated.ts'

/** A rule that was meant to close an open door, and why it does not. `rule` undefined: none names it, only a note. */
export interface Despite {
  readonly rule: string | undefined
  readonly note: Message
}

/** Finds the rules that were meant to close open doors, with one preparation for all. */
export class DespiteSearch {
  readonly #program: Program
  readonly #judge: ExposureJudge
  readonly #rules: ReadonlyMap<string, LoweredRule>
  readonly #watch: NearWatch

  constructor(program: Program, snapshot: Snapshot, judge: ExposureJudge) {
    this.#program = program
    this.#judge = judge
    this.#rules = rulesOf(lowerSnapshot(snapshot))
    // A jump of Docker's may lead to a rule of somebody else's.
    this.#watch = new NearWatch(program.world, ({ id, effect }) =>
      judge.ownerOf(id) !== 'docker' ? 'all' : effect.kind === 'jump' ? 'rewritten' : 'none',
    )
  }

  /** What is said of an open door by rules that do not close it: near misses on the way, and rules of INPUT that a forwarded packet never meets. */
  find(packet: Packet): Despite | undefined {
    const traced = trace(packet, this.#program, { watch: this.#watch })
    const missed = this.#missOf(traced)
    if (missed !== undefined) return { rule: missed.id, note: missNote(missed) }
    if (traced.ways[0]?.end.kind !== 'out') return undefined
    const { verdict, by } = judge({ ...packet, tracked: untranslated(packet) }, this.#program, 'rules')
    if ((verdict !== 'DROP' && verdict !== 'REJECT') || by === undefined) return undefined
    const rule = this.#rules.get(by)
    const names = rule !== undefined && portsNamedBy(rule).some(({ port }) => port === packet.dport)
    return names
      ? { rule: by, note: message('exposure/note-not-asked', { rule: by }) }
      : { rule: undefined, note: message('exposure/note-input', { rule: by }) }
  }

  #missOf(traced: Trace): NearMiss | undefined {
    for (const miss of eachNearMiss(traced, this.#program, this.#watch)) {
      const { would, id, publishedOn } = miss
      if (would !== 'ACCEPT' && publishedOn === undefined && this.#judge.ownerOf(id) !== 'docker') return miss
    }
    return undefined
  }
}

function missNote({ id, wanted, has, since }: NearMiss): Message {
  return message('exposure/note-miss', { rule: id, wanted, has, since: since ?? '' })
}

const rulesOf = remembered((lowered: Lowered): ReadonlyMap<string, LoweredRule> => {
  const chains = lowered.tables.flatMap(({ chains }) => [...chains.values()])
  return new Map(chains.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule] as const)))
})
