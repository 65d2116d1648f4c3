import type { Doubt } from '#model/trace.ts'
import { applyEffect } from './effects.ts'
import type { NearWatch } from './near-watch.ts'
import type { Answer, CompiledRule, PacketState } from './packet-state.ts'
import { noteRule } from './record.ts'
import type { Run } from './run.ts'
import { meetUnread } from './meet-unread.ts'
import { type Applied, type Cursor, type Reading, stop } from './walk.ts'

/** How one packet goes through rules: where a rule can not be decided, two ways go on. */
export class PacketReading implements Reading<PacketState, CompiledRule> {
  readonly #run: Run
  readonly #watch: NearWatch | undefined
  readonly #forced: readonly string[]

  constructor(run: Run, watch: NearWatch | undefined) {
    this.#run = run
    this.#watch = watch
    this.#forced = run.program.options.force ?? []
  }

  // Where every rule that is asked is written down, or another way is met, all of them are asked.
  skip(passage: PacketState, cursor: Cursor<CompiledRule>): number {
    if ((passage.log !== undefined && this.#watch === undefined) || passage.newcomer !== 'no') return 0
    const { index } = cursor
    const chain = cursor.chain as CompiledRule['chain']
    const found =
      passage.log === undefined || this.#watch === undefined
        ? chain.sieve.next(index, passage)
        : this.#watch.next(chain, index, passage)
    cursor.index = this.#forced.reduce((least, id) => Math.min(least, chain.nextOf(id, index)), found)
    return cursor.index - index
  }

  take(rule: CompiledRule, passage: PacketState, cursor: Cursor<CompiledRule>): PacketState | typeof stop | undefined {
    if (this.#run.exhausts(passage, rule.id)) return stop
    if (passage.newcomer !== 'no' && this.#hasJoined(passage, cursor)) return stop
    if (rule.unread !== undefined) {
      meetUnread(this.#run, passage, rule.id, rule.unread)
      return undefined
    }
    passage.doubt = undefined
    let answer = this.#forced.includes(rule.id) ? 1 : rule.test(passage)
    if (answer === 2) answer = this.#settle(rule, passage)
    if (passage.log !== undefined && (answer === 1 || rule.isLast))
      noteRule(passage, rule, answer, this.#run.program.world)
    if (passage.once.length > 0) forget(passage)
    if (passage.newcomer === 'now') passage.newcomer = answer === 1 ? 'no' : 'next'
    if (answer !== 1) return undefined
    if (rule.counts) passage.matched?.push(rule)
    return passage
  }

  // Behind the rule at which it began, a way may be where the other one has come to by now.
  #hasJoined(passage: PacketState, cursor: Cursor<CompiledRule>): boolean {
    if (passage.newcomer !== 'next') return false
    passage.newcomer = 'no'
    return this.#run.joins(passage, placeOf(passage, cursor))
  }

  // A rule that changes nothing needs no second way.
  #settle(rule: CompiledRule, passage: PacketState): Answer {
    if (rule.effect.kind === 'continue') return 2
    for (;;) {
      const { doubt } = passage
      if (doubt === undefined) return rule.test(passage)
      this.#run.decide(passage, doubt, rule.id)
      const answer = rule.test(passage)
      if (answer !== 2) return answer
    }
  }

  apply(rule: CompiledRule, passage: PacketState): Applied {
    const applied = applyEffect(passage, rule, this.#run.program.world, this.#run.known)
    if (applied !== 'unknown') return applied
    // It may end the packet's way, and then we can not say how; or it lets it go on.
    const doubt: Doubt = { cause: 'extension', key: `${rule.id}: ${targetOf(rule)}` }
    const twin = this.#run.fork(passage, doubt)
    if (twin === undefined) return 'unknown'
    twin.end = { kind: 'unknown', by: rule.id, why: 'target' }
    return 'next'
  }

  back(passage: PacketState, cursor: Cursor<CompiledRule>): boolean {
    const chain = cursor.chain as CompiledRule['chain']
    passage.log?.push({ kind: 'return', to: chain.path })
    return this.#run.forked && this.#run.joins(passage, placeOf(passage, cursor))
  }
}

function targetOf({ effect }: CompiledRule): string {
  return effect.kind === 'unknown' ? effect.target : ''
}

function forget(passage: PacketState): void {
  for (const key of passage.once) passage.assumed?.delete(key)
  passage.once = []
}

/** The next rule, and every rule that waits for its chain to end. */
export function placeOf({ hook, step, looped }: PacketState, cursor: Cursor<CompiledRule>): string {
  let place = `${hook} ${step} ${looped}`
  for (let frame: typeof cursor.up = { ...cursor }; frame !== undefined; frame = frame.up) {
    place += ` ${(frame.chain as CompiledRule['chain']).path}#${frame.index}`
  }
  return place
}
