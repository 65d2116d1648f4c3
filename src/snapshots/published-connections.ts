import { writeAddress } from '#base/prefix.ts'
import type { ConntrackEntry } from '#model/conntrack-entry.ts'
import type { DockerState } from '#model/docker.ts'

const most = 1000
const protocols: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132 }

/** Of all connections those to published ports, and others that DNAT or a container is part of; a thousand at most. */
export function publishedConnections(
  all: readonly ConntrackEntry[] | undefined,
  docker: DockerState | undefined,
): readonly ConntrackEntry[] | undefined {
  const containers = docker?.containers ?? []
  const ports = new Set(
    containers.flatMap((one) => one.ports.map(({ protocol, hostPort }) => `${protocols[protocol]} ${hostPort}`)),
  )
  const addresses = new Set(containers.flatMap((one) => one.endpoints.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6])))
  const isOne = ({ protocol, original, reply }: ConntrackEntry) =>
    ports.has(`${protocol} ${original.dport}`) ||
    reply.src !== original.dst ||
    addresses.has(writeAddress(reply.src)) ||
    addresses.has(writeAddress(original.src))
  return all?.filter(isOne).slice(0, most)
}
