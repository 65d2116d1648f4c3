import { remembered } from '#base/remember.ts'
import { shellWord } from '#base/shell-word.ts'
import { type PortSuspect, portTrouble, type PortTrouble } from '#docker/bridge-ports.ts'
import { message } from '#model/diagnostic.ts'
import { bridgeName, type Container, type DockerState } from '#model/docker.ts'
import type { Outcome } from '#model/service.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { ServiceQuestion } from './service-questions.ts'

/** What is wrong with the interfaces by which the containers of a connection are at their bridge; undefined: nothing, or not read. */
export function brokenPort({ service, network }: ServiceQuestion, snapshot: Snapshot): Outcome | undefined {
  const { facts, docker } = snapshot
  const { interfaces } = facts
  if (network === undefined || interfaces === undefined || docker === undefined) return undefined
  const names = service.kind === 'neighbour' ? [service.container, service.to] : [service.container]
  const bridge = bridgeName(network)
  for (const name of names) {
    const container = runningNamed(docker).get(name)
    const trouble = container && portTrouble(container, network, docker, interfaces)
    if (trouble !== undefined) return portOutcome(trouble, name, bridge)
  }
  return undefined
}

// Of two of one name the first counts.
const runningNamed = remembered(
  ({ containers }: DockerState): ReadonlyMap<string, Container> =>
    new Map(
      containers
        .filter(({ running }) => running)
        .toReversed()
        .map((one) => [one.name, one]),
    ),
)

function portOutcome(trouble: PortTrouble, container: string, bridge: string): Outcome {
  const restart = `docker restart ${shellWord(container)}`
  if (trouble.kind === 'gone')
    return { kind: 'dead', why: message('service/port-gone', { container, bridge }), cure: restart }
  if (trouble.kind === 'unclear') {
    const { working, containers, suspects } = trouble
    const [first] = suspects
    const why = message('service/ports-missing', {
      bridge,
      working,
      containers,
      suspects: suspects.map(({ port }) => port).join(', '),
    })
    const cure = first === undefined || suspects.length > 1 ? undefined : portCure(first, bridge)
    return { kind: 'unknown', on: '', why, ...(cure === undefined ? {} : { cure }) }
  }
  const { kind, port } = trouble
  const why = message(`service/port-${kind}`, { container, bridge, port: port ?? '' })
  const cure = kind === 'no-carrier' ? restart : port === undefined ? undefined : portCure({ kind, port }, bridge)
  return { kind: 'dead', why, ...(cure === undefined ? {} : { cure }) }
}

/** The command that puts a port of a bridge in order; none where the other end, in the container, is down. */
function portCure({ port, kind }: PortSuspect, bridge: string): string | undefined {
  const link = `ip link set ${shellWord(port)}`
  if (kind === 'no-carrier') return undefined
  return kind === 'down' ? `${link} up` : `${link} master ${shellWord(bridge)} up`
}
