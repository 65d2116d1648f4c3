import type { DockerNetwork, DockerState } from '#model/docker.ts'
import { bridgeName } from '#model/docker.ts'
import type { Ownership } from '#model/owner.ts'
import type { Taken } from '#syntax/shape.ts'

/** Gives bridges and addresses the names that Docker knows them by; '' where it does not say. */
export interface Names {
  network(bridge: string | number | undefined): string
  /** The container with this address; where two networks use the address, the one on the bridge. */
  container(address: string | number | undefined, bridge: string | number | undefined): string
  /** The host ports that lead to a container's port, as Docker lists them. */
  hostPorts(
    container: string,
    protocol: string | number | undefined,
    port: string | number | undefined,
  ): readonly number[]
}

interface Holder {
  readonly name: string
  readonly bridge: string
}

/** Names from Docker's state; without it everything is ''. */
export function namesFrom(state: DockerState | undefined): Names {
  const networks = new Map((state?.networks ?? []).map((network) => [network.id, network]))
  const bridges = new Map(
    [...networks.values()]
      .filter(({ driver }) => driver === 'bridge')
      .map((network) => [bridgeName(network), network.name]),
  )
  const holders = holdersOf(state, networks)
  const published = new Map((state?.containers ?? []).map(({ name, ports }) => [name, ports]))
  return {
    network: (bridge) => bridges.get(String(bridge)) ?? '',
    container(address, bridge) {
      if (holders.size === 0) return ''
      const found = holders.get(String(address)) ?? []
      return (
        (
          found.find((holder) => holder.bridge === bridge) ??
          (bridge === undefined || bridge === '' ? found[0] : undefined)
        )?.name ?? ''
      )
    },
    hostPorts(name, protocol, port) {
      const ports = published.get(name) ?? []
      return ports
        .filter((one) => one.protocol === protocol && one.containerPort === port && one.hostPort > 0)
        .map(({ hostPort }) => hostPort)
    },
  }
}

function holdersOf(
  state: DockerState | undefined,
  networks: ReadonlyMap<string, DockerNetwork>,
): ReadonlyMap<string, readonly Holder[]> {
  const holders = new Map<string, Holder[]>()
  const add = (address: string | undefined, name: string, network: DockerNetwork | undefined) => {
    if (address === undefined || address === '') return
    const holder = { name, bridge: network === undefined ? '' : bridgeName(network) }
    const same = holders.get(address)
    if (same === undefined) holders.set(address, [holder])
    else same.push(holder)
  }
  for (const { name, endpoints } of state?.containers ?? []) {
    for (const { networkId, ipv4, ipv6 } of endpoints) {
      add(ipv4, name, networks.get(networkId))
      add(ipv6, name, networks.get(networkId))
    }
  }
  const byId = new Map((state?.containers ?? []).map(({ id, name }) => [id, name]))
  for (const network of networks.values()) {
    for (const [id, { name, ipv4, ipv6 }] of Object.entries(network.members)) {
      const known = byId.get(id) ?? (id === 'ingress-sbox' ? id : name)
      add(ipv4, known, network)
      add(ipv6, known, network)
    }
  }
  return holders
}

/** What is the same for every rule of a ruleset. */
export interface About {
  readonly generation: string
  /** Whether the userland proxy is 'on', 'off', or '' where no rule tells. */
  readonly proxy: string
  readonly published: ReadonlyMap<string, ReadonlySet<number>>
}

/** The facts of a rule for its texts: what the pattern took, with names; every fact is there, '' where it is not known. */
export function namedArgs(taken: Taken, chain: string, names: Names, about: About): Ownership['args'] {
  const {
    bridge = '',
    otherBridge = '',
    containerAddress = '',
    containerPort = '',
    peerAddress = '',
    protocol = '',
  } = taken
  const container = names.container(containerAddress, bridge)
  return {
    bridge,
    network: names.network(bridge),
    otherBridge,
    otherNetwork: names.network(otherBridge),
    subnet: taken.subnet ?? '',
    container,
    containerAddress,
    containerPort,
    peer: names.container(peerAddress, bridge),
    peerAddress,
    protocol,
    hostAddress: taken.hostAddress ?? '',
    hostPort:
      taken.hostPort ?? leadingHere(`${protocol} ${containerAddress} ${containerPort}`, container, taken, names, about),
    interface: taken.interface ?? '',
    snatAddress: taken.snatAddress ?? '',
    mark: taken.mark ?? '',
    dataPort: taken.dataPort ?? '',
    vni: taken.vni ?? '',
    generation: about.generation,
    proxy: about.proxy,
    chain,
  }
}

/** The host ports of a container's port, by the redirections or by Docker's list: one, or several in a list. */
function leadingHere(
  key: string,
  container: string,
  { protocol, containerPort }: Taken,
  names: Names,
  { published }: About,
): string | number {
  if (containerPort === undefined) return ''
  const ports = [...(published.get(key) ?? new Set(names.hostPorts(container, protocol, containerPort)))]
  return ports.length === 1 ? (ports[0] ?? '') : ports.join(', ')
}
