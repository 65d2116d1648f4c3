import { readDaemonOptions } from '#docker/engines/daemon-options.ts'
import { readEngineVersion } from '#docker/engines/engine-version.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Placed, RepairPlan, RepairStep } from '#model/repair.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { planRepair } from '#plan/repair.ts'
import { ownersOf } from './owners-answer.ts'
import type { DaemonConfig } from './predict-answer.ts'
import { answerPredict } from './predict-answer.ts'

/** What is wrong with Docker's rules and what would put it right, family by family. */
export interface RepairAnswer {
  readonly engine: string
  readonly plans: readonly RepairPlan[]
  readonly notes: readonly Message[]
}

/** `prune`: also take away rules of Docker's that nothing is there for. `placed`: what the repair itself put there before. */
export interface RepairRequest {
  readonly prune?: boolean
  readonly placed?: Placed
}

/** Holds Docker's rules in a snapshot against what the engine would write; a message where there is no state to know that from. */
export function answerRepair(snapshot: Snapshot, told: DaemonConfig, wish: RepairRequest = {}): RepairAnswer | Message {
  const predicted = answerPredict(snapshot, told)
  if (!('predictions' in predicted)) return predicted
  const owners = ownersOf(snapshot)
  const options = { prune: false, ...wish, forwardingGuessed: told.forwardingGuessed === true }
  const plans = predicted.predictions
    .filter(
      ({ book, family }) => book.tables.size > 0 || snapshot.rulesets.some((ruleset) => ruleset.family === family),
    )
    .map((prediction) => planRepair(rulesetOf(snapshot, prediction.family, told.variant), prediction, owners, options))
    .map(withoutUnloadable)
  const unloadable = plans.flatMap(({ left }) => left)
  const left = plans.flatMap(({ plan: { family, policiesLeft } }) =>
    policiesLeft.map((policy) => ({ family, ...policy })),
  )
  const notes = left.map(({ family, table, chain, policy }) =>
    message('repair/policy-left', { place: `${family}/${table}/${chain}`, policy }),
  )
  const off = isOff(snapshot, told) ? [message('status/iptables-off', {})] : []
  for (const text of unloadable) notes.push(message('repair/unloadable', { text }))
  return {
    engine: snapshot.docker?.version ?? '',
    plans: plans.map(({ plan }) => plan),
    notes: [...off, ...predicted.notes, ...notes],
  }
}

/**
 * Takes out rules that iptables-restore reads otherwise than iptables-save prints them: those that name an interface with a quote or a
 * backslash. A name with a line feed, which no interface has, would even begin another line.
 */
function withoutUnloadable(plan: RepairPlan): { readonly plan: RepairPlan; readonly left: readonly string[] } {
  const odd = plan.steps.filter((step) => 'text' in step && isUnloadable(step.text))
  if (odd.length === 0) return { plan, left: [] }
  const steps = plan.steps.filter((step) => !odd.includes(step)).map((step) => closeUp(step, odd))
  return { plan: { ...plan, steps }, left: odd.flatMap((step) => ('text' in step ? [step.text] : [])) }
}

// Positions count with the rules that are left out.
function closeUp(step: RepairStep, odd: readonly RepairStep[]): RepairStep {
  if (step.kind !== 'insert') return step
  const { table, chain, position } = step
  const above = odd.filter(
    (one) => one.kind === 'insert' && one.table === table && one.chain === chain && one.position < position,
  )
  return { ...step, position: position - above.length }
}

// A quoted word (a comment) is read back as it was.
function isUnloadable(text: string): boolean {
  return /["\\\0\n\r]/.test(text.replace(/ "(?:[^"\\\0\n\r]|\\.)*"(?= |$)/g, ''))
}

/** Whether the engine was told to write no rules: then those that are there are left from before. */
function isOff({ docker }: Snapshot, { words, json }: DaemonConfig): boolean {
  const version = docker && readEngineVersion(docker.version)
  return version !== undefined && !readDaemonOptions(version, words, json).iptables
}

/**
 * The ruleset that the engine writes into. Where both variants have rules: the one with Docker's chains, and of two the one of the
 * iptables that the engine runs, which is also the one where a flush left neither with any.
 */
function rulesetOf({ rulesets }: Snapshot, family: Ruleset['family'], variant: Ruleset['variant']): Ruleset {
  const own = rulesets.filter((ruleset) => ruleset.family === family)
  const dockers = own.filter(({ tables }) =>
    tables.some(({ chains }) => chains.some(({ name }) => name.startsWith('DOCKER'))),
  )
  const choice = dockers.length > 0 ? dockers : own
  const running = choice.find((ruleset) => variant !== undefined && ruleset.variant === variant)
  if (running !== undefined) return running
  const isTold = variant === undefined || dockers.length > 0
  return (isTold ? choice[0] : undefined) ?? { family, variant, tables: [] }
}
