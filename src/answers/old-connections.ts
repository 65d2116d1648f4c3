import { groupBy } from '#base/lists.ts'
import { writeAddress } from '#base/prefix.ts'
import type { ConntrackEntry } from '#model/conntrack-entry.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { PublishedPort } from '#model/docker.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { containerAt } from './connection-end.ts'
import { answerConntrack } from './conntrack-answer.ts'

const protocols: Readonly<Record<number, PublishedPort['protocol']>> = { 6: 'tcp', 17: 'udp', 132: 'sctp' }
const mostGroups = 50

/**
 * Connections to published ports that keep a way which new ones do not take: the kernel asks nat for the first packet only. A stale DNAT
 * rule or a missing one leaves them behind; UDP that is sent again and again never ends.
 */
export function oldConnections(snapshot: Snapshot): readonly Message[] {
  const doubtful = (snapshot.facts.connections ?? []).filter((entry) => isDoubtful(entry, snapshot))
  const groups = [...groupBy(doubtful, wayOf).values()].slice(0, mostGroups)
  return groups.flatMap((group) => {
    const [entry] = group
    if (entry === undefined) return []
    const now = answerConntrack([entry], snapshot)[0]?.now
    if (now?.kind !== 'elsewhere') return []
    const { original, reply, family, protocol } = entry
    const name = protocols[protocol] ?? 'tcp'
    const isKept = reply.src === original.dst
    const to = isKept ? '' : (containerAt(reply.src, snapshot.docker)?.name ?? writeAddress(reply.src))
    const inet = family === 'ipv6' ? ' -f ipv6' : ''
    return [
      message('status/old-connections', {
        ...{ count: group.length, port: `:${original.dport ?? 0}${name === 'tcp' ? '' : `/${name}`}`, to, now: now.to },
        command: `conntrack -D${inet} -p ${name} --orig-port-dst ${original.dport ?? 0}`,
      }),
    ]
  })
}

function wayOf({ family, protocol, original, reply }: ConntrackEntry): string {
  return [family, protocol, writeAddress(original.dst), original.dport, writeAddress(reply.src), reply.sport].join(' ')
}

/** Whether an entry leads to no container that publishes its port. What docker-proxy takes, it goes on serving; dockerd, which holds the port without it, does not. */
function isDoubtful({ protocol, original, reply, state }: ConntrackEntry, { docker, facts }: Snapshot): boolean {
  const name = protocols[protocol]
  const isOf = (port: PublishedPort) => port.protocol === name && port.hostPort === original.dport
  const publishers = (docker?.containers ?? []).filter(({ running, ports }) => running && ports.some(isOf))
  if (publishers.length === 0) return false
  if (reply.src === original.dst) {
    const isProxied = facts.sockets?.some(
      ({ protocol: kind, port, process }) => kind === name && port === original.dport && process === 'docker-proxy',
    )
    return protocol === 17 && isProxied !== true
  }
  if (protocol === 6 && !/^(SYN_SENT|SYN_RECV|ESTABLISHED)$/.test(state ?? '')) return false
  const server = containerAt(reply.src, docker)
  return server === undefined || !publishers.includes(server)
}
