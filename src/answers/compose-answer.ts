import { bareHost, type DaemonSettings } from '#docker/compose/bare-host.ts'
import { type Composed, readCompose } from '#docker/compose/compose.ts'
import type { ComposeText } from '#docker/compose/project-reader.ts'
import { readDaemonOptions } from '#docker/engines/daemon-options.ts'
import type { BridgeNetwork } from '#docker/engines/layout.ts'
import { readEngineVersion } from '#docker/engines/engine-version.ts'
import { bridgeNetworks } from '#docker/engines/networks.ts'
import { endpointsOf, gatewayEndpoint } from '#docker/engines/ports.ts'
import { isRefusal, type Refusal } from '#model/answer.ts'
import type { DaemonConfig } from '#model/daemon.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container, DockerState, PublishedPort } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import { emptySnapshot } from '#model/snapshot.ts'
import type { Predicted } from './predict-answer.ts'
import { answerPredict } from './predict-answer.ts'

/** What a Compose project would add, beside the prediction of the whole. */
export interface ComposePrediction extends Predicted {
  readonly adds: Message
}

/** What a Compose project is predicted for. */
export interface ComposeRequest {
  readonly project: string
  /** The engine where no host is given. */
  readonly version: string
  readonly host?: DockerState | undefined
  readonly variables?: Readonly<Record<string, string>>
  /** Profiles that are asked for; `*`: all. */
  readonly profiles?: readonly string[]
  /** Files that are merged over the first, in their order. */
  readonly over?: readonly ComposeText[]
  /** The text of another file that these include or extend; undefined where there is none. */
  readonly read?: (path: string) => string | undefined
}

/** Predicts what `docker compose up` would write, beside what the host runs already; a message where it cannot be read. */
export function answerCompose(
  name: string,
  text: string,
  request: ComposeRequest,
  told: DaemonConfig,
): ComposePrediction | Refusal {
  const daemon: DaemonSettings = { words: told.words, json: told.json }
  const host = request.host ?? bareHost(request.version, daemon)
  const { project, variables = {}, profiles, over = [], read } = request
  const composed = readCompose([{ path: name, text }, ...over], { project, host, variables, profiles, daemon, read })
  if (isRefusal(composed)) return composed
  const before = answerPredict({ ...emptySnapshot(name), docker: composed.before }, told)
  const after = answerPredict({ ...emptySnapshot(name), docker: composed.state }, told)
  if (isRefusal(after)) return after
  const rules = countRules(after) - (isRefusal(before) ? 0 : countRules(before))
  const { unknown, chosen } = composed
  const opens = { ...opened(composed, told), chosen: chosen.join(', '), unknown: unknown.join(', ') }
  return {
    ...after,
    notes: [...after.notes, ...composed.notes, ...notPublished(composed)],
    adds: message('compose/adds', { rules, ...opens }),
  }
}

function countRules({ predictions, native }: Predicted): number {
  const tables = predictions.flatMap(({ book }) => [...book.tables.values()])
  const own = (native ?? []).flatMap(({ book }) => [...book.chains.values()].map(({ rules }) => rules))
  const chains = [...tables.flatMap((table) => [...table.values()]), ...own]
  return chains.reduce((sum, rules) => sum + rules.length, 0)
}

/** A published port with the network that leads out, for the family of its host address. */
interface OpenPort {
  readonly port: PublishedPort
  readonly container: Container
  readonly network: BridgeNetwork
  readonly address: string
}

