import { keepScript, loadScript } from '#apply/load-script.ts'
import type { Host } from '#host/host.ts'
import { Fault } from '#model/fault.ts'
import type { Placed, RepairPlan } from '#model/repair.ts'
import { stepKey } from '#model/repair.ts'
import { repairScript } from '#plan/repair-script.ts'
import type { RepairAnswer } from './repair-answer.ts'

/** How a repair ended: after how many rounds of loading, and what is still wrong (nothing, where all is well). */
export interface RepairRun {
  readonly rounds: number
  readonly left: RepairAnswer
}

/** Looks again at the rules and the engine; `placed`: what was put there meanwhile. */
export type LookAgain = (placed: Placed) => Promise<RepairAnswer>

const mostRounds = 6
const mostLooks = 6
const settlingMs = 150

/**
 * Does what the answer says, reads back, and does what is left: a container that starts meanwhile changes what is to be done, and
 * one that stops leaves a rule of ours behind. Each round loads one script a family. Faults: those of `loadScript`; every table is
 * as before or as it should be then, and a second run goes on.
 */
export async function runRepair(host: Host, first: RepairAnswer, again: LookAgain): Promise<RepairRun> {
  const placed = new Set<string>()
  let answer = await settle(host, first, again, placed)
  for (let rounds = 0; ; rounds++) {
    const wanted = answer.plans.filter(({ steps }) => steps.length > 0)
    if (wanted.length === 0 || rounds === mostRounds) return { rounds, left: answer }
    for (const plan of wanted) await load(host, plan, placed, rounds === mostRounds - 1)
    answer = await settle(host, await again(placed), again, placed)
  }
}

/** Rules and the engine's state are read one after the other: what is wrong in two looks in a row is wrong. */
async function settle(host: Host, seen: RepairAnswer, again: LookAgain, placed: Placed): Promise<RepairAnswer> {
  let answer = seen
  for (let looks = 1; looks < mostLooks && answer.plans.some(({ steps }) => steps.length > 0); looks++) {
    const next = await again(placed)
    if (todo(next) === todo(answer)) return next
    answer = next
    await host.sleep(settlingMs)
  }
  return answer
}

function todo({ plans }: RepairAnswer): string {
  return plans.map((plan) => `${plan.family}\n${repairScript(plan)}`).join('\n')
}

async function load(host: Host, plan: RepairPlan, placed: Set<string>, isLast: boolean): Promise<void> {
  const script = repairScript(plan)
  try {
    await loadScript(host, plan, script)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const passes = error.code === 'host/rules-busy' || error.code === 'host/restore-refused'
    if (passes && !isLast) return await host.sleep(settlingMs)
    if (error.code !== 'host/restore-refused') throw error
    throw new Fault(error.code, { ...error.facts, kept: await keepScript(host, script) }, { cause: error })
  }
  for (const step of plan.steps) if (step.kind === 'insert') placed.add(stepKey(plan.family, step))
}
