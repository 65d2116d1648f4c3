import { append } from '#base/lists.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container, DockerState, PublishedPort } from '#model/docker.ts'
import { readEngineVersion } from '../engines/engine-version.ts'
import { bridgeNetworks } from '../engines/networks.ts'
import { endpointsOf, gatewayEndpoint } from '../engines/ports.ts'
import type { PlannedContainer } from './containers.ts'
import { listOf, textOf } from './fields.ts'
import { type PortRequest, portRequests } from './ports.ts'

/** Containers with their published ports, and the ports that are not known before. */
export interface Publication {
  readonly containers: readonly Container[]
  /** `service port` of what could not be read or depends on a network that was not read. */
  readonly unknown: readonly string[]
  /** `service port` of ports for which Docker chooses the host's. */
  readonly chosen: readonly string[]
}

const bindingOption = 'com.docker.network.bridge.host_binding_ipv4'

/** Gives out the ports of containers, in the order in which they start, as the engine will list them. */
export function publish(planned: readonly PlannedContainer[], state: DockerState, notes: Message[]): Publication {
  const taken = new Map<string, string>()
  for (const { name, ports } of state.containers) for (const port of ports) taken.set(portKey(port), name)
  const unknown: string[] = []
  const chosen: string[] = []
  const requests = new Map<unknown, ReturnType<typeof portRequests>>()
  const containers = planned.map(({ service, fields, container, unknownNetwork }): Container => {
    const mode = textOf(fields.network_mode) ?? ''
    if (/^(host|none|service:.*|container:.*)$/s.test(mode)) return container
    const { ports, unreadable } = requests.get(fields) ?? portRequests(fields.ports)
    requests.set(fields, { ports, unreadable: [] })
    for (const port of unreadable) {
      notes.push(message('compose/port', { service, port }))
      unknown.push(`${service} ${port}`)
    }
    const internal = isInternal(container, state)
    if (unknownNetwork !== undefined && ports.length > 0)
      append(
        unknown,
        ports.map((port) => `${service} ${requestText(port)}`),
      )
    else if (!internal) {
      const free = ports.filter(({ published }) => published === undefined)
      if (free.length > 0)
        notes.push(message('compose/host-port-chosen', { service, port: free.map(requestText).join(', ') }))
      append(
        chosen,
        free.map((port) => `${service} ${port.target}/${port.protocol}`),
      )
    }
    const binding = bindingOf(container, state)
    const listed = takePorts(service, ports, binding, taken, container.name, notes)
    const exposed = [
      ...listOf(fields.expose).map(String),
      ...ports.map(({ target, protocol }) => `${target}/${protocol}`),
    ]
    // A container whose port is taken does not start.
    return { ...container, running: listed !== undefined, ports: listed ?? [], exposed: [...new Set(exposed)] }
  })
  return { containers, unknown: [...new Set(unknown)], chosen: [...new Set(chosen)] }
}

function isInternal({ endpoints }: Container, { networks }: DockerState): boolean {
  return endpoints.every(({ networkId }) => networks.find(({ id }) => id === networkId)?.internal ?? true)
}

function requestText({ host, published, target, protocol }: PortRequest): string {
  const address = host.includes(':') ? `[${host}]` : host
  const { first, last } = published ?? {}
  const port = first === undefined ? '' : `${first}${first === last ? '' : `-${last}`}:`
  return `${address === '' ? '' : `${address}:`}${port}${target}/${protocol}`
}

/** The address that a port without one is bound to: an option of the network that leads out. */
function bindingOf(container: Container, state: DockerState): string | undefined {
  const version = readEngineVersion(state.version)
  if (version === undefined) return undefined
  const endpoints = endpointsOf(container, state, bridgeNetworks(state, 'ipv4'), 'ipv4')
  const way = gatewayEndpoint(container, state, endpoints, { version, family: 'ipv4' })
  const address = state.networks.find(({ id }) => id === way?.network.id)?.options[bindingOption]
  return address === '' ? undefined : address
}

const portKey = ({ hostAddress, hostPort, protocol }: PublishedPort) => `${hostAddress} ${hostPort}/${protocol}`

/** The ports of one container; undefined where another container has one of them. */
function takePorts(
  service: string,
  requests: readonly PortRequest[],
  binding: string | undefined,
  taken: Map<string, string>,
  name: string,
  notes: Message[],
): readonly PublishedPort[] | undefined {
  const own: PublishedPort[] = []
  for (const { published, target, host, protocol } of requests) {
    if (published === undefined) continue
    const { first, last } = published
    const bound = host === '' ? binding : host
    const addresses = bound === undefined ? ['0.0.0.0', '::'] : [bound]
    const busy = (port: number) =>
      addresses.map((address) => holder(taken, address, port, protocol)).find((other) => other !== undefined)
    let port = first
    while (port < last && busy(port) !== undefined) port++
    const other = busy(port)
    if (other !== undefined) {
      notes.push(message('compose/port-taken', { service, port: `${port}/${protocol}`, other }))
      for (const one of own) taken.delete(portKey(one))
      return undefined
    }
    if (first !== last)
      notes.push(message('compose/port-of-range', { service, port: `${first}-${last}`, chosen: port }))
    for (const hostAddress of addresses) {
      const one: PublishedPort = { protocol, containerPort: target, hostAddress, hostPort: port }
      taken.set(portKey(one), name)
      own.push(one)
    }
  }
  return own
}

// A port on every address of the family is in the way of one on a single address, and the other way round only where both are seen.
function holder(
  taken: ReadonlyMap<string, string>,
  address: string,
  port: number,
  protocol: string,
): string | undefined {
  const any = address.includes(':') ? '::' : '0.0.0.0'
  return taken.get(`${address} ${port}/${protocol}`) ?? taken.get(`${any} ${port}/${protocol}`)
}
