import { liesIn, networkOf } from '#base/network.ts'
import { writeAddress, writePrefix } from '#base/prefix.ts'
import type { Cure } from '#model/cure.ts'
import type { Candidate } from './candidate.ts'
import type { Hook } from '#model/packet.ts'
import { readRuleId } from '#model/rule-id.ts'
import { findChain, type Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace, Way } from '#model/trace.ts'
import { ruleOf, rulesetOf, withRules, withRulesFor } from './changed-snapshot.ts'
import { ownersOf } from './owners-answer.ts'
import { nativeCandidates } from './native-candidates.ts'
import { iptablesOptions, nftStatements, openingFor, type SenderScope } from './opening.ts'
import { routingCandidates } from './routing-cures.ts'

/**
 * What stops a conversation. `stopped`: a packet was dropped, rejected or not routed; `unanswered`: it leaves, and no answer comes back to its
 * source address.
 */
export interface Obstruction {
  readonly kind: 'stopped' | 'unanswered'
  readonly trace: Trace
  /** Whether the packet is one of the server's. */
  readonly isReply: boolean
}

/** The changes that may remove the obstruction, the narrowest of each kind first. */
export function candidatesFor(
  obstruction: Obstruction,
  snapshot: Snapshot,
  senders: SenderScope,
): readonly Candidate[] {
  const { kind, trace } = obstruction
  if (kind === 'unanswered') return masquerading(trace, snapshot)
  const end = trace.ways[0]?.end
  switch (end?.kind) {
    case 'dropped':
    case 'rejected':
      return ruleCandidates(obstruction, snapshot, end.by, senders)
    case 'dead':
      return routingCandidates(trace, snapshot, end.why)
    case 'host':
    case 'out':
    case 'unknown':
    case 'joins':
    case undefined:
      return []
  }
}

/** The rule that Docker writes for a network with masquerading, for the subnet that the sender is in. */
function masquerading({ packet, ways }: Trace, snapshot: Snapshot): readonly Candidate[] {
  const { src, in: device } = packet
  const ruleset = snapshot.rulesets.find(({ family }) => family === packet.family)
  const bridge = device === undefined || device === '' ? undefined : device
  const subnet = snapshot.facts.interfaces
    ?.find(({ name }) => name === bridge)
    ?.addresses.find((one) => src !== undefined && one.family === packet.family && liesIn(src, one))
  if (ruleset === undefined || src === undefined) return []
  const { out, dst } = (ways[0] as Way).final
  const from = `-s ${subnet === undefined ? writeAddress(src) : writePrefix({ ...subnet, address: networkOf(subnet.address, subnet.length) })}`
  const isInside = subnet !== undefined && out === bridge
  // Docker's own rule; for a neighbour on the same bridge, only towards this container.
  const rule = isInside
    ? `${from}${dst === undefined ? '' : ` -d ${writeAddress(dst)}`} -o ${bridge}`
    : `${from}${subnet === undefined ? (out === undefined ? '' : ` -o ${out}`) : ` ! -o ${bridge}`}`
  const command = `-t nat -A POSTROUTING ${rule} -j MASQUERADE`
  const after = withRules(snapshot, ruleset, [command])
  return after === undefined
    ? []
    : [{ kind: 'rule', commands: [`${packet.family === 'ipv6' ? 'ip6tables' : 'iptables'} ${command}`], after }]
}

function hookOf({ steps }: Way): Hook {
  return steps.findLast((step) => step.kind === 'hook')?.hook ?? 'FORWARD'
}

function ruleCandidates(
  { trace, isReply }: Obstruction,
  snapshot: Snapshot,
  by: string,
  senders: SenderScope,
): readonly Candidate[] {
  const way = trace.ways[0] as Way
  const ruleset = rulesetOf(snapshot, by)
  const table = readRuleId(by)?.table
  const hook = hookOf(way)
  const opened = openingFor(trace, hook, senders, isReply)
  if (ruleset === undefined || table === undefined) return nativeCandidates(snapshot, by, hook, nftStatements(opened))
  const put = (kind: Cure['kind'], rule: string, command?: string): readonly Candidate[] => {
    const after = withRules(snapshot, ruleset, [rule])
    const shown = command ?? `${programOf(ruleset, by)} ${rule}`
    return after === undefined ? [] : [{ kind, commands: [shown], after }]
  }
  const opening = `${iptablesOptions(opened)} -j ACCEPT`
  const option = table === 'filter' ? '' : `-t ${table} `
  const isUser = table === 'filter' && hook === 'FORWARD' && findChain(ruleset, table, 'DOCKER-USER') !== undefined
  return [
    ...(isReply ? [] : ufwCandidates(trace, ruleset, hook, table, senders)).flatMap(({ rule, command }) =>
      put('ufw', rule, command),
    ),
    ...firewalldCandidates(ruleset, hook, table, opening).flatMap(({ rule, command }) =>
      put('firewalld', rule, command),
    ),
    ...(isUser ? put('rule', `-I DOCKER-USER 1 ${opening}`) : []),
    ...put('rule', `${option}-I ${hook} 1 ${opening}`),
    ...betweenContainers(snapshot, by),
  ]
}

