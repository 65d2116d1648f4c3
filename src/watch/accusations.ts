import { serviceKey } from '#answers/service-answer.ts'
import type { StatusAnswer } from '#answers/status-answer.ts'
import type { DockerRuleStatus } from '#model/repair.ts'
import type { ServiceState } from '#model/service.ts'

/** Something that is not as it should be. `container`: by name or id, where it is about one. */
export type Accusation =
  | { readonly kind: 'lost' | 'wrong'; readonly container: string | undefined; readonly rule: RuleAt }
  | { readonly kind: 'dead'; readonly container: string | undefined; readonly service: ServiceState }
  | { readonly kind: 'failed'; readonly container: string; readonly said: string }

/** A rule of Docker's, or a policy that it sets, by its place and text. */
export type RuleAt = Pick<DockerRuleStatus, 'family' | 'table' | 'chain' | 'text'>

/** All that a status accuses of, each by a key that is the same in the next status. */
export function accusationsOf(status: StatusAnswer): ReadonlyMap<string, Accusation> {
  const found = new Map<string, Accusation>()
  for (const { family, rules, steps } of status.plans) {
    for (const rule of rules) {
      if (rule.standing === 'expected' || rule.standing === 'unknown') continue
      const kind = rule.standing === 'missing' ? 'lost' : 'wrong'
      const { table, chain, text, cause } = rule
      found.set(`${rule.standing} ${family} ${table} ${chain} ${text}`, {
        kind,
        container: cause.container,
        rule: { family, table, chain, text },
      })
    }
    for (const step of steps) {
      if (step.kind !== 'policy') continue
      const { table, chain, policy } = step
      const rule = { family, table, chain, text: `-P ${chain} ${policy}` }
      found.set(`policy ${family} ${table} ${chain}`, { kind: 'lost', container: undefined, rule })
    }
  }
  for (const service of status.services) {
    if (service.state === 'dead')
      found.set(`dead ${serviceKey(service)}`, { kind: 'dead', container: service.container, service })
  }
  for (const { container, said } of status.failed) found.set(`failed ${container}`, { kind: 'failed', container, said })
  return found
}

/** What became of accusations with one more look. */
export interface Verdicts {
  /** Those that are true, and were not said yet. */
  readonly confirmed: readonly Accusation[]
  /** Those that were said and are true no more. */
  readonly cleared: readonly Accusation[]
  /** In how many milliseconds to look again, as something is not certain; undefined: all is. */
  readonly lookIn: number | undefined
  /** Whether that is worth to wait for before anything is said. */
  readonly isNear: boolean
}

const againMs = 200
// What is there too much or elsewhere kills nothing: it may take the time that an engine takes.
const patienceMs: Readonly<Record<Accusation['kind'], number>> = { lost: 150, dead: 150, failed: 150, wrong: 2000 }

interface Suspicion {
  readonly accusation: Accusation
  readonly sinceMs: number
  isSaid: boolean
}

/**
 * Rules and the engine's state are read one after the other, and containers come and go. So nothing is accused by one look: it must be
 * true in two looks in a row, and the container that it is about must not have come or gone between them.
 */
export class Suspicions {
  #known = new Map<string, Suspicion>()

  /** `isTouched`: whether the engine said something of a container since the look before. */
  update(found: ReadonlyMap<string, Accusation>, isTouched: (container: string) => boolean, nowMs: number): Verdicts {
    const cleared = [...this.#known].flatMap(([key, { accusation, isSaid }]) =>
      isSaid && !found.has(key) ? [accusation] : [],
    )
    const confirmed: Accusation[] = []
    let lookIn: number | undefined
    let isNear = false
    const next = new Map<string, Suspicion>()
    for (const [key, accusation] of found) {
      const known = this.#known.get(key)
      const { container } = accusation
      const isMoving = container !== undefined && isTouched(container)
      const one =
        known === undefined || (isMoving && !known.isSaid) ? { accusation, sinceMs: nowMs, isSaid: false } : known
      next.set(key, one)
      if (one.isSaid) continue
      const left = patienceMs[accusation.kind] - (nowMs - one.sinceMs)
      if (known === one && left <= 0) {
        one.isSaid = true
        confirmed.push(accusation)
        continue
      }
      lookIn = Math.min(lookIn ?? Number.POSITIVE_INFINITY, Math.max(againMs, left))
      if (accusation.kind !== 'wrong') isNear = true
    }
    this.#known = next
    return { confirmed, cleared, lookIn, isNear }
  }

  /** A look that judged nothing: what was said stays said, what was not certain begins anew. */
  pause(): Verdicts {
    for (const [key, { isSaid }] of this.#known) if (!isSaid) this.#known.delete(key)
    return { confirmed: [], cleared: [], lookIn: undefined, isNear: false }
  }
}

/** How many rules of Docker's are missing, wrong and as they should be. */
export function countRules(status: StatusAnswer | object) {
  const rules = 'plans' in status ? status.plans.flatMap((plan) => plan.rules) : []
  const count = (...standings: readonly DockerRuleStatus['standing'][]) =>
    rules.filter(({ standing }) => standings.includes(standing)).length
  return {
    missing: count('missing'),
    wrong: count('stale', 'altered', 'out-of-place', 'doubled'),
    expected: count('expected'),
  }
}
