import { liesIn } from '#base/network.ts'
import { readPrefix, writeAddress } from '#base/prefix.ts'
import { remembered } from '#base/remember.ts'
import type { AddressNumber } from '#base/address.ts'
import type { Conversation } from '#model/conversation.ts'
import { bridgeName, type Container, type DockerState } from '#model/docker.ts'
import { containerOf, dockerIndex, networkOfId } from '#model/docker-index.ts'
import type { Packet } from '#model/packet.ts'
import type { Met } from '#model/reach-change.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import type { Program } from '#netfilter/program.ts'
import { judgeConversation } from './conversation-answer.ts'

/** What a new connection meets, with the answer to it. */
export function metBy(wanted: Packet, program: Program, snapshot: Snapshot): Met {
  const { first, conversation } = judgeConversation(wanted, program, snapshot)
  const { verdict, by } = conversation ?? first
  if (verdict === 'UNKNOWN') return { kind: 'unknown' }
  if (verdict !== 'ACCEPT') return { kind: 'stopped', by: by ?? '' }
  return endOf(first, conversation, snapshot)
}

/** Who is at the end of a connection that is answered, as far as this host can tell. */
export function endOf({ ways: [way] }: Trace, conversation: Conversation | undefined, { docker }: Snapshot): Met {
  const { relayed } = conversation ?? {}
  if (relayed !== undefined)
    return { kind: 'container', name: relayed.container, port: relayed.second?.first.packet.dport, proxy: true }
  if (way === undefined) return { kind: 'unknown' }
  const { end, final } = way
  if (end.kind === 'host') return { kind: 'host', process: end.process ?? '' }
  if (final.dst === undefined) return { kind: 'unknown' }
  const name = containerNameAt(final.dst, docker)
  if (name !== undefined) return { kind: 'container', name, port: final.dport ?? undefined, proxy: false }
  return { kind: isInside(final.dst, docker) ? 'nobody' : 'address', address: writeAddress(final.dst) }
}

/** The running container that has an address now. */
export function containerAt(address: AddressNumber, docker: DockerState | undefined): Container | undefined {
  return docker && dockerIndex(docker).runningAt.get(writeAddress(address))
}

/** The name of the running container, or of the member of a network, that has an address now. */
export function containerNameAt(address: AddressNumber, docker: DockerState | undefined): string | undefined {
  return containerAt(address, docker)?.name ?? memberAt(writeAddress(address), docker)
}

/** Who has an address in a network that its containers do not list: the bridge of a swarm's containers, and its own ends. */
function memberAt(address: string, docker: DockerState | undefined): string | undefined {
  const [id, member] = (docker && membersAt(docker).get(address)) ?? []
  return docker?.containers.find((one) => one.running && one.id === id)?.name ?? member?.name
}

// Of two with one address the first counts.
const membersAt = remembered(({ networks }: DockerState) => {
  const members = networks.flatMap((network) => Object.entries(network.members))
  const found = new Map<string, (typeof members)[number]>()
  for (const member of members)
    for (const text of [member[1].ipv4, member[1].ipv6]) {
      const address = text.split('/')[0] ?? ''
      if (!found.has(address)) found.set(address, member)
    }
  return found
})

/** Whether a container is not behind the interface by which its packets leave. */
export function leadsAway(device: string | undefined, container: string, docker: DockerState | undefined): boolean {
  const found = containerOf(container, docker)
  const networks = (found?.endpoints ?? []).map(({ networkId }) => networkOfId(networkId, docker))
  if (found === undefined || device === undefined) return false
  if (networks.some((network) => network?.driver !== 'bridge')) return false
  return !networks.some((network) => network !== undefined && bridgeName(network) === device)
}

const subnetsOf = remembered(({ networks }: DockerState) =>
  networks.flatMap(({ subnets }) => subnets.flatMap((text) => readPrefix(text) ?? [])),
)

function isInside(address: AddressNumber, docker: DockerState | undefined): boolean {
  const prefixes = docker === undefined ? [] : subnetsOf(docker)
  return prefixes.some((prefix) => typeof prefix.address === typeof address && liesIn(address, prefix))
}
