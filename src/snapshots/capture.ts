import { jsonText } from '#base/json-text.ts'
import { type DockerAnswers, readDockerAnswers } from '#host/docker-api.ts'
import { readDockerChanges } from '#host/docker-events.ts'
import { findDocker } from '#host/docker-endpoint.ts'
import { readConnections } from '#host/connections.ts'
import { readFacts } from '#host/facts.ts'
import type { Endpoint, Host } from '#host/host.ts'
import { readPersistence } from '#host/persistence.ts'
import { readNft, readRules } from '#host/rules.ts'
import type { Message } from '#model/diagnostic.ts'
import type { DaemonConfig } from '#model/daemon.ts'
import type { DockerChange, DockerState } from '#model/docker.ts'
import { type Interface, noFacts } from '#model/facts.ts'
import { Fault } from '#model/fault.ts'
import type { SnapshotFile } from '#model/snapshot-file.ts'
import { snapshotSchemaVersion } from '#model/snapshot-file.ts'
import { daemonOfHost } from './daemon-of-host.ts'
import { withInterfaceIndexes } from './container-interfaces.ts'
import { dockerState } from './docker-state.ts'
import { factsToJson } from './facts-json.ts'
import { publishedConnections } from './published-connections.ts'

/**
 * How to capture. `dockerHost`: where Docker listens, where the usual places are not meant. `quick`: only the rules and Docker's
 * state, for whoever looks again and again. `mayLackDocker`: an engine that was asked for and does not answer is a note.
 */
export interface CaptureOptions {
  readonly dockerHost?: string | undefined
  readonly quick?: boolean
  readonly mayLackDocker?: boolean
  /** With `quick`: the tables of nftables too. */
  readonly native?: boolean
}

/**
 * Reads a host into a snapshot file, changing nothing on it. Rules must be readable; any other part that is not is missing,
 * with a note why. Docker is asked first: it answers about a container only when it has finished starting or stopping it. At the end
 * it is asked what changed meanwhile. Faults: not-root, no-rules, and what the address of Docker that was asked for gives.
 */
export async function capture(host: Host, options: CaptureOptions = {}): Promise<SnapshotFile> {
  const started = host.now()
  const quick = options.quick === true
  const endpoint = await findDocker(host, options.dockerHost)
  const answers = await askDocker(host, endpoint)
  // At once: the less time it takes, the less changes meanwhile.
  const readings = [
    readRules(host),
    quick && options.native !== true ? { nft: undefined, notes: [] } : readNft(host),
    quick ? { facts: noFacts, notes: [] } : readFacts(host),
  ] as const
  // Of several failures the first in this order is reported, not the first in time.
  await Promise.allSettled(readings)
  const [rules, nft, facts] = await Promise.all(readings)
  if (answers instanceof Fault && options.dockerHost !== undefined && options.mayLackDocker !== true) throw answers
  const docker = await readDocker(host, { endpoint, answers, since: started }, quick ? 'quick' : facts.facts.interfaces)
  const connections = quick ? undefined : publishedConnections(await readConnections(host), docker.state)
  const persistence = quick ? { files: [], notes: [] } : await readPersistence(host)
  return {
    kind: 'seawall-snapshot',
    schemaVersion: snapshotSchemaVersion,
    capturedAt: started.toISOString(),
    redacted: false,
    rules: rules.texts,
    nft: nft.nft,
    facts: factsToJson({ ...facts.facts, ...(connections && { connections }) }),
    docker: docker.state,
    daemon: docker.daemon,
    persistence: persistence.files,
    notes: [...rules.notes, ...nft.notes, ...facts.notes, ...docker.notes, ...persistence.notes],
  }
}

async function askDocker(host: Host, endpoint: Endpoint): Promise<DockerAnswers | Fault> {
  try {
    return await readDockerAnswers(host, endpoint)
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
}

interface DockerReading {
  readonly state: DockerState | undefined
  readonly daemon?: DaemonConfig
  readonly notes: readonly Message[]
}

interface Asked {
  readonly endpoint: Endpoint
  readonly answers: DockerAnswers | Fault
  readonly since: Date
}

async function readDocker(
  host: Host,
  { endpoint, answers, since }: Asked,
  interfaces: readonly Interface[] | undefined | 'quick',
): Promise<DockerReading> {
  if (answers instanceof Fault) return { state: undefined, notes: [{ id: answers.code, args: answers.facts }] }
  const reading = await dockerState(answers)
  const isQuick = interfaces === 'quick'
  const state = isQuick ? reading.state : await withInterfaceIndexes(host, endpoint, reading.state, interfaces)
  const changes = await readDockerChanges(host, endpoint, since)
  const whole = changes === undefined || changes.length === 0 ? state : { ...state, changing: named(changes, state) }
  if (isQuick) return { state: whole, notes: reading.notes }
  return { state: whole, notes: reading.notes, daemon: await daemonOfHost(host, endpoint) }
}

function named(changes: readonly DockerChange[], { containers }: DockerState): readonly DockerChange[] {
  return changes.map((change) =>
    change.name === '' ? { ...change, name: containers.find(({ id }) => id === change.id)?.name ?? '' } : change,
  )
}

/** The text of a snapshot file. */
export function writeSnapshotFile(file: SnapshotFile): string {
  return `${jsonText(file, 1)}\n`
}
