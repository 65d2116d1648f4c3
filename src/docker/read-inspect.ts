import { z } from 'zod'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container, DockerNetwork, DockerState, Endpoint, PublishedPort } from '#model/docker.ts'

/** What Docker's own JSON says, and what of it could not be read (`docker/unknown-document`, `docker/unreadable`). */
export interface ReadInspect {
  readonly state: DockerState
  readonly problems: readonly Message[]
}

const orEmpty = <T extends z.ZodType>(value: T) => z.record(z.string(), value).nullish()
const text = z.string().default('')

const binding = z.object({ HostIp: text, HostPort: z.union([z.string(), z.number()]).default('') })

const endpoint = z.object({
  NetworkID: text,
  IPAddress: text,
  GlobalIPv6Address: text,
  GwPriority: z.number().default(0),
})

const container = z.object({
  Id: z.string(),
  Name: z.string(),
  RestartCount: z.number().default(0),
  State: z.object({
    ...{ Running: z.boolean(), Paused: z.boolean().default(false), Restarting: z.boolean().default(false) },
    ...{ StartedAt: text, Pid: z.number().default(0), Error: text, ExitCode: z.number().default(0) },
  }),
  HostConfig: z.object({
    NetworkMode: text,
    Links: z.array(z.string()).nullish(),
    PortBindings: orEmpty(z.array(binding).nullable()),
  }),
  Config: z.object({ ExposedPorts: orEmpty(z.unknown()), Labels: orEmpty(z.string()) }),
  NetworkSettings: z.object({ Ports: orEmpty(z.array(binding).nullable()), Networks: orEmpty(endpoint) }),
})

const network = z.object({
  Id: z.string(),
  Name: z.string(),
  Driver: z.string(),
  Created: text,
  Internal: z.boolean().default(false),
  Ingress: z.boolean().default(false),
  EnableIPv4: z.boolean().default(true),
  EnableIPv6: z.boolean().default(false),
  IPAM: z.object({ Config: z.array(z.object({ Subnet: text })).nullish() }).nullish(),
  Options: orEmpty(z.string()),
  Containers: orEmpty(z.object({ Name: text, IPv4Address: text, IPv6Address: text })),
})

const info = z.object({
  ServerVersion: text,
  Swarm: z.object({ LocalNodeState: text }).nullish(),
  FirewallBackend: z.object({ Driver: text }).nullish(),
})

const version = z.union([
  z.object({ Server: z.object({ Version: z.string() }) }),
  z.object({ Version: z.string(), ApiVersion: z.string() }),
])

/**
 * Reads what `docker inspect`, `docker network inspect`, `docker version` and `docker info` print (or the API answers), in any
 * order; each document is recognised by itself. Names and labels are kept as they are, whatever they contain.
 */
export function readInspect(documents: readonly unknown[]): ReadInspect {
  const found = { containers: [] as Container[], networks: [] as DockerNetwork[], problems: [] as Message[] }
  const unread = new Set<string>()
  let server = ''
  let about: z.infer<typeof info> | undefined
  documents.flat().forEach((document, index) => {
    const read = <T>(schema: z.ZodType<T>): T | undefined => {
      const result = schema.safeParse(document)
      if (!result.success) found.problems.push(unreadable(index, result.error))
      return result.data
    }
    const has = (...keys: string[]) =>
      typeof document === 'object' && document !== null && keys.every((key) => Object.hasOwn(document, key))
    if (has('NetworkSettings')) {
      if (!push(found.containers, read(container), containerOf)) unread.add('containers')
    } else if (has('IPAM', 'Driver')) {
      if (!push(found.networks, read(network), networkOf)) unread.add('networks')
    } else if (has('ServerVersion')) about = read(info)
    else if (has('Server') || has('Version', 'ApiVersion')) server = serverVersion(read(version))
    else found.problems.push(message('docker/unknown-document', { index }))
  })
  const state: DockerState = {
    version: server || (about?.ServerVersion ?? ''),
    firewallBackend: about?.FirewallBackend?.Driver || undefined,
    swarmActive: about?.Swarm?.LocalNodeState === 'active',
    networks: found.networks,
    containers: found.containers,
    ...(unread.size > 0 ? { unread: [...unread] } : {}),
  }
  return { state, problems: found.problems }
}

