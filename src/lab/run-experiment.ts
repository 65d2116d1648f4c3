import { join } from 'node:path'
import { answerDiff } from '#answers/diff-answer.ts'
import type { ExperimentName, ExperimentRun, ExperimentStep } from '#model/experiment.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Engine } from './engine.ts'
import { experiments } from './experiments.ts'
import type { Bench } from './experiment.ts'
import { keepCapture } from './keep-capture.ts'
import { createScene } from './scene.ts'

/** How to run an experiment. */
export interface ExperimentOptions {
  /** The engine's program (default: the first `dockerd` on the PATH). */
  readonly dockerd?: string | undefined
  /** A folder for the captures before and after each step. */
  readonly keep?: string | undefined
  /** Is told of each step as soon as it is done. */
  readonly onStep?: (step: ExperimentStep, index: number, engine: string) => void
}

/**
 * Runs an experiment in network namespaces of its own; they go with everything in them, however it ends. Faults: lab/engine-died,
 * lab/step-failed, those of capturing and of a repair.
 */
export async function runExperiment(name: ExperimentName, options: ExperimentOptions = {}): Promise<ExperimentRun> {
  const started = Date.now()
  const { options: args, run } = experiments[name]
  const scene = await createScene()
  try {
    let engine: Engine | undefined
    const steps: ExperimentStep[] = []
    const look = async (label: string): Promise<Snapshot> => {
      const folder = options.keep === undefined ? undefined : join(options.keep, name, label)
      if (folder !== undefined) await keepCapture(scene, engine, folder)
      return scene.look(folder ?? label, engine)
    }
    let before = await look('0')
    const bench: Bench = {
      scene,
      engine: async () => (engine ??= await scene.startEngine({ args, dockerd: options.dockerd })),
      step: async (did, shows, action) => {
        const checks = await action()
        const after = await look(String(steps.length + 1))
        const difference = answerDiff(before, after, new Set())
        const step = { did, shows, difference, checks, kept: options.keep === undefined ? undefined : after.name }
        before = after
        steps.push(step)
        options.onStep?.(step, steps.length, engine?.version ?? '')
      },
    }
    await run(bench)
    return { name, engine: engine?.version ?? '', options: args, steps, milliseconds: Date.now() - started }
  } finally {
    await scene.delete()
  }
}
