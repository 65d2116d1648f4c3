import { groupBy } from '#base/lists.ts'
import { writeAddress } from '#base/prefix.ts'
import { isRefusal } from '#model/answer.ts'
import type { Conversation } from '#model/conversation.ts'
import { message } from '#model/diagnostic.ts'
import { addressesOf, containerOf, dockerIndex } from '#model/docker-index.ts'
import type { Effect } from '#model/effect.ts'
import type { Family } from '#model/family.ts'
import type { Owners } from '#model/owner.ts'
import type { Packet } from '#model/packet.ts'
import { findChain } from '#model/ruleset.ts'
import { isAnyAddress, type Outcome, type Service, type ServiceCheck, type ServiceState } from '#model/service.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import type { Program } from '#netfilter/program.ts'
import { leadsAway } from './connection-end.ts'
import { judgeConversation } from './conversation-answer.ts'
import { ownersOf } from './owners-answer.ts'
import { ownerOfRule } from './rule-owner.ts'
import { brokenBridge, causeOfDeath, inactiveContainer } from './service-causes.ts'
import { type Masquerades, type ServiceQuestion, serviceQuestions } from './service-questions.ts'
import { answerTrace, packetOf, prepare } from './trace-answer.ts'

interface Asked {
  readonly snapshot: Snapshot
  readonly program: Program
  readonly owners: Owners
  /** Packets that differ in nothing but the port, by all else. */
  readonly packets: Map<string, Packet | undefined>
}

/** How everything fares that Docker's networks and published ports promise: through all rules, with the answers. */
export function answerServices(snapshot: Snapshot, masquerades: Masquerades): readonly ServiceState[] {
  const questions = serviceQuestions(snapshot, masquerades)
  if (questions.length === 0) return []
  const asked: Asked = { snapshot, program: prepare(snapshot), owners: ownersOf(snapshot), packets: new Map() }
  const services = groupBy(questions, ({ service }) => serviceKey(service))
  return [...services.values()].flatMap((group) => {
    const checks = group.map(({ family, zone, ...more }): ServiceCheck => {
      return { family, from: zone, outcome: outcomeOf({ family, zone, ...more }, asked) }
    })
    const service = group[0]?.service
    return service === undefined ? [] : [{ ...service, state: stateOf(checks), checks }]
  })
}

/** Equal for the same service of two snapshots: a port of any address of both families is one. */
export function serviceKey(service: Service): string {
  if (service.kind !== 'port')
    return `${service.kind} ${service.network} ${service.container} ${service.kind === 'neighbour' ? service.to : ''}`
  const { protocol, hostAddress, hostPort } = service.port
  return `port ${service.container} ${protocol} ${isAnyAddress(hostAddress) ? '' : hostAddress} ${hostPort}`
}

function stateOf(checks: readonly ServiceCheck[]): ServiceState['state'] {
  const failing = checks.filter(({ outcome: { kind } }) => kind !== 'works' && kind !== 'unknown')
  if (failing.length === 0) return checks.some(({ outcome }) => outcome.kind === 'unknown') ? 'unknown' : 'works'
  const isServed = (family: Family) =>
    checks.some((check) => check.family === family && check.from !== 'host' && check.outcome.kind === 'works')
  const isElse = ({ family, outcome }: ServiceCheck) =>
    isWanted(outcome) && (isServed(family) || (family === 'ipv6' && isServed('ipv4')))
  return failing.every(isElse) ? 'limited' : 'dead'
}

