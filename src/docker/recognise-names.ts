import type { DockerNetwork, DockerState } from '#model/docker.ts'
import { bridgeName } from '#model/docker.ts'
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
  return {
    network: (bridge) => bridges.get(String(bridge)) ?? '',
    container(address, bridge) {
      const found = holders.get(String(address)) ?? []
      return (
        (
          found.find((holder) => holder.bridge === bridge) ??
          (bridge === undefined || bridge === '' ? found[0] : undefined)
        )?.name ?? ''
      )
    },
    hostPorts(name, protocol, port) {
      const ports = (state?.containers ?? []).find((container) => container.name === name)?.ports ?? []
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
  for (const network of networks.values()) {
    for (const { name, ipv4, ipv6 } of Object.values(network.members)) {
      add(ipv4, name, network)
      add(ipv6, name, network)
    }
  }
  return holders
}

const blank = {
  bridge: '',
  network: '',
  otherBridge: '',
  otherNetwork: '',
  subnet: '',
  container: '',
  containerAddress: '',
  containerPort: '',
  peer: '',
  peerAddress: '',
  protocol: '',
  hostAddress: '',
  hostPort: '',
  interface: '',
  snatAddress: '',
  mark: '',
  dataPort: '',
  vni: '',
  generation: '',
  proxy: '',
  chain: '',
}

/** The facts of a rule for its texts: what the pattern took, with names; every fact is there, '' where it is not known. */
export function namedArgs(
  taken: Taken,
  names: Names,
  published: ReadonlyMap<string, ReadonlySet<number>>,
  more: Partial<typeof blank>,
): Readonly<Record<string, string | number>> {
  const { bridge, otherBridge, containerAddress, containerPort, peerAddress, protocol } = taken
  const container = names.container(containerAddress, bridge)
  const ports =
    published.get(`${protocol} ${containerAddress} ${containerPort}`) ??
    new Set(names.hostPorts(container, protocol, containerPort))
  const [only] = ports
  return {
    ...blank,
    ...more,
    network: names.network(bridge),
    otherNetwork: names.network(otherBridge),
    container,
    peer: names.container(peerAddress, bridge),
    hostPort: ports.size === 1 ? (only ?? '') : [...ports].join(', '),
    ...taken,
  }
}
