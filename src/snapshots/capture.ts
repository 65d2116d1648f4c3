import { jsonText } from '#base/json-text.ts'
import { readDockerAnswers } from '#host/docker-api.ts'
import { findDocker } from '#host/docker-endpoint.ts'
import { readConnections } from '#host/connections.ts'
import { readFacts } from '#host/facts.ts'
import type { Endpoint, Host } from '#host/host.ts'
import { readPersistence } from '#host/persistence.ts'
import { readNft, readRules } from '#host/rules.ts'
import type { Message } from '#model/diagnostic.ts'
import type { DaemonConfig } from '#model/daemon.ts'
import type { DockerState } from '#model/docker.ts'
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
 * state, for whoever looks again and again.
 */
export interface CaptureOptions {
  readonly dockerHost?: string | undefined
  readonly quick?: boolean
  /** With `quick`: the tables of nftables too. */
  readonly native?: boolean
}

/**
 * Reads a host into a snapshot file, changing nothing on it. Rules must be readable; any other part that is not is missing,
 * with a note why. Faults: not-root, no-rules, and what the address of Docker that was asked for gives.
 */
export async function capture(host: Host, options: CaptureOptions = {}): Promise<SnapshotFile> {
  const capturedAt = host.now().toISOString()
  const quick = options.quick === true
  const endpoint = await findDocker(host, options.dockerHost)
  const rules = await readRules(host)
  const nft = quick && options.native !== true ? { nft: undefined, notes: [] } : await readNft(host)
  const facts = quick ? { facts: noFacts, notes: [] } : await readFacts(host)
  const docker = await readDocker(
    host,
    endpoint,
    options.dockerHost !== undefined,
    quick ? 'quick' : facts.facts.interfaces,
  )
  const connections = quick ? undefined : publishedConnections(await readConnections(host), docker.state)
  const persistence = quick ? { files: [], notes: [] } : await readPersistence(host)
  return {
    kind: 'seawall-snapshot',
    schemaVersion: snapshotSchemaVersion,
    capturedAt,
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

interface DockerReading {
  readonly state: DockerState | undefined
  readonly daemon?: DaemonConfig
  readonly notes: readonly Message[]
}

async function readDocker(
  host: Host,
  endpoint: Endpoint,
  isAsked: boolean,
  interfaces: readonly Interface[] | undefined | 'quick',
): Promise<DockerReading> {
  try {
    const reading = await dockerState(await readDockerAnswers(host, endpoint))
    if (interfaces === 'quick') return reading
    const state = await withInterfaceIndexes(host, endpoint, reading.state, interfaces)
    return { ...reading, state, daemon: await daemonOfHost(host, endpoint) }
  } catch (error) {
    if (!(error instanceof Fault) || isAsked) throw error
    return { state: undefined, notes: [{ id: error.code, args: error.facts }] }
  }
}

/** The text of a snapshot file. */
export function writeSnapshotFile(file: SnapshotFile): string {
  return `${jsonText(file, 1)}\n`
}
