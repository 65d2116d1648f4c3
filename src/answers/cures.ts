import { shellWord } from '#base/shell-word.ts'
import type { AddressNumber } from '#base/address.ts'
import { lastOf, liesIn } from '#base/network.ts'
import { readPrefix, writeAddress } from '#base/prefix.ts'
import type { Conversation } from '#model/conversation.ts'
import type { Cure } from '#model/cure.ts'
import type { Packet } from '#model/packet.ts'
import type { DockerNetwork } from '#model/docker.ts'
import { bridgeName } from '#model/docker.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import { ruleOf } from './changed-snapshot.ts'
import { containerAt } from './connection-end.ts'
import { answerConversation } from './conversation-answer.ts'
import { candidatesFor, type Obstruction } from './cure-candidates.ts'
import { nativeRuleOf } from './native-candidates.ts'
import type { SenderScope } from './opening.ts'
import { answerTrace, prepare } from './trace-answer.ts'

/** A conversation that is blocked in more places than that needs a person. */
const mostSteps = 4

/**
 * The changes with which the conversation that the packet begins would work, each traced; empty: none was found. Undefined where
 * nothing blocks it, or where the verdict is unknown. `senders`: whether to open for one address or for whoever comes by the interface.
 */
export function answerCures(first: Trace, snapshot: Snapshot, senders: SenderScope): readonly Cure[] | undefined {
  return curesOf(first, snapshot, senders, conversationOutcome)
}

/** The same for the one packet, whatever becomes of the answer. */
export function answerPacketCures(first: Trace, snapshot: Snapshot, senders: SenderScope): readonly Cure[] | undefined {
  return curesOf(first, snapshot, senders, packetOutcome)
}

interface Outcome {
  readonly works: boolean
  readonly blocked: Obstruction | undefined
}

type OutcomeOf = (first: Trace, snapshot: Snapshot) => Outcome

function curesOf(
  first: Trace,
  snapshot: Snapshot,
  senders: SenderScope,
  outcomeOf: OutcomeOf,
): readonly Cure[] | undefined {
  const { blocked } = outcomeOf(first, snapshot)
  if (blocked === undefined) return undefined
  const { packet } = first
  const search = { packet, senders, outcomeOf }
  const isInternal = leavesInternal(packet, snapshot)
  const joined = joinedNetworks(packet, snapshot, outcomeOf, isInternal)
  if (isInternal) return joined
  const found = candidatesFor(blocked, snapshot, senders).flatMap(({ kind, commands, after }) => {
    const more = commandsToOpen(search, after, mostSteps - 1, obstacleOf(blocked, snapshot))
    return more === undefined ? [] : [{ kind, commands: [...commands, ...more] }]
  })
  return [...publishedInstead(packet, snapshot, outcomeOf), ...joined, ...firstOfKind(found)]
}

function isBlocked({ verdict }: Trace): boolean {
  return verdict === 'DROP' || verdict === 'REJECT' || verdict === 'NO ROUTE'
}

function packetOutcome(first: Trace): Outcome {
  return {
    works: first.verdict === 'ACCEPT',
    blocked: isBlocked(first)
      ? { kind: 'stopped', trace: first, isReply: first.packet.tracked?.direction === 'REPLY' }
      : undefined,
  }
}

function conversationOutcome(first: Trace, snapshot: Snapshot): Outcome {
  const conversation = answerConversation(first, prepare(snapshot), snapshot)
  if (conversation === undefined) return packetOutcome(first)
  return { works: conversation.verdict === 'ACCEPT', blocked: obstructionOf(conversation) }
}

/** What stops the first packet, an answer, or a packet of the program that serves the client. */
function obstructionOf({ verdict, trace, part, first, relayed }: Conversation): Obstruction | undefined {
  if (verdict === 'ACCEPT' || verdict === 'UNKNOWN') return undefined
  const second = relayed?.second
  if (second !== undefined && second.verdict !== 'ACCEPT') return obstructionOf(second)
  const isReply = part === 'answer' || part === 'next-answer'
  if (isBlocked(trace)) return { kind: 'stopped', trace, isReply }
  const leaves = verdict === 'NO ANSWER' && first.ways[0]?.end.kind === 'out'
  return leaves ? { kind: 'unanswered', trace: first, isReply: false } : undefined
}

/** What the search for commands does not change. */
interface Search {
  readonly packet: Packet
  readonly senders: SenderScope
  readonly outcomeOf: OutcomeOf
}

