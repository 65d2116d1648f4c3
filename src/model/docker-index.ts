import { groupBy } from '#base/lists.ts'
import { remembered } from '#base/remember.ts'
import { readAddress, writeAddress } from '#base/prefix.ts'
import type { Container, DockerNetwork, DockerState, PublishedPort } from './docker.ts'

/** Docker's state by what it is asked for: a host may have thousands of networks and ports, and each is asked for many times. */
export interface DockerIndex {
  /** The first container of a name. */
  readonly byName: ReadonlyMap<string, Container>
  /** The networks by id and by name, in the order of the state. */
  readonly networks: ReadonlyMap<string, readonly DockerNetwork[]>
  readonly networksByName: ReadonlyMap<string, readonly DockerNetwork[]>
  /** Where a network is in the list of the state. */
  readonly places: ReadonlyMap<DockerNetwork, number>
  /** The first running container with an address, as `writeAddress` spells it. */
  readonly runningAt: ReadonlyMap<string, Container>
  /** The ports that running containers publish, by the port of the host. */
  readonly published: ReadonlyMap<number, readonly { readonly container: Container; readonly port: PublishedPort }[]>
}

/** The index of a state, made once. */
export const dockerIndex = remembered((docker: DockerState): DockerIndex => {
  const { containers, networks } = docker
  const running = containers.filter((container) => container.running)
  return {
    byName: firstOf(containers.map((container) => [container.name, container])),
    networks: groupBy(networks, ({ id }) => id),
    networksByName: groupBy(networks, ({ name }) => name),
    places: new Map(networks.map((network, place) => [network, place])),
    runningAt: firstOf(running.flatMap((container) => addressesOf(container).map((address) => [address, container]))),
    published: groupBy(
      running.flatMap((container) => container.ports.map((port) => ({ container, port }))),
      ({ port }) => port.hostPort,
    ),
  }
})

/** The first container of a name. */
export function containerOf(name: string, docker: DockerState | undefined): Container | undefined {
  return docker && dockerIndex(docker).byName.get(name)
}

/** The network of an id. */
export function networkOfId(id: string | undefined, docker: DockerState | undefined): DockerNetwork | undefined {
  return docker === undefined || id === undefined ? undefined : dockerIndex(docker).networks.get(id)?.[0]
}

/** The addresses of a container in all its networks, as `writeAddress` spells them. */
export function addressesOf({ endpoints }: Container): readonly string[] {
  return endpoints.flatMap(({ ipv4, ipv6 }) =>
    [ipv4 ?? '', ipv6 ?? ''].flatMap((text) => {
      const address = readAddress(text)
      return address === undefined ? [] : [writeAddress(address)]
    }),
  )
}

function firstOf<K, V>(entries: readonly (readonly [K, V])[]): ReadonlyMap<K, V> {
  const found = new Map<K, V>()
  for (const [key, value] of entries) if (!found.has(key)) found.set(key, value)
  return found
}
