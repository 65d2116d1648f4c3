import { bookText } from '#docker/book-text.ts'
import { readDaemonOptions } from '#docker/engines/daemon-options.ts'
import { readEngineVersion } from '#docker/engines/engine-version.ts'
import type { MeshPort, Prediction } from '#docker/predict.ts'
import { predict } from '#docker/predict.ts'
import type { ForwardingBefore } from '#model/daemon.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Variant } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { emptySnapshot } from '#model/snapshot.ts'
import { readText } from '#syntax/text/read-text.ts'

/** What is known of the daemon beside its state: its arguments, its daemon.json, the sysctls before it started. */
export interface DaemonConfig {
  readonly words: readonly string[]
  readonly json: unknown
  readonly before: ForwardingBefore
  /** Whether `before` is read off the machine's settings only, not known. */
  readonly forwardingGuessed?: boolean
  /** Of the iptables that the daemon runs; undefined where nobody knows. */
  readonly variant?: Variant | undefined
  readonly mesh: readonly MeshPort[]
}

/** The rules that the engine would write, as a snapshot of its own, and the predictions behind it. */
export interface Predicted {
  readonly snapshot: Snapshot
  readonly predictions: readonly Prediction[]
  readonly notes: readonly Message[]
}

/** What Docker would write for the state in a snapshot; a message where there is no state to predict from. */
export function answerPredict({ name, docker }: Snapshot, told: DaemonConfig): Predicted | Message {
  const version = docker && readEngineVersion(docker.version)
  if (docker === undefined || version === undefined) return message('predict/no-state', { source: name })
  if (docker.firewallBackend?.startsWith('nftables'))
    return message('predict/nftables-backend', { version: docker.version })
  const daemon = readDaemonOptions(version, told.words, told.json)
  const predictions = predict({ state: docker, daemon, before: told.before, mesh: told.mesh }) ?? []
  const rulesets = predictions.flatMap((prediction) => {
    const text = bookText(prediction)
    return text === '' ? [] : readText({ name: 'predicted', text }, { family: prediction.family }).rulesets
  })
  const guessed = told.before.ipv4 === undefined && daemon.ipForward
  const notes = guessed ? [message('predict/forwarding-guessed', {})] : []
  return { snapshot: { ...emptySnapshot(`predicted for ${name}`), docker, rulesets }, predictions, notes }
}

/** The predicted rules as text for iptables-save's readers. */
export function predictedText(predicted: Predicted, family: Prediction['family']): string {
  const prediction = predicted.predictions.find((one) => one.family === family)
  return prediction === undefined ? '' : bookText(prediction)
}
