import type { Container, DockerState, Endpoint, PublishedPort } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { EngineVersion } from './engine-version.ts'
import { atLeast } from './engine-version.ts'
import type { BridgeNetwork, EngineEndpoint, EnginePort } from './layout.ts'

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
  const network = networks.find(({ id }) => id === endpoint.networkId)
  const address = family === 'ipv4' ? endpoint.ipv4 : endpoint.ipv6
  if (network === undefined || address === undefined || address === '') return []
  return [{ container: container.id, network, address }]
}

/** A container on an overlay network has a second leg in docker_gwbridge, which only that network lists. */
function gatewayBridge(
  container: Container,
  state: DockerState,
  networks: readonly BridgeNetwork[],
  family: Family,
  own: readonly EngineEndpoint[],
): readonly EngineEndpoint[] {
  const found = state.networks.find(({ name }) => name === 'docker_gwbridge')
  const network = networks.find(({ id }) => id === found?.id)
  const member = found?.members[container.id]
  if (network === undefined || member === undefined || own.some((endpoint) => endpoint.network === network)) return []
  const address = (family === 'ipv4' ? member.ipv4 : member.ipv6).split('/')[0] ?? ''
  return address === '' ? [] : [{ container: container.id, network, address }]
}

/** The endpoint whose address published ports lead to: not internal, highest gateway priority, first by network name. */
export function gatewayEndpoint(
  container: Container,
  endpoints: readonly EngineEndpoint[],
  version: EngineVersion,
): EngineEndpoint | undefined {
  const priority = (endpoint: EngineEndpoint) =>
    atLeast(version, 28)
      ? (container.endpoints.find(({ networkId }) => networkId === endpoint.network.id)?.gatewayPriority ?? 0)
      : 0
  const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return endpoints
    .filter(({ network }) => !network.internal)
    .sort((a, b) => priority(b) - priority(a) || byName(a.network.name, b.network.name))[0]
}

/** The published ports that lead to rules of a family, in the order in which the engine programs them. */
export function portsOf(container: Container, family: Family, version: EngineVersion): readonly EnginePort[] {
  const ports = container.ports.filter((port) => takesFamily(port, family)).map(enginePort)
  return atLeast(version, 27) ? [...ports].sort(byContainerPort) : [...ports].sort(byHostPortDown)
}

function takesFamily({ hostAddress, hostPort }: PublishedPort, family: Family): boolean {
  if (hostAddress === '' && hostPort === 0) return true
  return hostAddress.includes(':') === (family === 'ipv6')
}

function enginePort({ protocol, containerPort, hostAddress, hostPort }: PublishedPort): EnginePort {
  const any = hostAddress === '' || hostAddress === '0.0.0.0' || hostAddress === '::'
  return { protocol, containerPort, hostAddress: any ? '' : hostAddress, hostPort }
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
