import { type Settled, settlePrediction } from '#compare/settle-prediction.ts'
import { readKnownOptions } from '#docker/engines/daemon-options.ts'
import { readEngineVersion } from '#docker/engines/engine-version.ts'
import { isRefusal, type Refusal, refusal } from '#model/answer.ts'
import type { DaemonConfig } from '#model/daemon.ts'
import type { Message } from '#model/diagnostic.ts'
import type { DockerChange } from '#model/docker.ts'
import { message } from '#model/diagnostic.ts'
import { isRefused, variantFor } from '#model/daemon.ts'
import type { Placed, RepairPlan, RepairStep, Standing } from '#model/repair.ts'
import type { Family, Variant } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { planRepair } from '#plan/repair.ts'
import { engineRuleset, leftOvers, variantsWithDocker } from './engine-variant.ts'
import { answerNativeRepair } from './native-repair-answer.ts'
import { otherEngineNotes, withoutOtherEngines } from './other-engine.ts'
import { ownersOf } from './owners-answer.ts'
import { answerPredict } from './predict-answer.ts'

/** What is wrong with Docker's rules and what would put it right, family by family. */
export interface RepairAnswer {
  readonly engine: string
  readonly plans: readonly RepairPlan[]
  /** What was not read and so is not judged: said first. */
  readonly unknown: readonly Message[]
  /** Why nothing may be written: the engine's rules would, or could, come to the wrong place. */
  readonly blocked: readonly Message[]
  readonly notes: readonly Message[]
  /** Whether the engine was told to write no rules. */
  readonly isOff: boolean
  /** What started or stopped while the host was read: what is said of it may be of another moment. */
  readonly changing: readonly DockerChange[]
}

/** `prune`: also take away rules of Docker's that nothing is there for. `placed`: what the repair itself put there before. */
export interface RepairRequest {
  readonly prune?: boolean
  readonly placed?: Placed
  /** The variant that was chosen by hand. */
  readonly variant?: Variant | undefined
}

/** Holds Docker's rules in a snapshot against what the engine would write; a message where there is no state to know that from. */
export function answerRepair(snapshot: Snapshot, told: DaemonConfig, wish: RepairRequest = {}): RepairAnswer | Refusal {
  const predicted = answerPredict(snapshot, told)
  const changing = snapshot.docker?.changing ?? []
  if (isRefusal(predicted)) return predicted
  if (predicted.native !== undefined) {
    const native = answerNativeRepair(snapshot, told, predicted, wish)
    return isRefusal(native) ? native : { ...native, changing, blocked: blockedByProcess(told) }
  }
  const owners = ownersOf(snapshot)
  const written = predicted.predictions.filter(
    ({ book, family }) => book.tables.size > 0 || snapshot.rulesets.some((ruleset) => ruleset.family === family),
  )
  const read = written.filter(({ family }) => snapshot.rulesets.some((ruleset) => ruleset.family === family))
  if (read.length === 0) return refusal('status/no-rules', { source: snapshot.name })
  const variantOf = (family: Family) => wish.variant ?? variantFor(told, family)
  const used = read.flatMap((prediction) => {
    const ruleset = engineRuleset(snapshot, prediction.family, variantOf(prediction.family))
    return ruleset === undefined ? [] : [{ prediction, ruleset }]
  })
  const options = { prune: false, ...wish, forwardingGuessed: told.forwardingGuessed === true }
  const judged = used.map(({ prediction, ruleset }) => {
    const settled = settlePrediction(ruleset, prediction)
    const plan = planRepair(ruleset, settled.prediction, owners, options)
    const isDoubtful = snapshot.docker?.unread !== undefined || predicted.refused.length > 0 || settled.isWhollyOpen
    const others = withoutOtherEngines(withUnknown(plan, settled.unknown, isDoubtful), snapshot)
    return { settled, bridges: others.bridges, ...withoutUnloadable(others.plan) }
  })
  const plans = judged.map(({ plan }) => plan)
  const unclear = plans.filter(({ family }) => variantOf(family) === undefined)
  const off = isOff(snapshot, told)
  return {
    engine: snapshot.docker?.version ?? '',
    plans,
    unknown: [
      ...(told.problems ?? []),
      ...unknownOptions(judged.flatMap(({ settled }) => settled.options)),
      ...written.filter((one) => !read.includes(one)).map(({ family }) => message('status/family-unread', { family })),
      ...unreadVariants(read, used, variantOf),
      ...unclearVariants(snapshot, unclear),
      ...predicted.refused,
      ...(snapshot.docker?.unread ?? []).map((what) => message('status/inventory-unread', { what })),
      ...unloadableRules(judged.flatMap(({ left }) => left)),
    ],
    blocked: [...blockedByProcess(told), ...blockedByVariant(snapshot, unclear)],
    isOff: off,
    changing,
    notes: [
      ...(off ? [message('status/iptables-off', {})] : []),
      ...leftOvers(snapshot, variantOf, owners),
      ...predicted.notes.filter((note) => !isPolicyOpen(judged, note)),
      ...policiesLeft(plans),
      ...otherEngineNotes(judged.flatMap(({ bridges }) => bridges)),
    ],
  }
}

