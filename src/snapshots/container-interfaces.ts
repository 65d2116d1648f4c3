import { hasPortTrouble } from '#docker/bridge-ports.ts'
import type { Endpoint, Host } from '#host/host.ts'
import type { Container, DockerState } from '#model/docker.ts'
import type { Interface } from '#model/facts.ts'
import { quietly, strangeness } from './engine-process.ts'

/**
 * The state with the indexes that the interfaces of running containers have inside, where a port of a bridge does not work: they say
 * which end of a veth pair belongs to which container. They are read from outside, by the process ids that the engine tells, in the
 * engine's own /proc.
 */
export async function withInterfaceIndexes(
  host: Host,
  endpoint: Endpoint,
  state: DockerState,
  interfaces: readonly Interface[] | undefined,
): Promise<DockerState> {
  if (interfaces === undefined || !hasPortTrouble(state, interfaces)) return state
  const [engine, ...others] = await host.peers(endpoint)
  if (engine === undefined || others.length > 0) return state
  if ((await strangeness(host, endpoint, engine)) !== undefined) return state
  const containers: Container[] = []
  for (const container of state.containers) {
    const found = container.running ? await indexesIn(host, engine, container) : undefined
    containers.push(found === undefined ? container : { ...container, interfaceIndexes: found })
  }
  return { ...state, containers }
}

/** undefined: not readable, or the process is not the container's; nor are they known where one of the interfaces is down. */
async function indexesIn(host: Host, engine: number, { id, pid }: Container): Promise<readonly number[] | undefined> {
  if (!Number.isInteger(pid) || pid < 1) return undefined
  const folder = `/proc/${engine}/root/proc/${pid}`
  const read = (name: string) => quietly(host.read(`${folder}/${name}`, { onlyFiles: true }))
  if ((await read('cgroup'))?.includes(id) !== true) return undefined
  const [devices, groups] = [await read('net/dev'), await read('net/dev_mcast')]
  if (devices === undefined || groups === undefined) return undefined
  const names = [...devices.matchAll(/^\s*(\S+?):/gm)].map(([, name]) => name).filter((name) => name !== 'lo')
  // Only an interface that is up is in groups, and only there is its index told.
  const indexes = new Map([...groups.matchAll(/^(\d{1,10})\s+(\S+)/gm)].map(([, index, name]) => [name, Number(index)]))
  const found = names.flatMap((name) => indexes.get(name) ?? [])
  return found.length === names.length ? found : undefined
}
