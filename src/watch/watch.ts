import { findDocker } from '#host/docker-endpoint.ts'
import type { Host } from '#host/host.ts'
import { append } from '#base/lists.ts'
import { message } from '#model/diagnostic.ts'
import { Fault } from '#model/fault.ts'
import type { Actor, DockerEvent, Generation, WatchEvent } from '#model/watch.ts'
import type { Accusation } from './accusations.ts'
import { Bell } from './bell.ts'
import { eventsBetween } from './events.ts'
import { type Look, Looker, type LookOptions } from './looker.ts'
import { Repairer } from './repairer.ts'
import type { Seen } from './seen.ts'
import { Sources } from './sources.ts'
import { startEvents } from './start-events.ts'

/** Takes what happened, with the host as it is now. */
export type Tell = (events: readonly WatchEvent[], seen: Seen) => void

/** What to watch, and how. */
export interface WatchOptions extends LookOptions {
  /** To look in so many milliseconds also where nothing was heard. */
  readonly intervalMs: number
  /** Put back what is lost. `policy`: the policy of Seawall too. */
  readonly repair?: { readonly policy: boolean } | undefined
  /** Ends it. */
  readonly until: AbortSignal
  readonly tell: Tell
}

const quietMs = 200
const longestMs = 1000
const certainMs = 2500
const blindMs = 1000
const mostLooks = 15
const repairQuietMs = 700
const repairLongestMs = 2500

/** Tells what happens to the rules of a host, until it is ended. Faults: those of a first look that fails. */
export async function watch(host: Host, options: WatchOptions): Promise<void> {
  const bell = new Bell()
  const sources = new Sources(host, await findDocker(host, options.dockerHost), () => bell.ring())
  options.until.addEventListener('abort', () => bell.ring())
  // Heard from the start: what changes while the first look is taken is seen by the second.
  sources.start()
  try {
    await new Watcher(host, options, sources, bell).run()
  } finally {
    sources.stop()
  }
}

/** Looks once, until what it accuses is certain. */
export async function watchOnce(host: Host, options: LookOptions & { readonly tell: Tell }): Promise<Seen> {
  const looker = new Looker(host, options)
  const confirmed: Accusation[] = []
  for (let looks = 1; ; looks++) {
    const { seen, verdicts } = await looker.look(() => false)
    append(confirmed, verdicts.confirmed)
    if (verdicts.lookIn === undefined || looks === mostLooks) {
      const wrong = confirmed.filter((one) => !verdicts.cleared.includes(one))
      options.tell(startEvents(seen, wrong), seen)
      return seen
    }
    await host.sleep(verdicts.lookIn)
  }
}

/** The one that waits, looks and tells. */
class Watcher {
  readonly #host: Host
  readonly #options: WatchOptions
  readonly #sources: Sources
  readonly #bell: Bell
  readonly #looker: Looker
  /** What was heard since something was told. */
  #generations: Generation[] = []
  #docker: DockerEvent[] = []
  #confirmed: Accusation[] = []
  #cleared: Accusation[] = []
  /** When the first of it was heard. */
  #sinceMs: number | undefined
  #isBlind = false
  readonly #repairer: Repairer | undefined
  /** Who took Docker's rules last. */
  #takers: readonly Actor[] = []

