import { lastOf } from '#base/network.ts'
import { readPrefix, writeAddress } from '#base/prefix.ts'
import type { Conversation } from '#model/conversation.ts'
import type { Cure } from '#model/cure.ts'
import type { Packet } from '#model/packet.ts'
import type { Container, DockerNetwork } from '#model/docker.ts'
import { bridgeName } from '#model/docker.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import { ruleOf } from './changed-snapshot.ts'
import { answerConversation } from './conversation-answer.ts'
import { candidatesFor } from './cure-candidates.ts'
import type { SenderScope } from './opening.ts'
import { answerTrace, prepare } from './trace-answer.ts'

/** A conversation that is blocked in more places than that needs a person. */
const mostSteps = 4

/**
 * The changes with which the conversation that the packet begins would work, each traced; empty: none was found. Undefined where
 * nothing blocks it, or where the verdict is unknown. `senders`: whether to open for one address or for whoever comes by the interface.
 */
export function answerCures(first: Trace, snapshot: Snapshot, senders: SenderScope): readonly Cure[] | undefined {
  const { blocked } = outcomeOf(first, snapshot)
  if (blocked === undefined) return undefined
  const { packet } = first
  const found = candidatesFor(blocked, snapshot, senders).flatMap(({ kind, commands, after }) => {
    const more = commandsToOpen(packet, after, senders, mostSteps - 1, obstacleOf(blocked, snapshot))
    return more === undefined ? [] : [{ kind, commands: [...commands, ...more] }]
  })
  return [...publishedInstead(packet, snapshot), ...firstOfKind(found), ...joinedNetworks(packet, snapshot)]
}

function isBlocked({ verdict }: Trace): boolean {
  return verdict === 'DROP' || verdict === 'REJECT' || verdict === 'NO ROUTE'
}

interface Outcome {
  readonly works: boolean
  /** The packet that is stopped: the first one, an answer, or one of the program that serves the client. */
  readonly blocked: Trace | undefined
}

function outcomeOf(first: Trace, snapshot: Snapshot): Outcome {
  const conversation = answerConversation(first, prepare(snapshot), snapshot)
  if (conversation === undefined)
    return { works: first.verdict === 'ACCEPT', blocked: isBlocked(first) ? first : undefined }
  return { works: conversation.verdict === 'ACCEPT', blocked: stoppedIn(conversation) }
}

function stoppedIn({ verdict, trace, relayed }: Conversation): Trace | undefined {
  if (verdict === 'ACCEPT' || verdict === 'UNKNOWN') return undefined
  const second = relayed?.second
  return second !== undefined && second.verdict !== 'ACCEPT' ? stoppedIn(second) : isBlocked(trace) ? trace : undefined
}

/** The further commands after which the conversation works; undefined: it does not. `before`: what blocked it before the last one. */
function commandsToOpen(
  packet: Packet,
  snapshot: Snapshot,
  senders: SenderScope,
  left: number,
  before: Obstacle,
): readonly string[] | undefined {
  const { works, blocked } = outcomeOf(answerTrace(packet, prepare(snapshot)), snapshot)
  if (blocked === undefined) return works ? [] : undefined
  const obstacle = obstacleOf(blocked, snapshot)
  if (left === 0 || (obstacle.what === before.what && obstacle.isReply === before.isReply)) return undefined
  for (const { commands, after } of candidatesFor(blocked, snapshot, senders)) {
    const more = commandsToOpen(packet, after, senders, left - 1, obstacle)
    if (more !== undefined) return [...commands, ...more]
  }
  return undefined
}

/** What blocks which direction. */
interface Obstacle {
  readonly isReply: boolean
  readonly what: unknown
}

function obstacleOf(blocked: Trace, snapshot: Snapshot): Obstacle {
  return { isReply: blocked.packet.tracked?.direction === 'REPLY', what: causeOf(blocked, snapshot) }
}

