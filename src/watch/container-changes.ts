import type { Container, DockerNetwork, DockerState } from '#model/docker.ts'
import { bridgeName } from '#model/docker.ts'
import type { DockerEvent } from '#model/watch.ts'

/** What became of a container between two looks. */
export interface ContainerChange {
  readonly kind: 'started' | 'stopped' | 'restarted' | 'short'
  readonly id: string
  readonly name: string
}

/** What came and went between two states of an engine. */
export interface EngineChanges {
  readonly containers: readonly ContainerChange[]
  readonly made: readonly DockerNetwork[]
  readonly removed: readonly DockerNetwork[]
}

/** Compares two states of an engine; `events`: what it said meanwhile, of containers that neither state has. */
export function engineChanges(
  before: DockerState | undefined,
  after: DockerState | undefined,
  events: readonly DockerEvent[],
): EngineChanges {
  if (before === undefined || after === undefined) return { containers: [], made: [], removed: [] }
  const [then, now] = [running(before), running(after)]
  const containers: ContainerChange[] = []
  for (const { id, name, startedAt } of then.values()) {
    const still = now.get(id)
    if (still === undefined) containers.push({ kind: 'stopped', id, name })
    else if (still.startedAt !== startedAt) containers.push({ kind: 'restarted', id, name: still.name })
  }
  for (const { id, name } of now.values()) if (!then.has(id)) containers.push({ kind: 'started', id, name })
  for (const { type, action, id, name } of events) {
    const isKnown = then.has(id) || now.has(id) || containers.some((one) => one.id === id)
    if (type === 'container' && action === 'start' && !isKnown) containers.push({ kind: 'short', id, name })
  }
  const bridges = ({ networks }: DockerState) => networks.filter(({ driver }) => driver === 'bridge')
  const lacks = (state: DockerState, { id }: DockerNetwork) => !state.networks.some((one) => one.id === id)
  return {
    containers,
    made: bridges(after).filter((network) => lacks(before, network)),
    removed: bridges(before).filter((network) => lacks(after, network)),
  }
}

function running({ containers }: DockerState): ReadonlyMap<string, Container> {
  return new Map(containers.filter((one) => one.running).map((one) => [one.id, one]))
}

/** Whether rules of a network, told by its name or bridge, are those of one of these. */
export function isOneOf(networks: readonly DockerNetwork[], args: Readonly<Record<string, string | number>>): boolean {
  return networks.some((network) => network.name === args.network || bridgeName(network) === args.bridge)
}
