import { parse } from 'yaml'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container, DockerNetwork, DockerState } from '#model/docker.ts'
import { composePorts } from './compose-ports.ts'
import { fillVariables } from './compose-variables.ts'

/** What a Compose file would make: a state as Docker would report it, and what of it nobody can know before. */
export interface Composed {
  readonly state: DockerState
  readonly perhaps: readonly Message[]
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Reads a Compose file as `docker compose up` would take it on an engine of that version with nothing but docker0. Names are those
 * that Compose gives; bridges are called by their network, as ids are not known; subnets are the engine's next free ones.
 */
export function readCompose(text: string, project: string, version: string): Composed | Message {
  const perhaps: Message[] = []
  const filled = fillVariables(text, perhaps)
  let document: unknown
  try {
    document = parse(filled, { maxAliasCount: 100 })
  } catch (error) {
    return message('compose/not-yaml', { said: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '' })
  }
  const top = fieldsOf(document)
  const services = fieldsOf(top?.services)
  if (top === undefined || services === undefined) return message('compose/no-services', {})
  const name = typeof top.name === 'string' ? top.name : project
  const networks = networksOf(name, fieldsOf(top.networks) ?? {}, services)
  const containers = Object.entries(services).flatMap(([service, fields], index) =>
    containerOf(name, service, fieldsOf(fields) ?? {}, networks, index, perhaps),
  )
  perhaps.push(message('compose/bridges-unknown', {}))
  const all = [defaultBridge, ...networks.map(({ network }) => network)]
  return { state: { version, firewallBackend: undefined, swarmActive: false, networks: all, containers }, perhaps }
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

interface Planned {
  readonly key: string
  readonly network: DockerNetwork
  /** The first two numbers of the IPv4 subnet where the engine chooses it. */
  next: number
}

function networksOf(project: string, declared: Fields, services: Fields): readonly Planned[] {
  const keys = new Set(Object.keys(declared))
  const needsDefault = Object.values(services).some((service) => {
    const fields = fieldsOf(service)
    return fields?.network_mode === undefined && fields?.networks === undefined
  })
  if (needsDefault) keys.add('default')
  let pool = 18
  return [...keys].map((key, index): Planned => {
    const fields = fieldsOf(declared[key]) ?? {}
    const configured = subnetsOf(fields)
    const subnets = configured.some((subnet) => !subnet.includes(':'))
      ? configured
      : [`172.${pool++}.0.0/16`, ...configured]
    const options = textRecord(fields.driver_opts)
    const name = typeof fields.name === 'string' ? fields.name : `${project}_${key}`
    const bridge = options['com.docker.network.bridge.name'] ?? `br-${name}`.slice(0, 15)
    const network: DockerNetwork = {
      id: name,
      name,
      driver: typeof fields.driver === 'string' ? fields.driver : 'bridge',
      created: String(index + 1).padStart(4, '0'),
      internal: fields.internal === true,
      ingress: false,
      ipv4: true,
      ipv6: fields.enable_ipv6 === true,
      subnets,
      options: { ...options, 'com.docker.network.bridge.name': bridge },
      members: {},
    }
    return { key, network, next: 2 }
  })
}

function subnetsOf(fields: Fields): readonly string[] {
  const config = fieldsOf(fields.ipam)?.config
  if (!Array.isArray(config)) return []
  return config.flatMap((one) => {
    const subnet = fieldsOf(one)?.subnet
    return typeof subnet === 'string' ? [subnet] : []
  })
}

function containerOf(
  project: string,
  service: string,
  fields: Fields,
  networks: readonly Planned[],
  index: number,
  perhaps: Message[],
): readonly Container[] {
  const mode = typeof fields.network_mode === 'string' ? fields.network_mode : 'default'
  const name = typeof fields.container_name === 'string' ? fields.container_name : `${project}-${service}-1`
  const joined = mode === 'default' ? joinedNetworks(fields, networks) : []
  const replicas = fieldsOf(fields.deploy)?.replicas ?? fields.scale
  if (typeof replicas === 'number' && replicas > 1) perhaps.push(message('compose/replicas', { service, replicas }))
  const endpoints = joined.map(({ planned, asked }) => ({
    networkId: planned.network.id,
    networkName: planned.network.name,
    ipv4: asked ?? nextAddress(planned),
    ipv6: planned.network.ipv6 ? `fd00::${planned.next}` : undefined,
    gatewayPriority: 0,
  }))
  const one: Container = {
    id: name,
    name,
    running: true,
    startedAt: String(index).padStart(4, '0'),
    pid: 0,
    networkMode: mode,
    endpoints,
    ports: mode === 'default' ? composePorts(service, fields.ports, perhaps) : [],
    links: [],
    exposed: [],
    labels: { 'com.docker.compose.project': project, 'com.docker.compose.service': service },
  }
  return [one]
}

function joinedNetworks(
  fields: Fields,
  networks: readonly Planned[],
): readonly { planned: Planned; asked: string | undefined }[] {
  const given = fields.networks
  const wanted: readonly (readonly [string, unknown])[] = Array.isArray(given)
    ? given.map((key) => [String(key), undefined] as const)
    : given === undefined
      ? [['default', undefined]]
      : Object.entries(fieldsOf(given) ?? {})
  return wanted.flatMap(([key, settings]) => {
    const planned = networks.find((one) => one.key === key)
    const asked = fieldsOf(settings)?.ipv4_address
    return planned === undefined ? [] : [{ planned, asked: typeof asked === 'string' ? asked : undefined }]
  })
}

function nextAddress(planned: Planned): string {
  const subnet = planned.network.subnets.find((one) => !one.includes(':')) ?? '172.18.0.0/16'
  const base = subnet.split('/')[0]?.split('.').slice(0, 3).join('.') ?? '172.18.0'
  return `${base}.${planned.next++}`
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

function textRecord(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fieldsOf(value) ?? {}).map(([key, text]) => [key, String(text)]))
}
