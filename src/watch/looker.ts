import { forwardingIn } from '#answers/lost-rules-answer.ts'
import { answerRepair, type RepairAnswer } from '#answers/repair-answer.ts'
import type { Host } from '#host/host.ts'
import { isRefusal } from '#model/answer.ts'
import type { DaemonConfig, ForwardingBefore } from '#model/daemon.ts'
import type { Variant } from '#model/family.ts'
import type { Placed } from '#model/repair.ts'
import { capture } from '#snapshots/capture.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import { accusationsOf, countRules, Suspicions, type Verdicts } from './accusations.ts'
import { completed, isJudged, judge, type Seen } from './seen.ts'

/** What to look at. */
export interface LookOptions {
  readonly dockerHost?: string | undefined
  /** The variant that the user says the engine uses. */
  readonly variant?: Variant | undefined
  /** What is known of the daemon, with what the user says of it. */
  told(known: DaemonConfig | undefined): Promise<DaemonConfig>
}

/** One look, and what is certain of what it accuses. */
export interface Look {
  readonly seen: Seen
  readonly verdicts: Verdicts
}

/** Looks at a host again and again, and remembers what it accused of. */
export class Looker {
  readonly #host: Host
  readonly #options: LookOptions
  readonly #suspicions = new Suspicions()
  /** What a look told at which no rule of Docker's was missing. */
  #whole: ForwardingBefore | undefined

  constructor(host: Host, options: LookOptions) {
    this.#host = host
    this.#options = options
  }

  /** `isTouched`: whether the engine said something of a container since the look before. Faults: those of `capture`. */
  async look(isTouched: (container: string) => boolean): Promise<Look> {
    const { dockerHost, variant } = this.#options
    const file = await capture(this.#host, { dockerHost, mayLackDocker: true })
    const snapshot = snapshotFromFile(file, 'live')
    const told = completed(await this.#options.told(snapshot.daemon), this.#whole)
    const seen = judge(snapshot, told, { variant }, file.capturedAt ?? this.#host.now().toISOString())
    if (!isJudged(seen.status)) return { seen, verdicts: this.#suspicions.pause() }
    if (this.#whole === undefined && countRules(seen.status).missing === 0) this.#whole = forwardingIn(snapshot)
    const verdicts = this.#suspicions.update(accusationsOf(seen.status), isTouched, this.#host.now().getTime())
    return { seen, verdicts }
  }

  /** What a repair would do now; undefined: nothing tells what the rules should be. `placed`: what it put there already. */
  async lookToRepair(placed?: Placed): Promise<RepairAnswer | undefined> {
    const { dockerHost, variant } = this.#options
    const file = await capture(this.#host, { dockerHost, mayLackDocker: true })
    const snapshot = snapshotFromFile(file, 'live')
    const told = completed(await this.#options.told(snapshot.daemon), this.#whole)
    const answer = answerRepair(snapshot, told, { variant, ...(placed && { placed }) })
    return isRefusal(answer) ? undefined : answer
  }
}
