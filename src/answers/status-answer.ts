import { isRefusal, type Refusal } from '#model/answer.ts'
import type { DaemonConfig } from '#model/daemon.ts'
import type { Message } from '#model/diagnostic.ts'
import type { FailedStart, ServiceState } from '#model/service.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { oldConnections } from './old-connections.ts'
import { openForwarding } from './open-forwarding.ts'
import { answerRepair, type RepairAnswer, type RepairRequest } from './repair-answer.ts'
import { withReasons } from './rule-reasons.ts'
import { answerServices, serviceKey } from './service-answer.ts'

/**
 * `dead`: something that should be reached is not. `wrong`: all is reached, and rules of Docker's are not as they should be.
 * `unknown`: something depends on what was not read.
 */
export type StatusVerdict = 'ok' | 'wrong' | 'dead' | 'unknown'

/** How Docker's services fare on a host, and what is wrong with its rules. */
export interface StatusAnswer extends RepairAnswer {
  readonly verdict: StatusVerdict
  readonly services: readonly ServiceState[]
  readonly failed: readonly FailedStart[]
  /** Of containers and networks, by id. */
  readonly names: Readonly<Record<string, string>>
}

/** Follows everything that Docker promises through the rules of a snapshot, and holds Docker's rules against what it would write. */
export function answerStatus(
  snapshot: Snapshot,
  told: DaemonConfig,
  request: RepairRequest = {},
): StatusAnswer | Refusal {
  const rules = answerRepair(snapshot, told, request)
  if (isRefusal(rules)) return rules
  const masked = new Set(
    rules.plans.flatMap(({ family, rules: all }) =>
      all.flatMap(({ standing, chain, text, cause }) =>
        standing !== 'unknown' && chain === 'POSTROUTING' && /^-s \S+ ! -o \S+ -j MASQUERADE$/.test(text)
          ? [`${family} ${cause.network}`]
          : [],
      ),
    ),
  )
  const services = answerServices({ ...snapshot, daemon: told }, (network, family) =>
    masked.has(`${family} ${network}`),
  )
  const failed = failedStarts(snapshot)
  const named = [...(snapshot.docker?.containers ?? []), ...(snapshot.docker?.networks ?? [])]
  const names = Object.fromEntries(named.map(({ id, name }) => [id, name]))
  const plans = rules.plans.map((plan) => ({ ...plan, rules: withReasons(plan.rules, snapshot.docker) }))
  const open = openForwarding(snapshot, told, rules)
  const isSaid = ({ id, args }: Message) =>
    id === 'repair/policy-left' && open.some((one) => one.args.place === args.place)
  const notes = [...rules.notes.filter((note) => !isSaid(note)), ...open, ...oldConnections(snapshot)]
  return { ...rules, plans, notes, services, failed, names, verdict: verdictOf(rules, services, failed) }
}

/** What a first line says of an answer. */
export function verdictOf(
  { plans, unknown, notes }: RepairAnswer,
  services: readonly ServiceState[],
  failed: readonly FailedStart[],
): StatusVerdict {
  if (failed.length > 0 || services.some(({ state }) => state === 'dead')) return 'dead'
  const isWrong = plans.some(
    ({ rules, steps }) =>
      steps.length > 0 || rules.some(({ standing }) => standing !== 'expected' && standing !== 'unknown'),
  )
  if (isWrong || notes.some(({ id }) => id === 'status/left-over')) return 'wrong'
  return unknown.length > 0 || services.some(({ state }) => state === 'unknown') ? 'unknown' : 'ok'
}

/** Containers that the engine could not start, as it found its chains missing. */
function failedStarts({ docker }: Snapshot): readonly FailedStart[] {
  return (docker?.containers ?? []).flatMap(({ name, running, startError }) =>
    running || startError === undefined ? [] : [{ container: name, said: saidBy(startError) }],
  )
}

// `... (iptables failed: iptables --wait ...: iptables: No chain/target/match by that name.\n (exit status 1))`.
function saidBy(error: string): string {
  return /ip6?tables: ([^:\n]*?)\.?(?:\n|$)/.exec(error)?.[1] ?? error.split('\n')[0] ?? ''
}

/** What is reached now and was not before, by rules that may be gone: the services of `now` that work. */
export function answerOpened(before: Snapshot, after: Snapshot, now: readonly ServiceState[]): readonly ServiceState[] {
  const then = answerServices(completed(before, after), () => false)
  const closed = new Set(
    then.flatMap((one) => (one.state === 'dead' || one.state === 'limited' ? [serviceKey(one)] : [])),
  )
  return now.filter((one) => one.state === 'works' && closed.has(serviceKey(one)))
}

/** Rules alone are followed on the host as it is now; a family whose rules nobody kept is as it is now. */
function completed(before: Snapshot, after: Snapshot): Snapshot {
  const kept = new Set(before.rulesets.map(({ family }) => family))
  const rulesets = [...before.rulesets, ...after.rulesets.filter(({ family }) => !kept.has(family))]
  return before.facts.interfaces === undefined ? { ...after, rulesets } : { ...before, rulesets }
}
