import { liesIn } from '#base/network.ts'
import { readPrefix, writeAddress } from '#base/prefix.ts'
import type { AddressNumber } from '#base/address.ts'
import type { Conversation } from '#model/conversation.ts'
import type { DockerState } from '#model/docker.ts'
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

function endOf({ ways: [way] }: Trace, conversation: Conversation | undefined, { docker }: Snapshot): Met {
  const { relayed } = conversation ?? {}
  if (relayed !== undefined)
    return { kind: 'container', name: relayed.container, port: relayed.second?.first.packet.dport, proxy: true }
  if (way === undefined) return { kind: 'unknown' }
  const { end, final } = way
  if (end.kind === 'host') return { kind: 'host', process: end.process ?? '' }
  if (final.dst === undefined) return { kind: 'unknown' }
  const name = containerAt(final.dst, docker)
  if (name !== undefined) return { kind: 'container', name, port: final.dport ?? undefined, proxy: false }
  return { kind: isInside(final.dst, docker) ? 'nobody' : 'address', address: writeAddress(final.dst) }
}

/** The running container that has an address now, by name. */
export function containerAt(address: AddressNumber, docker: DockerState | undefined): string | undefined {
  const text = writeAddress(address)
  return docker?.containers.find(
    ({ running, endpoints }) => running && endpoints.some(({ ipv4, ipv6 }) => ipv4 === text || ipv6 === text),
  )?.name
}

function isInside(address: AddressNumber, docker: DockerState | undefined): boolean {
  const prefixes = (docker?.networks ?? []).flatMap(({ subnets }) => subnets.flatMap((text) => readPrefix(text) ?? []))
  return prefixes.some((prefix) => typeof prefix.address === typeof address && liesIn(address, prefix))
}
