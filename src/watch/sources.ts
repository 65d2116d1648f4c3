import { endpointText } from '#host/docker-endpoint.ts'
import type { Endpoint, Host, Stop } from '#host/host.ts'
import { RulesPoll } from '#host/poll-rules.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { Fault } from '#model/fault.ts'
import type { DockerEvent, Generation, WatchEvent, WatchKind, WatchWeight } from '#model/watch.ts'
import { findActor } from './find-actor.ts'
import { eventsPath, readDockerEvent } from './read-docker-event.ts'
import { GenerationReader } from './read-generations.ts'

/** What was heard since somebody asked. */
export interface Heard {
  readonly generations: readonly Generation[]
  readonly docker: readonly DockerEvent[]
  /** Of the sources themselves: gone, back, missing. */
  readonly events: readonly WatchEvent[]
}

const monitor = ['nft', 'monitor'] as const
const pollMs = 1500
const againMs = 1000
const steadyMs = 1500
// A host that is told a thousand things in a second has no use for each of them.
const mostKept = 5000

/** Listens to the kernel, to the engine and to what has to be asked, and rings when something happened. */
export class Sources {
  readonly #host: Host
  readonly #endpoint: Endpoint
  readonly #ring: () => void
  readonly #stops = new Map<string, Stop>()
  #generations: Promise<Generation>[] = []
  #docker: DockerEvent[] = []
  #events: WatchEvent[] = []
  #engine: 'unknown' | 'there' | 'gone' = 'unknown'
  #isOver = false
  /** Whether the kernel tells of changes. */
  hearsChanges = true

  constructor(host: Host, endpoint: Endpoint, ring: () => void) {
    this.#host = host
    this.#endpoint = endpoint
    this.#ring = ring
  }

  start(): void {
    this.#follow(false)
    this.#listen()
    void this.#poll()
  }

  stop(): void {
    this.#isOver = true
    for (const stop of this.#stops.values()) stop()
  }

  async take(): Promise<Heard> {
    const [generations, docker, events] = [this.#generations, this.#docker, this.#events]
    this.#generations = []
    this.#docker = []
    this.#events = []
    return { generations: await Promise.all(generations), docker, events }
  }

  #tell(kind: WatchKind, weight: WatchWeight, what: Message): void {
    this.#events.push({ kind, weight, at: this.#host.now().toISOString(), what, parts: [], by: [] })
    this.#ring()
  }

  #later(name: string, ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      if (!this.#isOver) work()
    }, ms)
    this.#stops.set(name, () => clearTimeout(timer))
  }

  #follow(isAgain: boolean): void {
    const reader = new GenerationReader()
    const stop = this.#host.follow(monitor, {
      line: (line) => {
        const told = reader.take(line)
        if (told === undefined) return
        const { pid, program, ...change } = told
        if (this.#generations.length < mostKept)
          this.#generations.push(findActor(this.#host, pid, program).then((actor) => ({ ...change, actor })))
        this.#ring()
      },
      end: (why) => this.#unheard(why, isAgain),
    })
    this.#stops.set('monitor', stop)
    if (!isAgain) return
    this.#later('steady', steadyMs, () => {
      this.hearsChanges = true
      this.#tell('source-back', 'fine', message('watch/monitor-back'))
    })
  }

  #unheard(why: Fault, isAgain: boolean): void {
    this.#stops.get('steady')?.()
    const said = { id: why.code, args: why.facts }
    if (why.code === 'host/tool-missing') {
      this.hearsChanges = false
      return this.#tell('source-missing', 'notice', message('watch/no-nft'))
    }
    if (!isAgain || this.hearsChanges) this.#events.push(this.#gone(said))
    this.hearsChanges = false
    this.#ring()
    this.#later('again', againMs, () => this.#follow(true))
  }

  #gone(said: Message): WatchEvent {
    const at = this.#host.now().toISOString()
    return { kind: 'source-gone', weight: 'notice', at, what: message('watch/monitor-gone'), parts: [said], by: [] }
  }

  #listen(): void {
    const stop = this.#host.listen(this.#endpoint, eventsPath, {
      open: () => {
        const wasGone = this.#engine === 'gone'
        this.#engine = 'there'
        if (wasGone) this.#tell('engine-back', 'fine', message('watch/engine-back'))
        else this.#ring()
      },
      line: (line) => {
        const event = readDockerEvent(line)
        if (event === undefined) return
        if (this.#docker.length < mostKept) this.#docker.push(event)
        this.#ring()
      },
      end: () => {
        const endpoint = endpointText(this.#endpoint)
        if (this.#engine !== 'gone') this.#tell('engine-gone', 'notice', message('watch/engine-gone', { endpoint }))
        this.#engine = 'gone'
        this.#later('engine', againMs, () => this.#listen())
      },
    })
    this.#stops.set('events', stop)
  }

  /** Asks for what nobody announces. */
  async #poll(): Promise<void> {
    const poll = new RulesPoll(this.#host)
    while (!this.#isOver) {
      try {
        if (await poll.differs(!this.hearsChanges)) this.#ring()
      } catch (error) {
        // A look, which asks for the same, says why.
        if (!(error instanceof Fault)) throw error
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs)
        this.#stops.set('poll', () => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }
}
