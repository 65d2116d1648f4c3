import { readAddress } from '#base/prefix.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container, DockerState, Endpoint } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import { type AddressPool, nextAddress, takeAddress } from './address-pool.ts'
import { ComposeRefusal, type Fields, fieldsOf, listOf, namesOf, textOf } from './fields.ts'
import { joined, type NetworkSetting, type PlannedNetwork, serviceNetworks } from './networks.ts'

/** A container before its ports are given out, and the service it is made for. */
export interface PlannedContainer {
  readonly service: string
  readonly fields: Fields
  readonly container: Container
  /** The network whose nature is not known, where it joins one. */
  readonly unknownNetwork: string | undefined
}

interface Joining {
  readonly planned: PlannedNetwork
  readonly settings: Fields
}

/** What containers are planned with. */
export interface ContainerSetting extends NetworkSetting {
  readonly host: DockerState
}

/** The containers of the services in the order in which Compose starts them, with their addresses. */
export function plannedContainers(
  services: Fields,
  networks: readonly PlannedNetwork[],
  setting: ContainerSetting,
): readonly PlannedContainer[] {
  const order = inOrder(services)
  const joins = new Map(order.map(([service, fields]) => [service, joiningOf(service, fields, networks, setting)]))
  for (const list of joins.values()) for (const one of list) reserve(one)
  const drawn = new Map<AddressPool, string[]>()
  let index = 0
  const made = order.flatMap(([service, fields]) =>
    Array.from({ length: replicasOf(service, fields, setting.notes) }, (_, at): PlannedContainer => {
      const list = joins.get(service) ?? []
      const endpoints = list.map((one) => endpointOf(service, one, at, drawn, setting.notes))
      const container = containerOf(service, fields, services, endpoints, at, index++, setting)
      return {
        service,
        fields,
        container,
        unknownNetwork: list.find(({ planned }) => planned.unknown)?.planned.network.name,
      }
    }),
  )
  noteChance(drawn, services, networks, setting.notes)
  return made
}

/** What a service starts after: `depends_on`, and whose names, network or volumes it uses. */
function needs(fields: Fields): readonly string[] {
  const mode = textOf(fields.network_mode) ?? ''
  const linked = listOf(fields.links).map((link) => String(link).split(':')[0] ?? '')
  return [...namesOf(fields.depends_on), ...linked, ...(mode.startsWith('service:') ? [mode.slice(8)] : [])]
}

/** Services after those they need; Compose starts the others in an order that cannot be known. */
function inOrder(services: Fields): readonly (readonly [string, Fields])[] {
  const done = new Map<string, Fields>()
  const open = new Set<string>()
  const visit = (service: string): void => {
    const fields = fieldsOf(services[service])
    if (fields === undefined || done.has(service) || open.has(service)) return
    open.add(service)
    for (const other of needs(fields)) visit(other)
    done.set(service, fields)
  }
  for (const service of Object.keys(services)) visit(service)
  return [...done]
}

function replicasOf(service: string, fields: Fields, notes: Message[]): number {
  const asked = fields.scale ?? fieldsOf(fields.deploy)?.replicas
  if (asked === undefined || asked === null) return 1
  const text = String(asked)
  if (/^\d{1,4}$/.test(text)) return Number(text)
  notes.push(message('compose/replicas', { service, replicas: text }))
  return 1
}

function joiningOf(
  service: string,
  fields: Fields,
  networks: readonly PlannedNetwork[],
  setting: ContainerSetting,
): readonly Joining[] {
  const mode = textOf(fields.network_mode)
  if (mode !== undefined) return joiningByMode(service, mode, fields, networks, setting)
  return serviceNetworks(fields).flatMap((key) => {
    const planned = networks.find((one) => one.key === key)
    const settings = fieldsOf(fieldsOf(fields.networks)?.[key]) ?? {}
    // The engine's networks `host` and `none` have no bridge.
    if (planned?.network.name === 'host') setting.notes.push(message('compose/host-network', { service }))
    return planned === undefined ? [] : [{ planned, settings }]
  })
}

function joiningByMode(
  service: string,
  mode: string,
  fields: Fields,
  networks: readonly PlannedNetwork[],
  setting: ContainerSetting,
): readonly Joining[] {
  const { notes, there } = setting
  const hasPorts = listOf(fields.ports).length > 0
  if (mode === 'host') notes.push(message('compose/host-network', { service }))
  if (mode === 'host' || mode === 'none') return []
  if (/^(service|container):/.test(mode)) {
    if (hasPorts) notes.push(message('compose/ports-of-other', { service, mode }))
    return []
  }
  const name = mode === 'default' ? 'bridge' : mode
  const known = there.find((network) => network.name === name)
  const planned = networks.find(({ network }) => network.name === name) ?? sharedBridge(known, setting)
  if (planned === undefined) notes.push(message('compose/external', { network: name }))
  return planned === undefined ? [] : [{ planned, settings: {} }]
}