/** Whether Docker has no part in it: a rule of somebody else's, or the policy of a chain in which Docker has no rules. */
function isWanted(outcome: Outcome): boolean {
  if (outcome.kind !== 'stopped') return false
  const { by, owner } = outcome
  return owner === undefined ? /\/filter\/(INPUT|OUTPUT)(#policy)?$/.test(by) : owner !== 'docker'
}

function outcomeOf(question: ServiceQuestion, asked: Asked): Outcome {
  const broken = inactiveContainer(question, asked.snapshot) ?? brokenBridge(question, asked.snapshot)
  if (broken !== undefined) return broken
  const wanted = packetFor(question, asked)
  if (wanted === undefined) return { kind: 'unknown', on: '' }
  const { first, conversation } = judgeConversation(wanted, asked.program, asked.snapshot)
  return conversation === undefined ? { kind: 'unknown', on: '' } : endOf(conversation, first, question, asked)
}

function packetFor(question: ServiceQuestion, { snapshot, packets }: Asked): Packet | undefined {
  const { from, to, in: device, family, protocol, port, service } = question
  const key = `${service.kind} ${from} ${to} ${device} ${family} ${protocol}`
  if (!packets.has(key)) {
    const wish = { from, to: `${to}:${port}/${protocol}`, in: device, out: undefined, protocol: undefined, family }
    const found = packetOf({ ...wish, fields: service.kind === 'neighbour' ? { bridged: true } : {} }, snapshot)
    packets.set(key, isRefusal(found) ? undefined : found)
  }
  const known = packets.get(key)
  return known === undefined ? undefined : { ...known, dport: port }
}

function endOf(conversation: Conversation, first: Trace, question: ServiceQuestion, asked: Asked): Outcome {
  const { verdict, by, why, trace } = conversation
  const astray = verdict === 'ACCEPT' ? undefined : ledAstray(first, question, asked)
  if (astray !== undefined) return astray
  switch (verdict) {
    case 'ACCEPT':
      return placeOf(conversation, first, question, asked)
    case 'UNKNOWN':
      return { kind: 'unknown', on: trace.perhaps[0]?.key ?? '' }
    case 'REFUSED':
      return { kind: 'dead', why: message('service/refused') }
    case 'NO ROUTE':
      return causeOfDeath(trace, question, asked.snapshot)
    case 'DROP':
    case 'REJECT':
    case 'ANSWER DROPPED':
    case 'ANSWER REJECTED':
    case 'LATER DROPPED':
    case 'ANSWER ASTRAY':
    case 'NO ANSWER':
    case 'PROXY BLOCKED':
      if (by !== undefined) return { kind: 'stopped', by, owner: ownerOfRule(by, asked.snapshot, asked.owners) }
      if (trace.verdict === 'NO ROUTE') return causeOfDeath(trace, question, asked.snapshot)
      return { kind: 'dead', why: why ?? message('service/no-answer') }
  }
}

/** Where a connection that is answered has got to. */
function placeOf(
  { relayed }: Conversation,
  first: Trace,
  { service, port: asked }: ServiceQuestion,
  at: Asked,
): Outcome {
  const way = first.ways[0]
  if (service.kind === 'outside' || way === undefined) return { kind: 'works', by: 'direct' }
  const { end, final } = way
  if (service.kind === 'port' && relayed !== undefined)
    return relayed.container === service.container
      ? { kind: 'works', by: 'docker-proxy', ...keptFromDnat(first, at) }
      : { kind: 'elsewhere', to: relayed.container, by: 'docker-proxy' }
  const meant = service.kind === 'port' ? service.container : service.to
  const port = service.kind === 'port' ? service.port.containerPort : asked
  const dst = final.dst === undefined ? '' : writeAddress(final.dst)
  const isThere = final.dport === port && isAddressOf(meant, dst, at.snapshot)
  if (end.kind === 'host') {
    const to = end.process ?? ''
    // The engine itself holds the port where it starts no docker-proxy: it answers nobody.
    if (service.kind === 'port' && to === 'dockerd' && (final.dst === first.packet.dst || first.packet.local)) {
      const { past } = keptFromDnat(first, at)
      const why =
        past === undefined ? message('service/refused') : message('service/kept-from-dnat-dead', { rule: past })
      return { kind: 'dead', why }
    }
    return { kind: 'elsewhere', to: to === '' ? `${dst}:${final.dport}` : to, by: '' }
  }
  if (!isThere) return { kind: 'elsewhere', to: nameOf(dst, final.dport, at.snapshot), by: rewriter(first, at) }
  if (end.kind === 'out' && !end.bridged && leadsAway(end.device, meant, at.snapshot.docker))
    return { kind: 'dead', why: message('service/wrong-device', { device: end.device ?? '', container: meant }) }
  return { kind: 'works', by: service.kind === 'port' ? 'dnat' : 'direct' }
}

/** The user's rule that ended nat PREROUTING before Docker's were asked. */
function keptFromDnat({ packet }: Trace, asked: Asked): { readonly past?: string } {
  const { rulesets } = asked.snapshot
  const isOwn = rulesets.some(
    (ruleset) =>
      ruleset.family === packet.family &&
      findChain(ruleset, 'nat', 'PREROUTING')?.rules.some((rule) => asked.owners.ofRule(rule).owner === 'user'),
  )
  if (!isOwn || packet.local) return {}
  const steps = answerTrace(packet, asked.program).ways[0]?.steps ?? []
  const last = steps.findLast(
    (step) => step.kind === 'rule' && step.matched === 'yes' && step.id.includes('/nat/') && ends(step.effect.kind),
  )
  return last?.kind === 'rule' && ownerOfRule(last.id, asked.snapshot, asked.owners) === 'user' ? { past: last.id } : {}
}

function ends(effect: Effect['kind']): boolean {
  return effect === 'verdict' || effect === 'return'
}

/** Where DNAT leads to somebody else, it matters no more who stops it there. */
function ledAstray(first: Trace, { service }: ServiceQuestion, asked: Asked): Outcome | undefined {
  const { dst, dport } = first.final
  if (service.kind !== 'port' || dst === undefined || dst === first.packet.dst) return undefined
  const address = writeAddress(dst)
  if (isAddressOf(service.container, address, asked.snapshot)) return undefined
  return { kind: 'elsewhere', to: nameOf(address, dport, asked.snapshot), by: rewriter(first, asked) }
}

function isAddressOf(container: string, address: string, { docker }: Snapshot): boolean {
  const found = containerOf(container, docker)
  return found !== undefined && addressesOf(found).includes(address)
}

/** Who is at an address and port: a container's name, or the address. */
function nameOf(address: string, port: number | undefined | null, snapshot: Snapshot): string {
  const found = snapshot.docker && dockerIndex(snapshot.docker).runningAt.get(address)
  const shown = address.includes(':') ? `[${address}]` : address
  return `${found?.name ?? shown}:${port ?? ''}`
}

/** The rule that gave a packet another destination: found out by following it once more, step by step. */
function rewriter({ packet }: Trace, { program }: Asked): string {
  const steps = answerTrace(packet, program).ways[0]?.steps ?? []
  const found = steps.findLast((step) => step.kind === 'rewrite' && (step.field === 'dst' || step.field === 'dport'))
  return found?.kind === 'rewrite' ? found.by : ''
}
