import type { ExperimentName } from '#model/experiment.ts'
import { emptyHost, ruleInEveryChain } from './experiments/engine-starts.ts'
import { container, pair } from './experiments/containers-start.ts'
import { flushAndRepair } from './experiments/flush-and-repair.ts'
import type { Experiment } from './experiment.ts'

/** Every experiment by its name. */
export const experiments: Readonly<Record<ExperimentName, Experiment>> = {
  'empty-host': emptyHost,
  'rule-in-every-chain': ruleInEveryChain,
  container,
  pair,
  'flush-and-repair': flushAndRepair,
}