/** Published ports by who may come in: everyone on both families, on IPv4, on IPv6; this host; whoever reaches an address, or the container. */
function opened(composed: Composed, told: DaemonConfig): Message['args'] {
  const all = composed.made.flatMap((container) => openPorts(container, composed, told))
  const routed = all.filter(({ network }) => network.mode === 'routed')
  const ports = all.filter(({ network }) => network.mode !== 'routed').map(({ port }) => port)
  const keys = (address: string) => new Set(ports.filter((port) => port.hostAddress === address).map(portKey))
  const ipv4 = keys('0.0.0.0')
  const ipv6 = keys('::')
  const of = (wanted: (port: PublishedPort) => boolean, shown = portKey) => portList(ports.filter(wanted), shown)
  const isAny = ({ hostAddress }: PublishedPort) => hostAddress === '0.0.0.0' || hostAddress === '::'
  const isLocal = ({ hostAddress }: PublishedPort) => hostAddress.startsWith('127.') || hostAddress === '::1'
  const own = routed.map(({ port, address }) => ({ ...port, hostPort: port.containerPort, hostAddress: address }))
  return {
    both: of((port) => port.hostAddress === '0.0.0.0' && ipv6.has(portKey(port))),
    ipv4: of((port) => port.hostAddress === '0.0.0.0' && !ipv6.has(portKey(port))),
    ipv6: of((port) => port.hostAddress === '::' && !ipv4.has(portKey(port))),
    local: of(isLocal, boundKey),
    bound: of((port) => !isAny(port) && !isLocal(port), boundKey),
    routed: portList(own, boundKey),
  }
}

/** The ports that the engine publishes: a network that is no bridge publishes none; docker-proxy takes IPv6 clients to an IPv4 address. */
function openPorts(container: Container, { state, uncertain }: Composed, told: DaemonConfig): readonly OpenPort[] {
  const version = readEngineVersion(state.version)
  if (version === undefined || !container.running) return []
  const service = container.labels['com.docker.compose.service'] ?? ''
  const way = (family: Family) => {
    const endpoints = endpointsOf(container, state, bridgeNetworks(state, family), family)
    const found = gatewayEndpoint(container, state, endpoints, { version, family })
    return found === undefined || found.network.internal ? undefined : found
  }
  const ways = { ipv4: way('ipv4'), ipv6: way('ipv6') }
  const { userlandProxy } = readDaemonOptions(version, told.words, told.json)
  if (uncertain.has(service)) return []
  return container.ports.flatMap((port): readonly OpenPort[] => {
    const six = port.hostAddress.includes(':')
    const found = six ? (ways.ipv6 ?? (userlandProxy ? ways.ipv4 : undefined)) : ways.ipv4
    if (found === undefined) return []
    return [{ port, container, network: found.network, address: found.address }]
  })
}

/** Ports that are asked for and published by nobody: the container's way out is a network that is no bridge. */
function notPublished({ made, state }: Composed): readonly Message[] {
  return made.flatMap(({ name, ports, endpoints }) => {
    const own = state.networks.filter(({ id }) => endpoints.some(({ networkId }) => networkId === id))
    const other = own.find(({ driver, internal }) => driver !== 'bridge' && !internal)
    if (ports.length === 0) return []
    if (own.length > 0 && own.every(({ internal }) => internal))
      return [message('compose/only-internal', { container: name })]
    return other === undefined
      ? []
      : [message('compose/other-driver', { container: name, network: other.name, driver: other.driver })]
  })
}

const portKey = ({ hostPort, protocol }: PublishedPort) => `${hostPort}/${protocol}`

const boundKey = ({ hostAddress, hostPort, protocol }: PublishedPort) =>
  `${hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress}:${hostPort}/${protocol}`

/** `8080/tcp, 5000-5002/udp`: what stands next to each other as a range. */
function portList(ports: readonly PublishedPort[], shown: (port: PublishedPort) => string): string {
  const runs: { first: PublishedPort; last: number }[] = []
  for (const port of ports) {
    const run = runs.at(-1)
    const follows =
      run !== undefined &&
      run.last + 1 === port.hostPort &&
      run.first.protocol === port.protocol &&
      run.first.hostAddress === port.hostAddress
    if (follows) run.last = port.hostPort
    else runs.push({ first: port, last: port.hostPort })
  }
  const texts = runs.map(({ first, last }) =>
    last === first.hostPort ? shown(first) : shown(first).replace(/\/(\w+)$/, `-${last}/$1`),
  )
  return [...new Set(texts)].join(', ')
}
