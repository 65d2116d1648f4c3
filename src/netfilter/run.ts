import type { Doubt, End, Step } from '#model/trace.ts'
import { ask } from './ask.ts'
import type { KnownConnections } from './conntrack.ts'
import type { PacketState } from './packet-state.ts'
import type { Program } from './program.ts'

// A packet that can go more ways than this depends on too much for anybody to follow.
const mostWays = 64

// All ways together ask so many rules, and come back to so many places. Jumps that double at every level would fill the memory.
const mostRules = 1_000_000
const mostPlaces = 50_000

/** One packet on all its ways. */
export class Run {
  readonly program: Program
  readonly known: KnownConnections | undefined
  readonly done: PacketState[] = []
  readonly #waiting: PacketState[] = []
  /** Places at which a way has been, with what the packet was there; only kept once there are several ways. */
  readonly #seen = new Map<string, End & { kind: 'joins' }>()
  #ways = 1
  #asked = 0
  /** The limit at which the trace stopped; undefined: it did not. */
  cut: Doubt | undefined

  constructor(program: Program, known: KnownConnections | undefined) {
    this.program = program
    this.known = known
  }

  get forked(): boolean {
    return this.#ways > 1
  }

  /** The next way to follow. */
  next(): PacketState | undefined {
    return this.#waiting.pop()
  }

  /** Answers a question: as known, or with yes, while another way goes on with no. */
  decide(passage: PacketState, doubt: Doubt, rule?: string): boolean {
    passage.doubt = undefined
    const answer = ask(passage, doubt)
    passage.doubt = undefined
    if (answer !== 2) return answer === 1
    const twin = this.fork(passage, doubt)
    if (twin !== undefined) take(twin, doubt, false, rule)
    take(passage, doubt, true, rule)
    return true
  }

  /** Makes a second way from here, to be followed later; undefined when there are too many. */
  fork(passage: PacketState, doubt: Doubt): PacketState | undefined {
    if (this.#ways >= mostWays) {
      this.#stopAt('ways', mostWays)
      return undefined
    }
    const twin = passage.fork()
    twin.way = this.#ways++
    twin.origin = { way: passage.way, doubt, shared: passage.log?.length ?? 0 }
    this.#waiting.push(twin)
    return twin
  }

  /** Counts a rule that is asked. True: there were too many, and the way ends here without a verdict. */
  exhausts(passage: PacketState, rule: string): boolean {
    if (++this.#asked <= mostRules) return false
    this.#stopAt('rules', mostRules)
    return this.#giveUp(passage, rule)
  }

  #stopAt(what: 'ways' | 'rules' | 'places', limit: number): void {
    this.cut ??= { cause: 'limit', key: `limit ${limit} ${what}` }
  }

  #giveUp(passage: PacketState, by: string): true {
    passage.end = { kind: 'unknown', by, why: 'endless' }
    return true
  }

  /** Whether another way was at this place with the same packet; then this one need not be followed any further. */
  joins(passage: PacketState, place: string): boolean {
    if (!this.forked) return false
    const key = `${place} ${contentOf(passage)}`
    const other = this.#seen.get(key)
    if (other === undefined) {
      if (this.#seen.size >= mostPlaces) {
        this.#stopAt('places', mostPlaces)
        return this.#giveUp(passage, passage.by ?? place)
      }
      const { way, log, matched } = passage
      this.#seen.set(key, { kind: 'joins', way, step: log?.length ?? 0, rule: matched?.length ?? 0 })
    } else if (other.way !== passage.way) {
      passage.end = other
      return true
    }
    return false
  }
}

function take(passage: PacketState, doubt: Doubt, answer: boolean, rule: string | undefined): void {
  passage.assumed ??= new Map()
  passage.assumed.set(doubt.key, answer)
  const step: Step = { kind: 'assume', doubt, answer, rule }
  passage.log?.push(step)
}

function contentOf(passage: PacketState): string {
  const { out, src, dst, sport, dport, fragment, ttl, tos, tcpmss, mark, leaving, ctstate, connection, by, assumed } =
    passage
  const plain = [
    passage.in,
    out,
    passage.physin,
    passage.physout,
    src,
    dst,
    sport,
    dport,
    fragment,
    ttl,
    tos,
    tcpmss,
    mark,
  ]
  const more = [
    leaving,
    passage.bridged,
    passage.looped,
    passage.owned,
    ctstate,
    passage.ctreply,
    passage.confirmed,
    by,
  ]
  const entry = connection === undefined ? '' : Object.values(connection).map(flat).join(' ')
  return [...plain, ...more, entry, ...(assumed ?? [])].join('|')
}

function flat(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.values(value).join(',') : String(value)
}
