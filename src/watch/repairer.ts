import { runRepair } from '#answers/repair-run.ts'
import { hostPlaces, type Places } from '#apply/places.ts'
import { isPolicyLost, putBack } from '#apply/put-back.ts'
import { append } from '#base/lists.ts'
import type { Host } from '#host/host.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { Fault } from '#model/fault.ts'
import type { Actor, WatchEvent, WatchKind, WatchWeight } from '#model/watch.ts'
import { countRules } from './accusations.ts'
import type { Look, Looker } from './looker.ts'
import { isJudged } from './seen.ts'

const most = 3
const withinMs = 60_000

/** Waits until nothing changes the rules for a moment: a script that loads rules may put Docker's back itself. */
export type Quiet = () => Promise<void>

/** Puts back what was lost, and stops where it is lost again and again. */
export class Repairer {
  readonly #host: Host
  readonly #looker: Looker
  readonly #quiet: Quiet
  /** Where a policy of Seawall is kept; null: the network that is watched has none. */
  readonly #places: Places | null
  #repairs: number[] = []
  #hasStopped = false
  /** Why nothing could be done, as it was said last. */
  #said = ''

  constructor(host: Host, looker: Looker, quiet: Quiet, places: Places | null = hostPlaces) {
    this.#host = host
    this.#looker = looker
    this.#quiet = quiet
    this.#places = places
  }

  /** Repairs where a look showed that it is needed. `by`: who took the rules. Returns what it did, undefined where nothing was to do. */
  async after(look: Look, by: readonly Actor[]): Promise<readonly WatchEvent[] | undefined> {
    if (this.#hasStopped) return undefined
    try {
      if (!needsRepair(look) && !(await this.#isPolicyLost())) return undefined
      await this.#quiet()
      return await this.#repair(by)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      return this.#failed([{ id: error.code, args: error.facts }])
    }
  }

  async #repair(by: readonly Actor[]): Promise<readonly WatchEvent[] | undefined> {
    const events: WatchEvent[] = []
    const isPolicyLost = await this.#isPolicyLost()
    const first = await this.#looker.lookToRepair()
    const steps = first?.plans.flatMap((plan) => plan.steps) ?? []
    if (!isPolicyLost && steps.length === 0) return undefined
    const blocked = steps.length > 0 ? (first?.blocked ?? []) : []
    if (blocked.length > 0 && !isPolicyLost) return this.#failed(blocked)
    if (this.#isTooOften()) {
      this.#hasStopped = true
      return [this.#event('repair-stopped', 'alarm', message('watch/repair-stopped', { count: most }))]
    }
    if (isPolicyLost && this.#places !== null) {
      const why = await putBack(this.#host, this.#places)
      if (why !== undefined) append(events, this.#failed([why]) ?? [])
      else events.push(this.#event('repaired', 'fine', message('watch/policy-back'), lostBy(by)))
    }
    if (first === undefined || steps.length === 0) return events
    if (blocked.length > 0) return [...events, ...(this.#failed(blocked) ?? [])]
    const { left, stalled, kept } = await runRepair(this.#host, first, async (placed) => {
      const answer = await this.#looker.lookToRepair(placed)
      if (answer === undefined) throw new Fault('host/docker-unreachable', { endpoint: '', said: '' })
      return answer
    })
    const open = left.plans.flatMap((plan) => plan.steps).length
    const paths = kept.join(', ')
    const parts = [...lostBy(by), ...(kept.length > 0 ? [message('watch/kept', { paths })] : [])]
    if (open > 0 || stalled)
      return [...events, this.#event('repair-failed', 'alarm', message('watch/repair-left', { count: open }), parts)]
    this.#said = ''
    return [...events, this.#event('repaired', 'fine', message('watch/repaired', { count: steps.length }), parts)]
  }

  #isPolicyLost(): Promise<boolean> {
    return this.#places === null ? Promise.resolve(false) : isPolicyLost(this.#host, this.#places)
  }

  /** Whether as many repairs as are allowed were made within the last minute; else this one counts. */
  #isTooOften(): boolean {
    const nowMs = this.#host.now().getTime()
    this.#repairs = this.#repairs.filter((ms) => nowMs - ms < withinMs)
    if (this.#repairs.length >= most) return true
    this.#repairs.push(nowMs)
    return false
  }

  /** The same reason is said once. */
  #failed(why: readonly Message[]): readonly WatchEvent[] | undefined {
    const text = JSON.stringify(why)
    if (text === this.#said) return undefined
    this.#said = text
    return [this.#event('repair-failed', 'alarm', message('watch/repair-failed'), why)]
  }

  #event(kind: WatchKind, weight: WatchWeight, what: Message, parts: readonly Message[] = []): WatchEvent {
    return { kind, weight, at: this.#host.now().toISOString(), what, parts, by: [] }
  }
}

/** Whether something is to put back that is certain to be lost. What may still change is waited for. */
function needsRepair({ seen: { status }, verdicts }: Look): boolean {
  if (!isJudged(status) || verdicts.isNear) return false
  const { missing } = countRules(status)
  const steps = status.plans.flatMap((plan) => plan.steps)
  return steps.length > 0 && (verdicts.lookIn === undefined || missing > 0)
}

function lostBy(by: readonly Actor[]): readonly Message[] {
  const [first] = by
  if (first === undefined) return []
  const { program, pid, unit, login } = first
  return [message('watch/lost-by', { program, pid, unit: unit ?? '', login: login ?? '' })]
}
