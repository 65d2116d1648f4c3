import { bookText } from '#docker/book-text.ts'
import { readDaemonOptions } from '#docker/engines/daemon-options.ts'
import { readEngineVersion } from '#docker/engines/engine-version.ts'
import { refusedValues } from '#docker/engines/networks.ts'
import type { OpenOptions, Prediction } from '#docker/predict.ts'
import { predict } from '#docker/predict.ts'
import { predictKnown } from '#docker/predict-known.ts'
import { type Refusal, refusal } from '#model/answer.ts'
import type { DaemonConfig } from '#model/daemon.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { emptySnapshot } from '#model/snapshot.ts'
import { readText } from '#syntax/text/read-text.ts'

/** The rules that the engine would write, as a snapshot of its own, and the predictions behind it. */
export interface Predicted {
  readonly snapshot: Snapshot
  readonly predictions: readonly Prediction[]
  /** What is printed of them: options that are not known at their defaults. */
  readonly printed: readonly Prediction[]
  readonly notes: readonly Message[]
  /** What of the state is left out, as it names no interface and no address. */
  readonly refused: readonly Message[]
  /** Which options are not known and decide something of it. */
  readonly optionNotes: readonly Message[]
}

/** What Docker would write for the state in a snapshot; a message where there is no state to predict from. */
export function answerPredict({ name, docker }: Snapshot, told: DaemonConfig): Predicted | Refusal {
  const version = docker && readEngineVersion(docker.version)
  if (docker === undefined || version === undefined) return refusal('predict/no-state', { source: name })
  if (docker.firewallBackend?.startsWith('nftables'))
    return refusal('predict/nftables-backend', { version: docker.version })
  const daemon = readDaemonOptions(version, told.words, told.json)
  // What is printed is one set of rules: the one of the defaults, where options are not known.
  const printed = predict({ state: docker, daemon, before: told.before, mesh: told.mesh }) ?? []
  const predictions = predictKnown(version, docker, told) ?? []
  const rulesets = printed.flatMap((prediction) => {
    const text = bookText(prediction)
    return text === '' ? [] : readText({ name: 'predicted', text }, { family: prediction.family }).rulesets
  })
  const guessed = told.before.ipv4 === undefined && daemon.ipForward
  const notes = guessed ? [message('predict/forwarding-guessed', {})] : []
  const unknown = [...new Set(predictions.flatMap(({ open }) => openOptions(open)))]
  const refused = refusedValues(docker).map((what) => message('predict/refused', { what }))
  const optionNotes = unknown.length === 0 ? [] : [message('predict/options-unknown', { options: unknown.join(', ') })]
  return {
    snapshot: { ...emptySnapshot(`predicted for ${name}`), docker, rulesets },
    predictions,
    printed,
    notes,
    refused,
    optionNotes,
  }
}

function openOptions(open: OpenOptions | undefined): readonly string[] {
  if (open === undefined) return []
  return [open.family, open.policy, ...[...open.rules.values()].map(({ option }) => option)].filter(
    (name) => name !== undefined,
  )
}

/** The predicted rules as text for iptables-save's readers. */
export function predictedText(predicted: Predicted, family: Prediction['family']): string {
  const prediction = predicted.printed.find((one) => one.family === family)
  return prediction === undefined ? '' : bookText(prediction)
}
