import { append } from '#base/lists.ts'
import { keepScript, keepTables, loadScript, restoreKept } from '#apply/load-script.ts'
import type { Host } from '#host/host.ts'
import { Fault } from '#model/fault.ts'
import type { Placed, RepairPlan, RepairStep } from '#model/repair.ts'
import { stepKey } from '#model/repair.ts'
import { repairScript } from '#plan/repair-script.ts'
import type { RepairAnswer } from './repair-answer.ts'
import { settled } from './settle.ts'

/** How a repair ended: after how many rounds of loading, and what is still wrong (nothing, where all is well). */
export interface RepairRun {
  readonly rounds: number
  readonly left: RepairAnswer
  /** Whether it stopped because loading changed nothing of what was to do; what it had put in was taken out again. */
  readonly stalled: boolean
  /** Where the tables are kept as they were before. */
  readonly kept: readonly string[]
}

/** Looks again at the rules and the engine; `placed`: what was put there meanwhile. */
export type LookAgain = (placed: Placed) => Promise<RepairAnswer>

const mostRounds = 6
// Fewer than a status takes: there are several rounds.
const mostLooks = 3
const settlingMs = 150

/**
 * Does what the answer says, reads back, and does what is left: a container that starts meanwhile changes what is to be done, and
 * one that stops leaves a rule of ours behind. Each round loads one script a family. Faults: those of `loadScript`; every table is
 * as before or as it should be then, and a second run goes on.
 */
export async function runRepair(host: Host, first: RepairAnswer, again: LookAgain): Promise<RepairRun> {
  const placed = new Set<string>()
  const inserted: Inserted[] = []
  let answer = await settle(host, first, again, placed)
  let kept: readonly string[] = []
  let idle = 0
  for (let rounds = 0; ; rounds++) {
    const wanted = answer.plans.filter(({ steps }) => steps.length > 0)
    if (wanted.length === 0 || rounds === mostRounds) return { rounds, left: answer, stalled: false, kept }
    if (rounds === 0) kept = await keepTables(host, wanted)
    let isLoaded = true
    for (const plan of transactions(wanted)) {
      if (await load(host, plan, placed, rounds === mostRounds - 1)) append(inserted, insertionsOf(plan))
      else isLoaded = false
    }
    const next = await settle(host, await again(placed), again, placed)
    // Once may be somebody who flushed at that moment; twice is a rule that does not come back as it was written.
    idle = isLoaded && todo(next) !== '' && isNoSmaller(next, answer) ? idle + 1 : 0
    answer = next
    if (idle === mostIdle) {
      const lacking = stillLacking(inserted, answer)
      if (lacking.some(({ plan }) => plan.backend === 'nftables')) await restoreKept(host, kept)
      else await takeBack(host, lacking)
      return { rounds: rounds + 1, left: await again(placed), stalled: true, kept }
    }
  }
}

const mostIdle = 2

interface Inserted {
  readonly plan: RepairPlan
  readonly step: Extract<RepairStep, { kind: 'insert' | 'native' }>
}

function insertionsOf(plan: RepairPlan): readonly Inserted[] {
  return plan.steps.flatMap((step) => (step.kind === 'insert' || step.kind === 'native' ? [{ plan, step }] : []))
}

/** What is loaded at once: the steps of all families of nftables, else one family. */
function transactions(plans: readonly RepairPlan[]): readonly RepairPlan[] {
  const native = plans.filter(({ backend }) => backend === 'nftables')
  const [first] = native
  const others = plans.filter((plan) => !native.includes(plan))
  return first === undefined ? others : [...others, { ...first, steps: native.flatMap(({ steps }) => steps) }]
}

/** Those insertions that an answer asks for again. */
function stillLacking(inserted: readonly Inserted[], { plans }: RepairAnswer): readonly Inserted[] {
  const lacking = new Set(plans.flatMap(insertionsOf).map(keyOf))
  return inserted.filter((one) => lacking.has(keyOf(one)))
}

/** Whether everything that was to do is still to do. */
function isNoSmaller(next: RepairAnswer, before: RepairAnswer): boolean {
  const wanted = before.plans.flatMap(insertionsOf)
  return stillLacking(wanted, next).length === wanted.length
}

function keyOf({ plan, step }: Inserted): string {
  return stepKey(plan.family, step)
}

/** Removes what was put in and did not help, one script each: a rule that is gone already keeps none of the others. */
async function takeBack(host: Host, inserted: readonly Inserted[]): Promise<void> {
  for (const { plan, step } of inserted) {
    if (step.kind === 'native') continue
    const { table, chain, text, position } = step
    const steps: readonly RepairStep[] = [{ kind: 'delete', table, chain, position, text, because: 'stale' }]
    try {
      await loadScript(host, plan, repairScript({ steps }))
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'host/restore-refused') throw error
    }
  }
}

/** What is wrong for certain: of a container that starts or stops no rule is put in or taken out. */
function settle(host: Host, seen: RepairAnswer, again: LookAgain, placed: Placed): Promise<RepairAnswer> {
  return settled(
    seen,
    () => again(placed),
    (ms) => host.sleep(ms),
    mostLooks,
  )
}

function todo({ plans }: RepairAnswer): string {
  return plans.map((plan) => `${plan.family}\n${repairScript(plan)}`).join('\n')
}

async function load(host: Host, plan: RepairPlan, placed: Set<string>, isLast: boolean): Promise<boolean> {
  const script = repairScript(plan)
  try {
    await loadScript(host, plan, script)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const passes = error.code === 'host/rules-busy' || error.code === 'host/restore-refused'
    if (passes && !isLast) {
      await host.sleep(settlingMs)
      return false
    }
    if (error.code !== 'host/restore-refused') throw error
    throw new Fault(error.code, { ...error.facts, kept: await keepScript(host, script) }, { cause: error })
  }
  for (const step of plan.steps) if (step.kind === 'insert') placed.add(stepKey(plan.family, step))
  return true
}
