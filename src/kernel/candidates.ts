import type { AddressNumber } from '#base/address.ts'
import type { Facts } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import type { Packet } from '#model/packet.ts'
import type { Trace } from '#model/trace.ts'
import { nextAfter, replyTo } from '#netfilter/follow-up.ts'
import type { Program } from '#netfilter/program.ts'
import { judge, trace } from '#netfilter/trace.ts'
import type { Links } from './links.ts'
import type { Rules } from './load-native.ts'
import { type Places, placesOf } from './places.ts'
import { pathsTo, type RulePath } from './rule-paths.ts'
import { type Scene, scenesFor, type Turn, wishesOf } from './scenes.ts'
import { whyNotSent } from './sendable.ts'
import { TupleBook } from './tuple-book.ts'

/** Packets that together reach as many rules as could be reached. */
export interface Candidates {
  /** Those that begin connections, each of its own; in any order. */
  readonly first: readonly Trace[]
  /** The answers to some of them, and what comes after those answers. */
  readonly answers: readonly Trace[]
  readonly next: readonly Trace[]
  /** For each rule: whether one of the packets should reach it, or else where the nearest one ended. */
  readonly rules: ReadonlyMap<string, { readonly reached: boolean; readonly by: string | undefined }>
}

/** What the search looks at. */
export interface Search {
  readonly rules: Rules
  readonly facts: Facts
  readonly family: Family
  readonly program: Program
  readonly links: Links
  readonly users: boolean
  readonly hosts: readonly AddressNumber[]
  /** Packets that are always sent: to published ports and the like. */
  readonly usual: (places: Places) => readonly Packet[]
}

const mostTriesForRule = 240
const mostTries = 400_000

/** Looks for packets that reach every rule, by what the rules and the jumps to them ask for. */
export function findCandidates(search: Search): Candidates {
  return new Finder(search).find()
}

class Finder {
  readonly #search: Search
  readonly #places: Places
  readonly #paths: ReadonlyMap<string, readonly RulePath[]>
  readonly #turns: readonly Turn[]
  readonly #book = new TupleBook()
  readonly #first: Trace[] = []
  readonly #answers: Trace[] = []
  readonly #next: Trace[] = []
  readonly #reached = new Set<string>()
  readonly #ends = new Map<string, string>()
  #tries = 0

  constructor(search: Search) {
    this.#search = search
    this.#places = placesOf(search.facts, search.family, search.hosts)
    this.#paths = pathsTo(search.rules, search.family)
    this.#turns = turnsIn(this.#paths, this.#places)
  }

  find(): Candidates {
    for (const packet of this.#search.usual(this.#places)) this.#keep({ packet, follows: true })
    for (const [id, paths] of this.#paths) if (!this.#reached.has(id)) this.#reach(id, paths)
    const ids = [...this.#paths.keys()]
    const rules = ids.map((id) => [id, { reached: this.#reached.has(id), by: this.#ends.get(id) }] as const)
    return { first: this.#first, answers: this.#answers, next: this.#next, rules: new Map(rules) }
  }

  #reach(id: string, paths: readonly RulePath[]): void {
    let tries = 0
    for (const path of paths) {
      for (const scene of scenesFor(path, this.#places, this.#turns)) {
        if (tries++ > mostTriesForRule || this.#tries++ > mostTries) return
        if (this.#keep(scene, id) && this.#reached.has(id)) return
      }
    }
  }

  /** Sends a packet in thought; keeps it where it (or what follows it) reaches the rule. Without a rule: keeps it anyway. */
  #keep({ packet, follows }: Scene, wanted?: string): boolean {
    const { links, users, program } = this.#search
    const entered = this.#book.enter(packet)
    if (entered === undefined) return false
    if (whyNotSent(entered, links, users) !== undefined) return this.#refuse(entered)
    const judged = judge(entered, program, 'rules')
    const later = follows ? this.#followers(judged) : []
    const all = [judged, ...later]
    if (wanted !== undefined && !all.some(({ rules }) => rules.includes(wanted))) {
      if (judged.by !== undefined) this.#ends.set(wanted, judged.by)
      return this.#refuse(entered)
    }
    this.#first.push(trace(entered, program))
    const [answer, next] = later
    if (answer !== undefined) this.#answers.push(trace(answer.packet, program))
    if (next !== undefined) this.#next.push(trace(next.packet, program))
    for (const { rules } of all) for (const id of rules) this.#reached.add(id)
    return true
  }

  #refuse(packet: Packet): false {
    this.#book.leave(packet)
    return false
  }

  // The answer, and what comes after it: only where it is certain that the first packet goes that way.
  #followers(first: Trace): readonly Trace[] {
    const { links, users, program } = this.#search
    if (first.ways.length > 1 || first.packet.protocol === 1 || first.packet.protocol === 58) return []
    const reply = replyTo(first)
    const answer = reply === undefined ? undefined : this.#book.lengthen(reply)
    if (answer === undefined || whyNotSent(answer, links, users) !== undefined) return []
    const answered = judge(answer, program, 'rules')
    const next = nextAfter(first)
    const goesOn = next !== undefined && !next.local && answered.verdict === 'ACCEPT' && answered.ways.length === 1
    return goesOn ? [answered, judge(this.#book.lengthen(next), program, 'rules')] : [answered]
  }
}

function turnsIn(paths: ReadonlyMap<string, readonly RulePath[]>, places: Places): readonly Turn[] {
  const turns: Turn[] = []
  for (const ways of paths.values()) {
    for (const path of ways) {
      const { effect } = path
      if (effect.kind !== 'nat' || (effect.change !== 'dnat' && effect.change !== 'redirect')) continue
      if (path.hook !== 'PREROUTING') continue
      const { addresses, ports } = effect.range ?? {}
      turns.push({ wishes: wishesOf(path, places), dst: addresses?.from, dport: ports?.from })
    }
  }
  return turns
}
