import { remembered } from '#base/remember.ts'
import type { Container, DockerNetwork, DockerState, Endpoint, PublishedPort } from '#model/docker.ts'
import { dockerIndex } from '#model/docker-index.ts'
import type { Family } from '#model/family.ts'
import type { EngineVersion } from './engine-version.ts'
import { atLeast } from './engine-version.ts'
import type { BridgeNetwork, Engine, EngineEndpoint, EnginePort } from './layout.ts'
import { isPort, readAddressText } from './spec.ts'

/** The endpoints of a running container in bridge networks, with the address of the family. */
export function endpointsOf(
  container: Container,
  state: DockerState,
  networks: readonly BridgeNetwork[],
  family: Family,
): readonly EngineEndpoint[] {
  const own = container.endpoints.flatMap((endpoint) => bridged(container, endpoint, networks, family))
  return [...own, ...gatewayBridge(container, state, networks, family, own)]
}

function bridged(
  container: Container,
  endpoint: Endpoint,
  networks: readonly BridgeNetwork[],
  family: Family,
): readonly EngineEndpoint[] {
  const network = networksById(networks).get(endpoint.networkId)
  const address = readAddressText((family === 'ipv4' ? endpoint.ipv4 : endpoint.ipv6) ?? '', family)
  if (network === undefined || address === undefined) return []
  return [{ container: container.id, network, address }]
}

const networksById = remembered((networks: readonly BridgeNetwork[]): ReadonlyMap<string, BridgeNetwork> => {
  const found = new Map<string, BridgeNetwork>()
  for (const network of networks) if (!found.has(network.id)) found.set(network.id, network)
  return found
})

/** A container on an overlay network has a second leg in docker_gwbridge, which only that network lists. */
function gatewayBridge(
  container: Container,
  state: DockerState,
  networks: readonly BridgeNetwork[],
  family: Family,
  own: readonly EngineEndpoint[],
): readonly EngineEndpoint[] {
  const found = dockerIndex(state).networksByName.get('docker_gwbridge')?.[0]
  const network = found && networksById(networks).get(found.id)
  const member = found?.members[container.id]
  if (network === undefined || member === undefined || own.some((endpoint) => endpoint.network === network)) return []
  const address = readAddressText((family === 'ipv4' ? member.ipv4 : member.ipv6).split('/')[0] ?? '', family)
  return address === undefined ? [] : [{ container: container.id, network, address }]
}

/** A network of a container that may be its way out, with the families that have a gateway there. */
interface WayOut {
  readonly network: DockerNetwork
  readonly priority: number
  readonly families: readonly Family[]
}

/**
 * The endpoint whose address published ports of a family lead to: the container's way out. A network of any driver may be it; where
 * it is no bridge, or has no address of the family, there are no rules. Source: libnetwork/sandbox.go, `Less`, and
 * `getGatewayEndpoint`: up to 27 one endpoint for both families, from 28 one for each.
 */
export function gatewayEndpoint(
  container: Container,
  state: DockerState,
  endpoints: readonly EngineEndpoint[],
  { version, family }: Pick<Engine, 'version' | 'family'>,
): EngineEndpoint | undefined {
  const from28 = atLeast(version, 28)
  const ways = ownNetworks(container, state).flatMap((network) => wayOut(container, network, endpoints))
  const sorted = ways.sort(from28 ? byPriority : byInternal)
  const way = sorted.find(({ families }) => families.includes(from28 ? family : 'ipv4'))
  return endpoints.find(({ network }) => network.id === way?.network.id)
}

/** The networks that may be a container's way out, in the order of the state. */
function ownNetworks(container: Container, state: DockerState): readonly DockerNetwork[] {
  const { networks, networksByName, places } = dockerIndex(state)
  const ids = new Set(container.endpoints.map(({ networkId }) => networkId))
  const found = [...ids].flatMap((id) => networks.get(id) ?? [])
  const all = new Set([...found, ...(networksByName.get('docker_gwbridge') ?? [])])
  return [...all].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
}

function wayOut(container: Container, network: DockerNetwork, endpoints: readonly EngineEndpoint[]): readonly WayOut[] {
  const { id, name, driver } = network
  const endpoint = container.endpoints.find(({ networkId }) => networkId === id)
  const isGatewayBridge = name === 'docker_gwbridge' && endpoints.some((one) => one.network.id === id)
  if (endpoint === undefined && !isGatewayBridge) return []
  const open = !network.internal && !['overlay', 'host', 'null'].includes(driver)
  const families = (['ipv4', 'ipv6'] as const).filter((one) => open && network[one] && hasAddress(endpoint, one))
  return [{ network, priority: endpoint?.gatewayPriority ?? 0, families }]
}

function hasAddress(endpoint: Endpoint | undefined, family: Family): boolean {
  return endpoint === undefined ? family === 'ipv4' : (endpoint[family] ?? '') !== ''
}

const isLast = ({ network }: WayOut) => Number(network.name === 'docker_gwbridge')

const byName = (a: WayOut, b: WayOut) =>
  a.network.name < b.network.name ? -1 : a.network.name > b.network.name ? 1 : 0

function byInternal(a: WayOut, b: WayOut): number {
  return isLast(a) - isLast(b) || Number(a.network.internal) - Number(b.network.internal) || byName(a, b)
}

function byPriority(a: WayOut, b: WayOut): number {
  return (
    b.priority - a.priority ||
    isLast(a) - isLast(b) ||
    Number(a.network.internal) - Number(b.network.internal) ||
    b.families.length - a.families.length ||
    byName(a, b)
  )
}

/**
 * The published ports that lead to rules of a family, in the order in which the engine programs them. `proxied`: also those of host
 * addresses of IPv6, with that address, whatever it is.
 */
export function portsOf(
  container: Container,
  family: Family,
  version: EngineVersion,
  proxied = false,
): readonly EnginePort[] {
  const ports = container.ports
    .filter((port) => proxied || takesFamily(port, family))
    .flatMap((port) => enginePort(port, family) ?? [])
  return atLeast(version, 27) ? [...ports].sort(byContainerPort) : [...ports].sort(byHostPortDown)
}

function takesFamily({ hostAddress, hostPort }: PublishedPort, family: Family): boolean {
  if (hostAddress === '' && hostPort === 0) return true
  return hostAddress.includes(':') === (family === 'ipv6')
}

function enginePort(
  { protocol, containerPort, hostAddress, hostPort }: PublishedPort,
  family: Family,
): EnginePort | undefined {
  const isOther = family === 'ipv4' && hostAddress.includes(':')
  const any = hostAddress === '' || hostAddress === '0.0.0.0' || (hostAddress === '::' && !isOther)
  const address = any ? '' : readAddressText(hostAddress, isOther ? 'ipv6' : family)
  if (address === undefined || !isPort(containerPort) || !isPort(hostPort)) return undefined
  return { protocol, containerPort, hostAddress: address, hostPort }
}

const protocols = ['tcp', 'udp', 'sctp']

function byContainerPort(a: EnginePort, b: EnginePort): number {
  return (
    a.containerPort - b.containerPort ||
    protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) ||
    a.hostPort - b.hostPort ||
    (a.hostAddress < b.hostAddress ? -1 : 1)
  )
}

function byHostPortDown(a: EnginePort, b: EnginePort): number {
  return (
    b.hostPort - a.hostPort ||
    protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) ||
    a.containerPort - b.containerPort
  )
}
