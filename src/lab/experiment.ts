import type { MessageId } from '#model/messages.ts'
import type { Message } from '#model/diagnostic.ts'
import type { ExperimentCheck, ExperimentName, ExperimentStep } from '#model/experiment.ts'
import type { Engine } from './engine.ts'
import type { Scene } from './scene.ts'

/** Does something to a host and says what it saw. */
export type Action = () => Promise<readonly ExperimentCheck[]>

/** What an experiment works on: a host without rules, and what it is told to look at. */
export interface Bench {
  readonly scene: Scene
  /** Starts the host's engine with the experiment's options. */
  engine(): Promise<Engine>
  /** Does a step and compares the host's rules before and after it. */
  step(did: Message, shows: ExperimentStep['shows'], action: Action): Promise<void>
}

/** An experiment as it is written down. `options`: for dockerd. */
export interface Experiment {
  readonly name: ExperimentName
  readonly options: readonly string[]
  readonly run: (bench: Bench) => Promise<void>
}

type Below<Room extends string> = MessageId extends infer K ? (K extends `${Room}/${infer Name}` ? Name : never) : never

/** What was seen. `id`: the claim's message below `lab/check/`. */
export function check(id: Below<'lab/check'>, holds: boolean, args: Message['args'] = {}): ExperimentCheck {
  return { claim: { id: `lab/check/${id}`, args }, holds }
}

/** What is done. `id`: the message below `lab/step/`. */
export function did(id: Below<'lab/step'>, args: Message['args'] = {}): Message {
  return { id: `lab/step/${id}`, args }
}