// The rule itself, which stays the same where another is put before it.
function causeOf(blocked: Trace, snapshot: Snapshot): unknown {
  const end = blocked.ways[0]?.end
  if (end?.kind === 'dead') return end.why
  if (end?.kind !== 'dropped' && end?.kind !== 'rejected') return undefined
  return ruleOf(snapshot, end.by) ?? end.by
}

// The candidates come narrowest first.
function firstOfKind(cures: readonly Cure[]): readonly Cure[] {
  return cures.filter(({ kind }, index) => cures.findIndex((one) => one.kind === kind) === index)
}

/** The port of this host under which the container already is reachable from where the packet comes. */
function publishedInstead(packet: Packet, { docker, ...rest }: Snapshot): readonly Cure[] {
  const target = containerAt(docker?.containers ?? [], packet)
  const snapshot = { ...rest, docker }
  const uplink = snapshot.facts.interfaces?.find(({ name }) => name === packet.in)
  const own = uplink?.addresses.find(({ family }) => family === packet.family)?.address
  if (target === undefined || packet.local || own === undefined) return []
  const program = prepare(snapshot)
  return target.ports
    .filter(({ containerPort, hostPort }) => containerPort === packet.dport && hostPort > 0)
    .map(({ hostPort }) => ({ ...packet, dst: own, dport: hostPort }))
    .filter((instead) => {
      const first = answerTrace(instead, program)
      return first.ways[0]?.final.dst === packet.dst && outcomeOf(first, snapshot).works
    })
    .slice(0, 1)
    .map(({ dst, dport }) => ({ kind: 'published', commands: [endText(dst, dport)] }))
}

function endText(address: Packet['dst'], port: number | undefined): string {
  const text = typeof address === 'bigint' ? `[${writeAddress(address)}]` : writeAddress(address)
  return port === undefined ? text : `${text}:${port}`
}

function containerAt(containers: readonly Container[], { dst }: Pick<Packet, 'dst'>): Container | undefined {
  const address = writeAddress(dst)
  return containers.find(
    ({ running, endpoints }) => running && endpoints.some(({ ipv4, ipv6 }) => ipv4 === address || ipv6 === address),
  )
}

/** A network that both containers could be in: traced as a packet from a free address of it. */
function joinedNetworks(packet: Packet, snapshot: Snapshot): readonly Cure[] {
  const { docker } = snapshot
  if (docker === undefined || packet.src === undefined || packet.local) return []
  const sender = containerAt(docker.containers, { dst: packet.src })
  const target = containerAt(docker.containers, packet)
  if (sender === undefined || target === undefined || sender.id === target.id) return []
  const shared = new Set(sender.endpoints.map(({ networkId }) => networkId))
  const program = prepare(snapshot)
  return target.endpoints
    .filter(({ networkId }) => !shared.has(networkId))
    .flatMap(({ networkId, ipv4, ipv6 }) => {
      const network = docker.networks.find(({ id }) => id === networkId)
      const address = packet.family === 'ipv4' ? ipv4 : ipv6
      const neighbour = network && neighbourIn(network, packet, address)
      if (network === undefined || network.driver !== 'bridge' || neighbour === undefined) return []
      if (!outcomeOf(answerTrace(neighbour, program), snapshot).works) return []
      return [
        {
          kind: 'network' as const,
          commands: [`docker network connect ${quoted(network.name)} ${quoted(sender.name)}`],
        },
      ]
    })
}

function neighbourIn(network: DockerNetwork, packet: Packet, address: string | undefined): Packet | undefined {
  if (address === undefined || address !== writeAddress(packet.dst)) return undefined
  const prefix = network.subnets.map(readPrefix).find((one) => typeof one?.address === typeof packet.dst)
  if (prefix === undefined) return undefined
  const last = lastOf(prefix.address, prefix.length)
  const free = typeof last === 'bigint' ? last - 1n : last - 1
  return { ...packet, in: bridgeName(network), out: undefined, src: free, bridged: undefined }
}

// Names are Docker's own words, but a snapshot may hold any.
function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`
}