  constructor(host: Host, options: WatchOptions, sources: Sources, bell: Bell) {
    this.#host = host
    this.#options = options
    this.#sources = sources
    this.#bell = bell
    this.#looker = new Looker(host, options)
    const { repair } = options
    if (repair === undefined) return
    this.#repairer = repair.policy
      ? new Repairer(host, this.#looker, () => this.#quiet())
      : new Repairer(host, this.#looker, () => this.#quiet(), null)
  }

  async run(): Promise<void> {
    let look = await this.#looker.look(() => false)
    let told = look.seen
    this.#options.tell([...startEvents(told, []), ...(await this.#hear()).events], told)
    while (await this.#waits(look)) {
      const next = await this.#lookAgain(told)
      if (next === undefined) continue
      look = next
      if (look.verdicts.isNear && this.#heardForMs() < certainMs) continue
      const events = this.#events(told, look)
      this.#options.tell(events, look.seen)
      told = look.seen
      await this.#repair(look, events)
    }
  }

  /** Waits for something to look at; false: it is over. */
  async #waits({ verdicts: { lookIn } }: Look): Promise<boolean> {
    const { intervalMs, until } = this.#options
    const waitMs = this.#isBlind ? blindMs : Math.min(lookIn ?? intervalMs, intervalMs)
    const rang = await this.#bell.wait(waitMs)
    const first = this.#nowMs()
    this.#sinceMs ??= first
    // One command after the other: to look between them would tell half of it.
    while (rang && !until.aborted && this.#nowMs() - first < longestMs) {
      if (!(await this.#bell.wait(quietMs))) break
    }
    return !until.aborted
  }

  async #repair(look: Look, events: readonly WatchEvent[]): Promise<void> {
    const takers = events.filter(({ kind }) => kind === 'rules-lost' || kind === 'rules-wrong').flatMap(({ by }) => by)
    if (takers.length > 0) this.#takers = takers
    const done = await this.#repairer?.after(look, this.#takers)
    if (done === undefined) return
    this.#takers = []
    if (done.length > 0) this.#options.tell(done, look.seen)
    this.#bell.ring()
  }

  /** Until no rule was changed for a moment, or that takes too long. */
  async #quiet(): Promise<void> {
    const first = this.#nowMs()
    while (!this.#options.until.aborted && this.#nowMs() - first < repairLongestMs) {
      if (!(await this.#bell.wait(repairQuietMs))) return
    }
  }

  async #hear() {
    const { generations, docker, events } = await this.#sources.take()
    append(this.#generations, generations)
    append(this.#docker, docker)
    return { docker, events }
  }

  async #lookAgain(told: Seen): Promise<Look | undefined> {
    const { docker, events } = await this.#hear()
    if (events.length > 0) this.#options.tell(events, told)
    const touched = new Set(docker.flatMap(({ id, name, container }) => [id, name, container ?? '']))
    try {
      const look = await this.#looker.look((container) => touched.has(container))
      if (this.#isBlind) this.#tellOne(told, 'read-again', 'fine', message('watch/read-again'))
      this.#isBlind = false
      append(this.#confirmed, look.verdicts.confirmed)
      append(this.#cleared, look.verdicts.cleared)
      return look
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      const why = { id: error.code, args: error.facts }
      if (!this.#isBlind) this.#tellOne(told, 'not-read', 'alarm', message('watch/not-read'), [why])
      this.#isBlind = true
      return undefined
    }
  }

  #tellOne(
    seen: Seen,
    kind: WatchEvent['kind'],
    weight: WatchEvent['weight'],
    what: WatchEvent['what'],
    parts: WatchEvent['parts'] = [],
  ): void {
    this.#options.tell([{ kind, weight, at: this.#host.now().toISOString(), what, parts, by: [] }], seen)
  }

  #events(before: Seen, { seen, verdicts }: Look): readonly WatchEvent[] {
    const events = eventsBetween({
      before,
      after: seen,
      generations: this.#generations,
      docker: this.#docker,
      confirmed: this.#confirmed,
      cleared: this.#cleared,
      isOpen: verdicts.lookIn !== undefined,
      hearsChanges: this.#sources.hearsChanges,
    })
    this.#generations = []
    this.#docker = []
    this.#confirmed = []
    this.#cleared = []
    this.#sinceMs = undefined
    return events
  }

  #heardForMs(): number {
    return this.#nowMs() - (this.#sinceMs ?? this.#nowMs())
  }

  #nowMs(): number {
    return this.#host.now().getTime()
  }
}