/** The further commands after which the conversation works; undefined: it does not. `before`: what blocked it before the last one. */
function commandsToOpen(
  search: Search,
  snapshot: Snapshot,
  left: number,
  before: Obstacle,
): readonly string[] | undefined {
  const { packet, senders, outcomeOf } = search
  const { works, blocked } = outcomeOf(answerTrace(packet, prepare(snapshot)), snapshot)
  if (blocked === undefined) return works ? [] : undefined
  const obstacle = obstacleOf(blocked, snapshot)
  if (left === 0 || isSame(obstacle, before)) return undefined
  for (const { commands, after } of candidatesFor(blocked, snapshot, senders)) {
    const more = commandsToOpen(search, after, left - 1, obstacle)
    if (more !== undefined) return [...commands, ...more]
  }
  return undefined
}

/** What blocks which direction. */
interface Obstacle {
  readonly kind: Obstruction['kind']
  readonly isReply: boolean
  readonly what: unknown
}

function obstacleOf({ kind, trace, isReply }: Obstruction, snapshot: Snapshot): Obstacle {
  return { kind, isReply, what: causeOf(trace, snapshot) }
}

function isSame(one: Obstacle, other: Obstacle): boolean {
  return one.kind === other.kind && one.what === other.what && one.isReply === other.isReply
}

// The rule itself, which stays the same where another is put before it.
function causeOf(blocked: Trace, snapshot: Snapshot): unknown {
  const end = blocked.ways[0]?.end
  if (end?.kind === 'dead') return end.why
  if (end?.kind !== 'dropped' && end?.kind !== 'rejected') return undefined
  return ruleOf(snapshot, end.by) ?? nativeRuleOf(snapshot, end.by) ?? end.by
}

// The candidates come narrowest first.
function firstOfKind(cures: readonly Cure[]): readonly Cure[] {
  return cures.filter(({ kind }, index) => cures.findIndex((one) => one.kind === kind) === index)
}

/** The port of this host under which the container already is reachable from where the packet comes. */
function publishedInstead(packet: Packet, { docker, ...rest }: Snapshot, outcomeOf: OutcomeOf): readonly Cure[] {
  const target = containerAt(packet.dst, docker)
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

/**
 * A network that the sender could join: one of the target's, or where the sender has none with a way to the outside, one that has it.
 * Traced as a packet from a free address of it.
 */
function joinedNetworks(
  packet: Packet,
  snapshot: Snapshot,
  outcomeOf: OutcomeOf,
  isInternal: boolean,
): readonly Cure[] {
  const { docker } = snapshot
  if (docker === undefined || packet.src === undefined || packet.local) return []
  const sender = containerAt(packet.src, docker)
  const target = containerAt(packet.dst, docker)
  if (sender === undefined || sender.id === target?.id || (target === undefined && !isInternal)) return []
  const mine = new Set(sender.endpoints.map(({ networkId }) => networkId))
  const theirs = new Set(target?.endpoints.map(({ networkId }) => networkId))
  const program = prepare(snapshot)
  return docker.networks
    .filter(
      (one) =>
        one.driver === 'bridge' && !mine.has(one.id) && (target === undefined ? !one.internal : theirs.has(one.id)),
    )
    .filter((network) => {
      const neighbour = neighbourIn(network, packet, target !== undefined)
      return neighbour !== undefined && outcomeOf(answerTrace(neighbour, program), snapshot).works
    })
    .slice(0, target === undefined ? 1 : undefined)
    .map(({ name }) => ({
      kind: 'network' as const,
      commands: [`docker network connect ${shellWord(name)} ${shellWord(sender.name)}`],
    }))
}

/**
 * Whether one end is a container that only has internal networks and the other is outside of them. No rule helps there: the container has
 * no default route. Source: https://docs.docker.com/reference/cli/docker/network/create/#internal
 */
function leavesInternal(packet: Packet, { docker }: Snapshot): boolean {
  if (docker === undefined) return false
  const isInner = (address: Packet['src'], other: Packet['src']): boolean => {
    const container = address === undefined ? undefined : containerAt(address, docker)
    const networks = docker.networks.filter(({ id }) => container?.endpoints.some(({ networkId }) => networkId === id))
    const near = networks.some(({ subnets }) => other !== undefined && subnets.some((one) => isWithin(other, one)))
    return networks.length > 0 && networks.every(({ internal }) => internal) && !near
  }
  return isInner(packet.src, packet.dst) || isInner(packet.dst, packet.src)
}

function isWithin(address: AddressNumber, subnet: string): boolean {
  const prefix = readPrefix(subnet)
  return prefix !== undefined && liesIn(address, prefix)
}

function neighbourIn(network: DockerNetwork, packet: Packet, toMember: boolean): Packet | undefined {
  const prefix = network.subnets.map(readPrefix).find((one) => typeof one?.address === typeof packet.dst)
  if (prefix === undefined || (toMember && !liesIn(packet.dst, prefix))) return undefined
  const last = lastOf(prefix.address, prefix.length)
  const free = typeof last === 'bigint' ? last - 1n : last - 1
  return { ...packet, in: bridgeName(network), out: undefined, src: free, bridged: undefined }
}
