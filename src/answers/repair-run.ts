import { loadScript } from '#apply/load-script.ts'
import type { Host } from '#host/host.ts'
import { Fault } from '#model/fault.ts'
import { repairScript } from '#plan/repair-script.ts'
import type { RepairAnswer } from './repair-answer.ts'

/** How a repair ended: after how many rounds, and what is still wrong (nothing, where all is well). */
export interface RepairRun {
  readonly rounds: number
  readonly left: RepairAnswer
}

const mostRounds = 5

/**
 * Does what the answer says, reads back, and does what is left: a container that starts meanwhile changes what is to be done.
 * Each round loads one script a family. Faults: those of `loadScript`; what was loaded before them stays, and a second run goes on.
 */
export async function runRepair(
  host: Host,
  first: RepairAnswer,
  again: () => Promise<RepairAnswer>,
): Promise<RepairRun> {
  let answer = first
  for (let rounds = 0; ; rounds++) {
    const wanted = answer.plans.filter(({ steps }) => steps.length > 0)
    if (wanted.length === 0 || rounds === mostRounds) return { rounds, left: answer }
    for (const plan of wanted) await load(host, plan, rounds)
    answer = await again()
  }
}

async function load(host: Host, plan: RepairAnswer['plans'][number], round: number): Promise<void> {
  try {
    await loadScript(host, plan, repairScript(plan))
  } catch (error) {
    const passing =
      error instanceof Fault && (error.code === 'host/rules-busy' || error.code === 'host/restore-refused')
    if (!passing || round === mostRounds - 1) throw error
    await host.sleep(200)
  }
}