/** enable_icc of the network: Docker then writes the same rule with ACCEPT. It opens more than this conversation. */
function betweenContainers(snapshot: Snapshot, by: string): readonly Candidate[] {
  const place = readRuleId(by)
  const ruleset = rulesetOf(snapshot, by)
  if (place?.table === undefined || typeof place.position !== 'number' || ruleset === undefined) return []
  const rule = ruleOf(snapshot, by)
  const bridge = rule?.in?.value
  if (rule === undefined || bridge === undefined || ownersOf(snapshot).ofRule(rule).part !== 'between-containers-drop')
    return []
  const after = withRulesFor(snapshot, by, [`-A ${place.chain} -i ${bridge} -o ${bridge} -j ACCEPT`])
  const command =
    bridge === 'docker0' ? '"icc": true in /etc/docker/daemon.json' : 'com.docker.network.bridge.enable_icc=true'
  return after === undefined ? [] : [{ kind: 'option', commands: [command], after }]
}

function programOf({ family, variant }: Ruleset, by: string): string {
  const program = family === 'ipv6' ? 'ip6tables' : 'iptables'
  return variant === 'legacy' && by.includes('@legacy') ? `${program}-legacy` : program
}

interface ForeignRule {
  readonly rule: string
  readonly command: string
}

/** What ufw would be told, and the rule that it writes for it. */
function ufwCandidates(
  trace: Trace,
  ruleset: Ruleset,
  hook: Hook,
  table: string,
  senders: SenderScope,
): readonly ForeignRule[] {
  const { packet } = trace
  const { final } = trace.ways[0] as Way
  const protocol = packet.protocol === 6 ? 'tcp' : packet.protocol === 17 ? 'udp' : undefined
  const chain = `${ruleset.family === 'ipv6' ? 'ufw6' : 'ufw'}-user-${hook === 'INPUT' ? 'input' : 'forward'}`
  if (table !== 'filter' || (hook !== 'INPUT' && hook !== 'FORWARD') || protocol === undefined) return []
  if (findChain(ruleset, table, chain) === undefined) return []
  const from = senders === 'address' && final.src !== undefined ? writeAddress(final.src) : 'any'
  const to = hook === 'FORWARD' && final.dst !== undefined ? writeAddress(final.dst) : 'any'
  const verb = hook === 'FORWARD' ? 'ufw route allow' : 'ufw allow'
  const ways = [final.in ? ` in on ${final.in}` : '', hook === 'FORWARD' && final.out ? ` out on ${final.out}` : '']
  const command = `${verb}${ways.join('')} proto ${protocol} from ${from} to ${to} port ${final.dport}`
  const rule = [
    `-I ${chain} 1`,
    final.in ? `-i ${final.in}` : '',
    hook === 'FORWARD' && final.out ? `-o ${final.out}` : '',
    from === 'any' ? '' : `-s ${from}`,
    to === 'any' ? '' : `-d ${to}`,
    `-p ${protocol} -m ${protocol} --dport ${final.dport} -j ACCEPT`,
  ]
  return [{ command, rule: rule.filter((part) => part !== '').join(' ') }]
}

/** A direct rule of firewalld (its iptables backend asks `FORWARD_direct` and `INPUT_direct` before its own chains). */
function firewalldCandidates(ruleset: Ruleset, hook: Hook, table: string, opening: string): readonly ForeignRule[] {
  const chain = `${hook}_direct`
  if (table !== 'filter' || findChain(ruleset, table, chain) === undefined) return []
  const command = `firewall-cmd --direct --add-rule ${ruleset.family} filter ${hook} 0 ${opening}`
  return [{ command, rule: `-I ${chain} 1 ${opening}` }]
}
