import type { ExperimentName } from '#model/experiment.ts'
import { emptyHost, ruleInEveryChain } from './experiments/engine-starts.ts'
import { container, pair } from './experiments/containers-start.ts'
import { flushAndRepair } from './experiments/flush-and-repair.ts'
import { hairpin } from './experiments/hairpin.ts'
import { deleteAndRestart, reload, staleFile } from './experiments/reloads.ts'
import { droppedPort, logEverywhere } from './experiments/rules-of-yours.ts'
import type { Experiment } from './experiment.ts'

/** Every experiment by its name. */
export const experiments: Readonly<Record<ExperimentName, Experiment>> = {
  'empty-host': emptyHost,
  'rule-in-every-chain': ruleInEveryChain,
  container,
  pair,
  'log-everywhere': logEverywhere,
  'dropped-port': droppedPort,
  hairpin,
  reload,
  'stale-file': staleFile,
  'delete-and-restart': deleteAndRestart,
  'flush-and-repair': flushAndRepair,
}
