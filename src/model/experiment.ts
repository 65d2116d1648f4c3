import type { Message } from './diagnostic.ts'
import type { Difference } from './difference.ts'

/** The experiments of the lab, in the order in which they build on one another. */
export const experimentNames = [
  'empty-host',
  'rule-in-every-chain',
  'container',
  'pair',
  'log-everywhere',
  'dropped-port',
  'hairpin',
  'reload',
  'stale-file',
  'delete-and-restart',
  'flush-and-repair',
] as const

/** What an experiment is called. */
export type ExperimentName = (typeof experimentNames)[number]

/** Something that a step showed, and whether it came out as it should. */
export interface ExperimentCheck {
  readonly claim: Message
  readonly holds: boolean
}

/** One step of an experiment: what was done, what became of the rules, and what was seen beside. */
export interface ExperimentStep {
  readonly did: Message
  /** `all`: the change is what the step is about; `count`: it only prepares; `none`: the step leaves the rules alone. */
  readonly shows: 'all' | 'count' | 'none'
  readonly difference: Difference
  readonly checks: readonly ExperimentCheck[]
  /** The folder with the captures, where they are kept. */
  readonly kept: string | undefined
}

/** An experiment that was run. */
export interface ExperimentRun {
  readonly name: ExperimentName
  /** The version of the engine. */
  readonly engine: string
  /** The options the engine was started with, beside those that keep it apart from the machine's own. */
  readonly options: readonly string[]
  readonly steps: readonly ExperimentStep[]
  readonly milliseconds: number
}