const shared = new WeakMap<ContainerSetting, Map<string, PlannedNetwork>>()

// Services of one project take their addresses from the same pool.
function sharedBridge(known: DockerState['networks'][number] | undefined, setting: ContainerSetting) {
  if (known === undefined) return undefined
  const planned = shared.get(setting) ?? new Map<string, PlannedNetwork>()
  shared.set(setting, planned)
  const one = planned.get(known.id) ?? joined(known.name, known, setting)
  planned.set(known.id, one)
  return one
}

const asked = (settings: Fields, family: Family) => textOf(settings[`${family}_address`])

function reserve({ planned, settings }: Joining): void {
  for (const pool of planned.pools) {
    const address = asked(settings, pool.family)
    if (address !== undefined) takeAddress(pool, address)
  }
}

function endpointOf(
  service: string,
  { planned, settings }: Joining,
  at: number,
  drawn: Map<AddressPool, string[]>,
  notes: Message[],
): Endpoint {
  const { network, pools } = planned
  const address = (family: Family): string | undefined => {
    const pool = pools.find((one) => one.family === family)
    if (!network[family] || pool === undefined) return undefined
    const wish = asked(settings, family)
    if (wish !== undefined && at === 0) {
      if (readAddress(wish) !== undefined) return wish
      notes.push(message('compose/address', { service, address: wish }))
    }
    drawn.set(pool, [...(drawn.get(pool) ?? []), service])
    return nextAddress(pool)
  }
  const priority = Number(textOf(settings.gw_priority) ?? 0)
  return {
    networkId: network.id,
    networkName: network.name,
    ipv4: address('ipv4'),
    ipv6: address('ipv6'),
    gatewayPriority: Number.isFinite(priority) ? priority : 0,
  }
}

function containerOf(
  service: string,
  fields: Fields,
  services: Fields,
  endpoints: readonly Endpoint[],
  at: number,
  index: number,
  { project }: ContainerSetting,
): Container {
  const name = containerName(project, service, fields, at)
  return {
    id: name,
    name,
    running: true,
    startedAt: `9999-${String(index).padStart(6, '0')}`,
    pid: 0,
    networkMode: textOf(fields.network_mode) ?? 'default',
    endpoints,
    ports: [],
    links: listOf(fields.links).flatMap((link) => {
      const [other = '', alias = other] = String(link).split(':')
      const target = fieldsOf(services[other])
      return target === undefined ? [] : [`${containerName(project, other, target, 0)}:${alias}`]
    }),
    exposed: [],
    labels: { 'com.docker.compose.project': project, 'com.docker.compose.service': service },
  }
}

function containerName(project: string, service: string, fields: Fields, at: number): string {
  return textOf(fields.container_name) ?? `${project}-${service}-${at + 1}`
}

// Addresses are given out as containers start: without a dependency that is chance.
function noteChance(
  drawn: ReadonlyMap<AddressPool, readonly string[]>,
  services: Fields,
  networks: readonly PlannedNetwork[],
  notes: Message[],
): void {
  const after = (service: string, seen = new Set<string>()): Set<string> => {
    for (const other of needs(fieldsOf(services[service]) ?? {})) if (!seen.has(other)) after(other, seen.add(other))
    return seen
  }
  const names = new Set<string>()
  for (const [pool, order] of drawn) {
    const chance = order.some((service, at) => at > 0 && !after(service).has(order[at - 1] ?? ''))
    const network = networks.find(({ pools }) => pools.includes(pool))?.network.name ?? 'bridge'
    if (chance) names.add(network)
  }
  for (const network of names) notes.push(message('compose/addresses-assumed', { network }))
}

/** Refuses names of services that are not there. */
export function checkNeeds(services: Fields, all: Fields, notes: Message[]): void {
  for (const [service, value] of Object.entries(services)) {
    const fields = fieldsOf(value) ?? {}
    for (const name of needs(fields)) {
      if (Object.hasOwn(services, name)) continue
      const optional = fieldsOf(fieldsOf(fields.depends_on)?.[name])?.required === false
      if (!Object.hasOwn(all, name)) throw new ComposeRefusal(message('compose/undefined', { service, name }))
      if (!optional) notes.push(message('compose/needs-profile', { service, name }))
    }
  }
}
