import type { Container, DockerState } from '#model/docker.ts'
import type { BridgeNetwork, Engine, EngineEndpoint, EnginePort } from './layout.ts'
import { bridgeNetworks } from './networks.ts'
import { endpointsOf, gatewayEndpoint, portsOf } from './ports.ts'
import { isPort, type Protocol, readProtocol } from './spec.ts'

/** What an engine writes for a container, whatever it writes with. */
export interface ContainerWriter {
  endpoint(endpoint: EngineEndpoint): void
  port(endpoint: EngineEndpoint, port: EnginePort): void
  link(parent: EngineEndpoint, child: EngineEndpoint, port: EnginePort): void
  /** Whether ports of host addresses of IPv6 are written too where docker-proxy takes them to an address of IPv4. */
  readonly proxied?: boolean
}

/** Has the rules of the running containers written, in the order in which the containers were started. */
export function writeContainers(
  state: DockerState,
  networks: readonly BridgeNetwork[],
  engine: Pick<Engine, 'version' | 'family'>,
  writer: ContainerWriter,
): void {
  const running = state.containers.filter(({ running: runs }) => runs)
  const inOrder = [...running].sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0))
  for (const container of inOrder) {
    const endpoints = endpointsOf(container, state, networks, engine.family)
    for (const endpoint of endpoints) writer.endpoint(endpoint)
    const gateway = gatewayEndpoint(container, state, endpoints, engine)
    if (gateway === undefined) continue
    const proxied = writer.proxied === true && engine.family === 'ipv4' && !leadsOut6(container, state, engine)
    for (const port of portsOf(container, engine.family, engine.version, proxied)) writer.port(gateway, port)
    writeLinks(state, networks, engine, writer, container, gateway)
  }
}

function leadsOut6(container: Container, state: DockerState, { version }: Pick<Engine, 'version'>): boolean {
  const endpoints = endpointsOf(container, state, bridgeNetworks(state, 'ipv6'), 'ipv6')
  return gatewayEndpoint(container, state, endpoints, { version, family: 'ipv6' }) !== undefined
}

function writeLinks(
  state: DockerState,
  networks: readonly BridgeNetwork[],
  { family }: Pick<Engine, 'family'>,
  writer: ContainerWriter,
  container: Container,
  parent: EngineEndpoint,
): void {
  if (parent.network.icc) return
  for (const link of container.links) {
    const name = (link.split(':')[0] ?? '').replace(/^\//, '')
    const child = state.containers.find((other) => other.name === name)
    const endpoint =
      child && endpointsOf(child, state, networks, family).find(({ network }) => network === parent.network)
    if (child === undefined || endpoint === undefined) continue
    for (const { protocol, port } of exposedPorts(child)) {
      writer.link(parent, endpoint, { protocol, containerPort: port, hostAddress: '', hostPort: 0 })
    }
  }
}

function exposedPorts({ exposed }: Container): readonly { protocol: Protocol; port: number }[] {
  return exposed
    .flatMap((text) => {
      const [port = '', name = 'tcp'] = text.split('/')
      const protocol = readProtocol(name)
      return protocol === undefined || !/^\d+$/.test(port) || !isPort(Number(port))
        ? []
        : [{ protocol, port: Number(port) }]
    })
    .sort((a, b) => (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : a.port - b.port))
}