function unreadable(index: number, error: z.ZodError): Message {
  return message('docker/unreadable', {
    index,
    path: error.issues[0]?.path.join('.') ?? '',
    reason: error.issues[0]?.code ?? '',
  })
}

function push<T, U>(list: U[], data: T | undefined, make: (data: T) => U): boolean {
  if (data !== undefined) list.push(make(data))
  return data !== undefined
}

function serverVersion(data: z.infer<typeof version> | undefined): string {
  if (data === undefined) return ''
  return 'Server' in data ? data.Server.Version : data.Version
}

function containerOf(inspected: z.infer<typeof container>): Container {
  const { Id, Name, State, HostConfig, Config, NetworkSettings } = inspected
  const ports = Object.entries(HostConfig.PortBindings ?? {}).flatMap(portsOf)
  return {
    id: Id,
    name: Name.startsWith('/') ? Name.slice(1) : Name,
    running: State.Running,
    startedAt: State.StartedAt,
    pid: State.Pid,
    networkMode: HostConfig.NetworkMode,
    endpoints: Object.entries(NetworkSettings.Networks ?? {}).map(endpointOf),
    ports: Object.entries(NetworkSettings.Ports ?? {}).flatMap(portsOf),
    links: HostConfig.Links ?? [],
    exposed: Object.keys(Config.ExposedPorts ?? {}),
    labels: Config.Labels ?? {},
    ...(!State.Running && networkError.test(State.Error) ? { startError: State.Error } : {}),
    ...(State.Paused ? { paused: true } : {}),
    ...(State.Restarting ? { restarting: { exitCode: State.ExitCode, count: inspected.RestartCount, ports } } : {}),
  }
}

// `driver failed programming external connectivity on endpoint web (...): (iptables failed: ...)`; since 28: `failed to set up container
// networking: ...`. A port that is taken is told by the same words without iptables.
const networkError =
  /(driver failed programming external connectivity|failed to set up container networking).*iptables/s

function endpointOf([networkName, data]: readonly [string, z.infer<typeof endpoint>]): Endpoint {
  return {
    networkId: data.NetworkID,
    networkName,
    ipv4: data.IPAddress || undefined,
    ipv6: data.GlobalIPv6Address || undefined,
    gatewayPriority: data.GwPriority,
  }
}

function portsOf([port, bindings]: readonly [
  string,
  readonly z.infer<typeof binding>[] | null,
]): readonly PublishedPort[] {
  const found = /^(\d{1,5})\/(tcp|udp|sctp)$/.exec(port)
  if (found === null || bindings === null) return []
  return bindings.map(({ HostIp, HostPort }) => ({
    protocol: found[2] as PublishedPort['protocol'],
    containerPort: Number(found[1]),
    hostAddress: HostIp,
    hostPort: /^\d{1,5}$/.test(String(HostPort)) ? Number(HostPort) : 0,
  }))
}

function networkOf(data: z.infer<typeof network>): DockerNetwork {
  const members = Object.entries(data.Containers ?? {}).map(
    ([id, { Name, IPv4Address, IPv6Address }]) =>
      [id, { name: Name, ipv4: bare(IPv4Address), ipv6: bare(IPv6Address) }] as const,
  )
  return {
    id: data.Id,
    name: data.Name,
    driver: data.Driver,
    created: data.Created,
    internal: data.Internal,
    ingress: data.Ingress,
    ipv4: data.EnableIPv4,
    ipv6: data.EnableIPv6,
    subnets: (data.IPAM?.Config ?? []).map(({ Subnet }) => Subnet).filter((subnet) => subnet !== ''),
    options: data.Options ?? {},
    members: Object.fromEntries(members),
  }
}

/** `172.17.0.2/16` without the length. */
function bare(address: string): string {
  return address.split('/')[0] ?? ''
}
