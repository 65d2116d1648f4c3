import { readCompose } from '#docker/compose.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { DockerState, PublishedPort } from '#model/docker.ts'
import { emptySnapshot } from '#model/snapshot.ts'
import type { DaemonTold, Predicted } from './predict-answer.ts'
import { answerPredict } from './predict-answer.ts'

/** What a Compose file would add, beside the prediction of the whole. */
export interface ComposePrediction extends Predicted {
  readonly adds: Message
}

/** Predicts what `docker compose up` would write on an engine of that version with nothing else; a message where it cannot be read. */
export function answerCompose(
  name: string,
  text: string,
  project: string,
  version: string,
  told: DaemonTold,
): ComposePrediction | Message {
  const composed = readCompose(text, project, version)
  if (!('state' in composed)) return composed
  const { state, perhaps } = composed
  const bare: DockerState = {
    ...state,
    containers: [],
    networks: state.networks.filter((network) => network.name === 'bridge'),
  }
  const before = answerPredict({ ...emptySnapshot(name), docker: bare }, told)
  const after = answerPredict({ ...emptySnapshot(name), docker: state }, told)
  if (!('predictions' in after)) return after
  const rules = countRules(after) - ('predictions' in before ? countRules(before) : 0)
  return {
    ...after,
    notes: [...after.notes, ...perhaps],
    adds: message('compose/adds', { rules, ports: portsText(state) }),
  }
}

function countRules({ predictions }: Predicted): number {
  const chains = predictions.flatMap(({ book }) => [...book.tables.values()].flatMap((table) => [...table.values()]))
  return chains.reduce((sum, rules) => sum + rules.length, 0)
}

/** `8080/tcp to everyone on every interface, also on IPv6; 127.0.0.1:9000/tcp to this host`. */
function portsText({ containers }: DockerState): string {
  const ports = containers.flatMap((container) => container.ports)
  const seen = new Map<string, string>()
  for (const port of ports.filter(({ hostAddress }) => hostAddress !== '::')) {
    const key = `${port.hostAddress} ${port.hostPort}/${port.protocol}`
    seen.set(key, portText(port, ports))
  }
  return [...seen.values()].join('; ')
}

function portText(port: PublishedPort, all: readonly PublishedPort[]): string {
  const { hostAddress, hostPort, protocol } = port
  if (hostAddress.startsWith('127.')) return `${hostAddress}:${hostPort}/${protocol} to this host`
  if (hostAddress !== '0.0.0.0') return `${hostAddress}:${hostPort}/${protocol} to everyone who reaches that address`
  const too = all.some(
    (other) => other.hostAddress === '::' && other.hostPort === hostPort && other.protocol === protocol,
  )
  return `${hostPort}/${protocol} to everyone on every interface${too ? ', also on IPv6' : ''}`
}
