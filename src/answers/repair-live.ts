import { type CaptureOptions, liveHost } from '#snapshots/live.ts'
import type { RepairAnswer } from './repair-answer.ts'
import type { LookAgain, RepairRun } from './repair-run.ts'
import { runRepair } from './repair-run.ts'

/** Repairs the live host that the options name. */
export function repairLive(options: CaptureOptions, first: RepairAnswer, again: LookAgain): Promise<RepairRun> {
  return runRepair(liveHost(options), first, again)
}
