import { readIpv4 } from '#base/address.ts'
import { parse } from 'yaml'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container, DockerNetwork, DockerState } from '#model/docker.ts'
import { fieldsOf, type Fields } from './compose-fields.ts'
import { nextAddress, type PlannedNetwork, plannedNetworks } from './compose-networks.ts'
import { composePorts } from './compose-ports.ts'
import { fillVariables } from './compose-variables.ts'

/** What a Compose file would make: a state as Docker would report it, and what of it nobody can know before. */
export interface Composed {
  /** Before: what is there already, without this project's containers. */
  readonly before: DockerState
  readonly state: DockerState
  /** The containers that the file makes. */
  readonly made: readonly Container[]
  readonly perhaps: readonly Message[]
}

/** What the file is read with, beside its text. */
export interface ComposeSetting {
  /** The project's name where the file gives none: its folder's. */
  readonly project: string
  /** The engine and what it runs already. */
  readonly host: DockerState
  /** Of `.env` and the environment. */
  readonly variables: Readonly<Record<string, string>>
}

/**
 * Reads a Compose file as `docker compose up` would take it on that host. Names are those that Compose gives; bridges are called by
 * their network, as ids are not known; subnets and addresses are the engine's next free ones.
 */
export function readCompose(text: string, { project, host, variables }: ComposeSetting): Composed | Message {
  const perhaps: Message[] = []
  const filled = fillVariables(text, variables, perhaps)
  let document: unknown
  try {
    document = parse(filled, { maxAliasCount: 100, merge: true, logLevel: 'error' })
  } catch (error) {
    return message('compose/not-yaml', { said: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '' })
  }
  const top = fieldsOf(document)
  const declared = fieldsOf(top?.services)
  if (top === undefined || declared === undefined) return message('compose/no-services', {})
  const services = started(declared, perhaps)
  const name = typeof top.name === 'string' ? top.name : project
  const networks = plannedNetworks(name, fieldsOf(top.networks) ?? {}, services, host.networks, perhaps)
  const made = inOrder(services).map(([service, fields], index) =>
    containerOf(name, service, fields, networks, index, perhaps),
  )
  if (networks.some(({ network }) => !host.networks.includes(network)))
    perhaps.push(message('compose/bridges-unknown', {}))
  const kept = host.containers.filter((one) => !made.some((other) => other.name === one.name))
  const added = networks.map(({ network }) => network).filter((network) => !host.networks.includes(network))
  const before = { ...host, containers: kept }
  const state = { ...host, networks: [...host.networks, ...added], containers: [...kept, ...made] }
  return { before, state, made, perhaps }
}

/** An engine that runs nothing yet. */
export function bareHost(version: string): DockerState {
  return { version, firewallBackend: undefined, swarmActive: false, networks: [defaultBridge], containers: [] }
}

const defaultBridge: DockerNetwork = {
  id: 'bridge',
  name: 'bridge',
  driver: 'bridge',
  created: '0',
  internal: false,
  ingress: false,
  ipv4: true,
  ipv6: false,
  subnets: ['172.17.0.0/16'],
  options: { 'com.docker.network.bridge.default_bridge': 'true', 'com.docker.network.bridge.name': 'docker0' },
  members: {},
}

/** A service with profiles starts only where one of them is asked for. */
function started(services: Fields, perhaps: Message[]): Fields {
  return Object.fromEntries(
    Object.entries(services).filter(([service, value]) => {
      const profiles = fieldsOf(value)?.profiles
      const waits = Array.isArray(profiles) && profiles.length > 0
      if (waits) perhaps.push(message('compose/profile', { service, profiles: profiles.join(', ') }))
      return !waits
    }),
  )
}

/** Services behind those they depend on; Compose starts the others in no order that can be known. */
function inOrder(services: Fields): readonly (readonly [string, Fields])[] {
  const done = new Map<string, Fields>()
  const open = new Set<string>()
  const visit = (service: string): void => {
    const fields = fieldsOf(services[service])
    if (fields === undefined || done.has(service) || open.has(service)) return
    open.add(service)
    const { depends_on: needs } = fields
    for (const other of Array.isArray(needs) ? needs : Object.keys(fieldsOf(needs) ?? {})) visit(String(other))
    done.set(service, fields)
  }
  for (const service of Object.keys(services)) visit(service)
  return [...done]
}

function containerOf(
  project: string,
  service: string,
  fields: Fields,
  networks: readonly PlannedNetwork[],
  index: number,
  perhaps: Message[],
): Container {
  const mode = typeof fields.network_mode === 'string' ? fields.network_mode : 'default'
  const name = typeof fields.container_name === 'string' ? fields.container_name : `${project}-${service}-1`
  const joined = mode === 'default' ? joinedNetworks(fields, networks) : []
  const replicas = fieldsOf(fields.deploy)?.replicas ?? fields.scale
  if (typeof replicas === 'number' && replicas > 1) perhaps.push(message('compose/replicas', { service, replicas }))
  return {
    id: name,
    name,
    running: true,
    startedAt: `9999-${String(index).padStart(4, '0')}`,
    pid: 0,
    networkMode: mode,
    endpoints: joined.map(({ planned, asked }) => ({
      networkId: planned.network.id,
      networkName: planned.network.name,
      ipv4: asked ?? nextAddress(planned),
      ipv6: planned.network.ipv6 ? `fd00::${index + 2}` : undefined,
      gatewayPriority: 0,
    })),
    ports: mode === 'default' ? composePorts(service, fields.ports, perhaps) : [],
    links: [],
    exposed: [],
    labels: { 'com.docker.compose.project': project, 'com.docker.compose.service': service },
  }
}

function joinedNetworks(
  fields: Fields,
  networks: readonly PlannedNetwork[],
): readonly { planned: PlannedNetwork; asked: string | undefined }[] {
  const given = fields.networks
  const wanted: readonly (readonly [string, unknown])[] = Array.isArray(given)
    ? given.map((key) => [String(key), undefined] as const)
    : given === undefined
      ? [['default', undefined]]
      : Object.entries(fieldsOf(given) ?? {})
  return wanted.flatMap(([key, settings]) => {
    const planned = networks.find((one) => one.key === key)
    const asked = fieldsOf(settings)?.ipv4_address
    if (planned === undefined) return []
    const address = typeof asked === 'string' ? readIpv4(asked) : undefined
    if (address !== undefined) planned.taken.add(address)
    return [{ planned, asked: address === undefined ? undefined : String(asked) }]
  })
}
