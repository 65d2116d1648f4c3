import { bookText } from '#docker/book-text.ts'
import { optionNames, readDaemonOptions, readKnownOptions } from '#docker/engines/daemon-options.ts'
import { atLeast, type EngineVersion, readEngineVersion } from '#docker/engines/engine-version.ts'
import { refusedValues } from '#docker/engines/networks.ts'
import type { OpenOptions, Prediction } from '#docker/predict.ts'
import { predict } from '#docker/predict.ts'
import { predictKnown } from '#docker/predict-known.ts'
import { type Refusal, refusal } from '#model/answer.ts'
import { bridgesTable, tableOfBook } from '#docker/nftables/nft-book.ts'
import { type NftPrediction, predictNft, unreadableNetworks, writesNftables } from '#docker/nftables/predict-nft.ts'
import { type DaemonConfig, type DaemonOptions, unknownOption } from '#model/daemon.ts'
import type { DockerState } from '#model/docker.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { emptySnapshot } from '#model/snapshot.ts'
import { printNftTable } from '#syntax/nft/print-table.ts'
import { readText } from '#syntax/text/read-text.ts'

/** The rules that the engine would write, as a snapshot of its own, and the predictions behind it. */
export interface Predicted {
  readonly snapshot: Snapshot
  readonly predictions: readonly Prediction[]
  /** What is printed of them: options that are not known at their defaults. */
  readonly printed: readonly Prediction[]
  /** The tables of an engine that writes nftables: then nothing else is predicted. Undefined: it writes iptables. */
  readonly native: readonly NftPrediction[] | undefined
  readonly notes: readonly Message[]
  /** What of the state is left out, as it names no interface and no address. */
  readonly refused: readonly Message[]
  /** Which options are not known and decide something of it. */
  readonly optionNotes: readonly Message[]
}

/** What Docker would write for the state in a snapshot; a message where there is no state to predict from. */
export function answerPredict(host: Snapshot, told: DaemonConfig): Predicted | Refusal {
  const { name, docker } = host
  const version = docker && readEngineVersion(docker.version)
  if (docker === undefined || version === undefined) return refusal('predict/no-state', { source: name })
  const daemon = readDaemonOptions(version, told.words, told.json)
  const state = withBackend(host, docker)
  const refused = refusedValues(docker).map((what) => message('predict/refused', { what }))
  const guessed = told.before.ipv4 === undefined && daemon.ipForward
  const empty = { ...emptySnapshot(`predicted for ${name}`), docker }
  if (writesNftables(state, daemon)) {
    const native = predictNft({ state, daemon, before: told.before, mesh: told.mesh }) ?? []
    const unreadable = unreadableNetworks(docker).map((what) => message('predict/refused', { what }))
    const tables = native.map(({ book }) => tableOfBook(book, 'predicted'))
    const optionNotes = unknownNotes(openNftOptions(version, told))
    return {
      snapshot: { ...empty, native: tables },
      predictions: [],
      printed: [],
      native,
      notes: nftNotes(state, daemon, told, version),
      refused: [...refused, ...unreadable],
      optionNotes,
    }
  }
  // What is printed is one set of rules: the one of the defaults, where options are not known.
  const printed = predict({ state: docker, daemon, before: told.before, mesh: told.mesh }) ?? []
  const predictions = predictKnown(version, docker, told) ?? []
  const rulesets = printed.flatMap((prediction) => {
    const text = bookText(prediction)
    return text === '' ? [] : readText({ name: 'predicted', text }, { family: prediction.family }).rulesets
  })
  return {
    snapshot: { ...empty, rulesets },
    predictions,
    printed,
    native: undefined,
    notes: guessed ? [message('predict/forwarding-guessed', {})] : [],
    refused,
    optionNotes: unknownNotes(predictions.flatMap(({ open }) => openOptions(open))),
  }
}

function unknownNotes(options: readonly string[]): readonly Message[] {
  const unknown = [...new Set(options)]
  return unknown.length === 0 ? [] : [message('predict/options-unknown', { options: unknown.join(', ') })]
}

/** The engine as its rules show it, where it does not say with what it writes them. */
function withBackend({ native = [] }: Snapshot, docker: DockerState): DockerState {
  const isThere = native.some(({ name }) => name === bridgesTable)
  return docker.firewallBackend === undefined && isThere ? { ...docker, firewallBackend: 'nftables' } : docker
}

function openNftOptions(version: EngineVersion, told: DaemonConfig): readonly string[] {
  const known = readKnownOptions(version, told)
  return nftDeciders.filter((option) => known[option] === unknownOption).map((option) => optionNames[option])
}

/** The options that decide rules of nftables. */
const nftDeciders = ['iptables', 'ip6tables', 'userlandProxy', 'allowDirectRouting', 'bridgeAcceptFwmark'] as const

function nftNotes(
  { swarmActive, networks }: DockerState,
  daemon: DaemonOptions,
  { before }: DaemonConfig,
  version: EngineVersion,
): readonly Message[] {
  const isMesh = swarmActive || networks.some(({ ingress }) => ingress)
  return [
    ...(isMesh ? [message('predict/nftables-no-mesh', {})] : []),
    ...(before.ipv4 === false && daemon.ipForward && atLeast(version, 29)
      ? [message('predict/nftables-no-start', {})]
      : []),
  ]
}

function openOptions(open: OpenOptions | undefined): readonly string[] {
  if (open === undefined) return []
  return [open.family, open.policy, ...[...open.rules.values()].map(({ option }) => option)].filter(
    (name) => name !== undefined,
  )
}

/** The predicted rules of a family as text: for iptables-restore, or for `nft -f`. */
export function predictedText(predicted: Predicted, family: Prediction['family']): string {
  const table = predicted.snapshot.native?.find((one) => one.family === (family === 'ipv4' ? 'ip' : 'ip6'))
  if (table !== undefined) return printNftTable(table)
  const prediction = predicted.printed.find((one) => one.family === family)
  return prediction === undefined ? '' : bookText(prediction)
}
