import { bareHost, readCompose } from '#docker/compose.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container, DockerState, PublishedPort } from '#model/docker.ts'
import { emptySnapshot } from '#model/snapshot.ts'
import type { DaemonConfig, Predicted } from './predict-answer.ts'
import { answerPredict } from './predict-answer.ts'

/** What a Compose file would add, beside the prediction of the whole. */
export interface ComposePrediction extends Predicted {
  readonly adds: Message
}

/** What a Compose file is predicted for. */
export interface ComposeRequest {
  readonly project: string
  /** The engine where no host is given. */
  readonly version: string
  readonly host?: DockerState | undefined
  readonly variables?: Readonly<Record<string, string>>
}

/** Predicts what `docker compose up` would write, beside what the host runs already; a message where it cannot be read. */
export function answerCompose(
  name: string,
  text: string,
  { project, version, host, variables }: ComposeRequest,
  told: DaemonConfig,
): ComposePrediction | Message {
  const composed = readCompose(text, { project, host: host ?? bareHost(version), variables: variables ?? {} })
  if (!('state' in composed)) return composed
  const { state, perhaps, made } = composed
  const before = answerPredict({ ...emptySnapshot(name), docker: composed.before }, told)
  const after = answerPredict({ ...emptySnapshot(name), docker: state }, told)
  if (!('predictions' in after)) return after
  const rules = countRules(after) - ('predictions' in before ? countRules(before) : 0)
  return {
    ...after,
    notes: [...after.notes, ...perhaps],
    adds: message('compose/adds', { rules, ...opened(made, state) }),
  }
}

function countRules({ predictions }: Predicted): number {
  const chains = predictions.flatMap(({ book }) => [...book.tables.values()].flatMap((table) => [...table.values()]))
  return chains.reduce((sum, rules) => sum + rules.length, 0)
}

/** Published ports by who may come in: everyone on both families, on IPv4, on IPv6; this host; whoever reaches an address. */
function opened(made: readonly Container[], { networks }: DockerState): Message['args'] {
  const internal = new Set(networks.filter((network) => network.internal).map(({ id }) => id))
  const ports = made
    .filter(({ endpoints }) => endpoints.some(({ networkId }) => !internal.has(networkId)))
    .flatMap((container) => container.ports)
  const keys = (address: string) => new Set(ports.filter((port) => port.hostAddress === address).map(portKey))
  const ipv4 = keys('0.0.0.0')
  const ipv6 = keys('::')
  const of = (wanted: (port: PublishedPort) => boolean, shown = portKey) => portList(ports.filter(wanted), shown)
  const isAny = ({ hostAddress }: PublishedPort) => hostAddress === '0.0.0.0' || hostAddress === '::'
  const isLocal = ({ hostAddress }: PublishedPort) => hostAddress.startsWith('127.') || hostAddress === '::1'
  return {
    both: of((port) => port.hostAddress === '0.0.0.0' && ipv6.has(portKey(port))),
    ipv4: of((port) => port.hostAddress === '0.0.0.0' && !ipv6.has(portKey(port))),
    ipv6: of((port) => port.hostAddress === '::' && !ipv4.has(portKey(port))),
    local: of(isLocal, boundKey),
    bound: of((port) => !isAny(port) && !isLocal(port), boundKey),
  }
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
