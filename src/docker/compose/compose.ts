import type { Refusal } from '#model/answer.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container, DockerState } from '#model/docker.ts'
import { atLeast, readEngineVersion } from '../engines/engine-version.ts'
import { bridgeRange, type DaemonSettings, subnetSources } from './bare-host.ts'
import { checkNeeds, plannedContainers } from './containers.ts'
import { ComposeRefusal, type Fields, fieldsOf, listOf, textOf } from './fields.ts'
import { loadCompose } from './load.ts'
import type { ComposeText } from './project-reader.ts'
import { plannedNetworks } from './networks.ts'
import { publish } from './published.ts'

/** What a Compose project would make: a state as Docker would report it, and what of it cannot be known before. */
export interface Composed {
  /** Before: what is there already, without this project's containers. */
  readonly before: DockerState
  readonly state: DockerState
  /** The containers that the project makes. */
  readonly made: readonly Container[]
  readonly notes: readonly Message[]
  /** `service port` of ports that are not known before. */
  readonly unknown: readonly string[]
  /** Services of whose ports nothing is known: they join a network that was not read. */
  readonly uncertain: ReadonlySet<string>
  /** `service port` of ports for which Docker chooses the host's. */
  readonly chosen: readonly string[]
}

/** What a project is read with. */
export interface ComposeSetting {
  /** The project's name where the files give none: its folder's. */
  readonly project: string
  /** The engine and what it runs already. */
  readonly host: DockerState
  /** Of `.env` and the environment. */
  readonly variables: Readonly<Record<string, string>>
  /** Those that are asked for; `*`: all. */
  readonly profiles?: readonly string[] | undefined
  readonly daemon?: DaemonSettings | undefined
  /** The text of another file that these include or extend. */
  readonly read?: ((path: string) => string | undefined) | undefined
}

/**
 * Reads the files of a project, later ones over earlier ones, as `docker compose up` would take them on that host. Names are those that
 * Compose gives; bridges are called by their network, as ids are not known.
 */
export function readCompose(files: readonly ComposeText[], setting: ComposeSetting): Composed | Refusal {
  try {
    return compose(files, setting)
  } catch (error) {
    if (error instanceof ComposeRefusal) return { kind: 'refusal', message: error.said }
    throw error
  }
}

function compose(files: readonly ComposeText[], setting: ComposeSetting): Composed {
  const { host, variables, daemon = { words: [], json: undefined } } = setting
  const notes: Message[] = []
  const tree = loadCompose(files, { read: setting.read ?? (() => undefined), variables, notes })
  const declared = fieldsOf(tree.services)
  if (declared === undefined) throw new ComposeRefusal(message('compose/no-services', {}))
  const services = started(declared, setting.profiles ?? [], notes)
  checkNeeds(services, declared, notes)
  const project = textOf(tree.name) ?? setting.project
  const version = readEngineVersion(host.version)
  const planning = {
    project,
    host,
    there: host.networks,
    sources: subnetSources(daemon),
    hasIpv6Sources: version !== undefined && atLeast(version, 27),
    bridgeRange: bridgeRange(daemon),
    notes,
  }
  const networks = plannedNetworks(fieldsOf(tree.networks) ?? {}, services, planning)
  const planned = plannedContainers(services, networks, planning)
  const names = new Set(planned.map(({ container }) => container.name))
  const kept = host.containers.filter(({ name }) => !names.has(name))
  const added = networks.map(({ network }) => network).filter((network) => !host.networks.includes(network))
  if (added.some(({ driver }) => driver === 'bridge')) notes.push(message('compose/bridges-unknown', {}))
  const around = { ...host, networks: [...host.networks, ...added], containers: kept }
  const { containers: made, unknown, chosen } = publish(planned, around, notes)
  const uncertain = new Set(planned.flatMap((one) => (one.unknownNetwork === undefined ? [] : [one.service])))
  const state = { ...around, containers: [...kept, ...made] }
  return { before: { ...host, containers: kept }, state, made, notes, unknown, uncertain, chosen }
}

/** The services that start: those without a profile, and those with one that is asked for. */
function started(services: Fields, asked: readonly string[], notes: Message[]): Fields {
  return Object.fromEntries(
    Object.entries(services).filter(([service, value]) => {
      const profiles = listOf(fieldsOf(value)?.profiles).map(String)
      const waits = profiles.length > 0 && !asked.includes('*') && !profiles.some((one) => asked.includes(one))
      if (waits) notes.push(message('compose/profile', { service, profiles: profiles.join(', ') }))
      return !waits
    }),
  )
}
