/** A published port as the engine lists it, one entry per host address. Addresses are text as the engine gives them. */
export interface PublishedPort {
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly containerPort: number
  /** '' or 0.0.0.0 or ::: any address. */
  readonly hostAddress: string
  /** 0: not published on the host (routed mode). */
  readonly hostPort: number
}

/** A container's place in a network. */
export interface Endpoint {
  readonly networkId: string
  readonly networkName: string
  readonly ipv4: string | undefined
  readonly ipv6: string | undefined
  readonly gatewayPriority: number
}

/** A container. Names and labels are hostile text. */
export interface Container {
  readonly id: string
  readonly name: string
  readonly running: boolean
  readonly startedAt: string
  readonly pid: number
  readonly networkMode: string
  readonly endpoints: readonly Endpoint[]
  readonly ports: readonly PublishedPort[]
  /** `container:alias` as `--link` was given. */
  readonly links: readonly string[]
  /** `80/tcp` and the like, published or not. */
  readonly exposed: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  /** The indexes of its interfaces in its own network namespace; absent where they were not read. */
  readonly interfaceIndexes?: readonly number[] | undefined
  /** Why the engine could not give it its network when it was to start, in the engine's words; absent where it could. */
  readonly startError?: string | undefined
  /** Whether `docker pause` stopped its processes. */
  readonly paused?: boolean | undefined
  /** It ended, and the engine will start it again; until then it has no address and no rules. */
  readonly restarting?: Restarting | undefined
}

/** A container between two starts. `count`: how often it was started again; `ports`: what it publishes while it runs. */
export interface Restarting {
  readonly exitCode: number
  readonly count: number
  readonly ports: readonly PublishedPort[]
}

/** A network of any driver; `options` are the driver's own. */
export interface DockerNetwork {
  readonly id: string
  readonly name: string
  readonly driver: string
  readonly created: string
  readonly internal: boolean
  readonly ingress: boolean
  readonly ipv4: boolean
  readonly ipv6: boolean
  readonly subnets: readonly string[]
  readonly options: Readonly<Record<string, string>>
  /** Endpoints that are no containers (`ingress-sbox`) and those that are, by container id or name. */
  readonly members: Readonly<Record<string, { readonly name: string; readonly ipv4: string; readonly ipv6: string }>>
}

/** What the engine says of itself and of what it runs. */
export interface DockerState {
  readonly version: string
  /** 'iptables', 'nftables', 'firewalld' and the like as `docker info` names it; undefined before 28.2. */
  readonly firewallBackend: string | undefined
  readonly swarmActive: boolean
  readonly networks: readonly DockerNetwork[]
  readonly containers: readonly Container[]
  /** What of the inventory could not be read: `containers`, `networks`, `container 0123456789ab`. Absent: it is complete. */
  readonly unread?: readonly string[] | undefined
  /** What started, stopped or was connected while the host was read, or just before; absent: nothing, or nobody knows. */
  readonly changing?: readonly DockerChange[] | undefined
}

/** A container or a network that was not the same all the time. `name`: empty where the engine did not tell. Hostile text. */
export interface DockerChange {
  readonly kind: 'container' | 'network'
  readonly id: string
  readonly name: string
}

/** The Linux bridge behind a bridge network. */
export function bridgeName(network: DockerNetwork): string {
  const named = network.options['com.docker.network.bridge.name']
  if (named !== undefined && named !== '') return named
  return network.name === 'docker_gwbridge' ? 'docker_gwbridge' : `br-${network.id.slice(0, 12)}`
}