function policiesLeft(plans: readonly RepairPlan[]): readonly Message[] {
  return plans.flatMap(({ family, policiesLeft: left }) =>
    left.map(({ table, chain, policy }) =>
      message('repair/policy-left', { place: `${family}/${table}/${chain}`, policy }),
    ),
  )
}

function unreadVariants(
  read: readonly { readonly family: Family }[],
  used: readonly { readonly ruleset: { readonly family: Family } }[],
  variantOf: (family: Family) => Variant | undefined,
): readonly Message[] {
  const unread = read.filter(({ family }) => !used.some(({ ruleset }) => ruleset.family === family))
  return unread.map(({ family }) => message('status/variant-unread', { family, variant: variantOf(family) ?? '' }))
}

/** Chains of Docker's in both variants: one holds the engine's, and nobody knows which. */
function unclearVariants(snapshot: Snapshot, plans: readonly RepairPlan[]): readonly Message[] {
  const unclear = plans.filter(({ family }) => variantsWithDocker(snapshot, family) > 1)
  return unclear.map(({ family }) => message('status/variant-unknown', { family }))
}

/** Nothing is written where nothing tells which variant the engine writes: no chain of before, or chains in both. */
function blockedByVariant(snapshot: Snapshot, plans: readonly RepairPlan[]): readonly Message[] {
  const unclear = plans.filter(({ family, steps }) => steps.length > 0 && variantsWithDocker(snapshot, family) !== 1)
  return unclear.map(({ family }) =>
    message('repair/variant-unclear', { family, found: variantsWithDocker(snapshot, family) }),
  )
}

function unloadableRules(texts: readonly string[]): readonly Message[] {
  const [text] = texts
  return text === undefined ? [] : [message('repair/unloadable', { count: texts.length, text })]
}

// Where it is not known whether the engine sets policies, none is expected.
function isPolicyOpen(judged: readonly { readonly settled: Settled }[], { id }: Message): boolean {
  return id === 'predict/forwarding-guessed' && judged.some(({ settled }) => settled.options.includes('ip-forward'))
}

function unknownOptions(names: readonly string[]): readonly Message[] {
  const options = [...new Set(names)].map((name) => (/^[A-Z]/.test(name) ? name : `--${name}`))
  return options.length === 0 ? [] : [message('status/options-unknown', { options: options.join(', ') })]
}

/** Puts the rules that nobody can judge beside the others; what could belong to a part that was not read is neither stale nor altered. */
function withUnknown(plan: RepairPlan, unknown: RepairPlan['rules'], isDoubtful: boolean): RepairPlan {
  const isSuperfluous = (standing: Standing) => standing === 'stale' || standing === 'altered'
  const rules = plan.rules.map((rule) =>
    isDoubtful && isSuperfluous(rule.standing) ? { ...rule, standing: 'unknown' as const } : rule,
  )
  const steps = plan.steps.filter((step) => !(isDoubtful && step.kind === 'delete' && isSuperfluous(step.because)))
  return { ...plan, rules: [...rules, ...unknown], steps }
}

/**
 * Takes out rules that iptables-restore reads otherwise than iptables-save prints them: those that name an interface with a quote or a
 * backslash. A name with a line feed, which no interface has, would even begin another line. As a dump is read as iptables-restore
 * does, nobody can tell whether such a rule is there: it is unknown, and so is what it reads as.
 */
function withoutUnloadable(plan: RepairPlan): { readonly plan: RepairPlan; readonly left: readonly string[] } {
  const odd = plan.rules.filter(({ standing, text }) => standing === 'missing' && isUnloadable(text))
  if (odd.length === 0) return { plan, left: [] }
  const readAs = new Set(
    odd.flatMap(({ table, chain, text }) => [text, unquoted(text)].map((one) => `${table}/${chain} ${one}`)),
  )
  const isOdd = (one: { table: string; chain: string }, text: string) => readAs.has(`${one.table}/${one.chain} ${text}`)
  const rules = plan.rules.flatMap((rule) => {
    if (rule.standing === 'expected' || !isOdd(rule, rule.text)) return [rule]
    return rule.standing === 'missing' ? [{ ...rule, standing: 'unknown' as const }] : []
  })
  const out = plan.steps.filter((step) => 'text' in step && isOdd(step, step.text))
  const steps = plan.steps.filter((step) => !out.includes(step)).map((step) => closeUp(step, out))
  return { plan: { ...plan, rules, steps }, left: odd.map(({ text }) => text) }
}

// As iptables-restore takes quotes and backslashes away.
function unquoted(text: string): string {
  return text.replace(/\\(.)|"/gs, '$1')
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
function isOff({ docker }: Snapshot, told: DaemonConfig): boolean {
  const version = docker && readEngineVersion(docker.version)
  return version !== undefined && readKnownOptions(version, told).iptables === false
}

function blockedByProcess({ problems = [] }: DaemonConfig): readonly Message[] {
  return problems.some(({ id }) => id === 'daemon/no-process' || id === 'daemon/not-dockerd' || isRefused(id))
    ? [message('repair/stranger', {})]
    : []
}
