import type { Grant, Policy, PolicyPlace, Trusted, Who } from '#model/policy.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Decisions, Permit, PermitSender, SenderZone, Way } from './decisions.ts'
import { bridgeOf, bridgePatterns, dockerBridges, otherBridges } from './docker-bridges.ts'
import { decideOut } from './decide-out.ts'
import type { Problems } from './problems.ts'
import { resolveTarget } from './resolve-target.ts'
import { warnOfSwarm, warnOfUntracked } from './host-warnings.ts'

/** What a policy comes to on a host. `now`: seconds since 1970. Names that lead nowhere are reported, and let nothing in. */
export function decide(policy: Policy, snapshot: Snapshot, now: number, problems: Problems): Decisions {
  refuseUnbuilt(policy, problems)
  const bridges = dockerBridges(snapshot)
  const zones = senderZones(policy, snapshot, bridges, problems)
  const untrusted = new Set(zones.filter(({ trusted }) => !trusted).flatMap(({ interfaces }) => interfaces))
  const permits = [
    ...policy.trust.flatMap((trusted) => trustPermits(trusted, policy, problems)),
    ...policy.grants.flatMap((grant) => grantPermits(grant, { policy, snapshot, zones, now, problems })),
  ]
  warnOfSwarm(policy, permits, snapshot, problems)
  warnOfUntracked(policy, snapshot, problems)
  return {
    observe: policy.mode === 'observe',
    zones: zones.filter(({ interfaces, prefixes }) => interfaces.length + prefixes.length > 0),
    permits,
    bridges: bridgePatterns(bridges),
    otherBridges: otherBridges(snapshot, bridges),
    inner: bridges.filter((name) => untrusted.has(name)),
    out: decideOut(policy, snapshot, problems),
    isOutNamed: policy.egress.length > 0,
    known: bridges,
    uplinks: policy.zones.find(({ name }) => name === 'internet')?.interfaces ?? [],
  }
}

// What is read and does not become rules yet must stop the plan: the user relies on it.
function refuseUnbuilt({ routes: [first] }: Policy, problems: Problems): void {
  if (first !== undefined) problems.add(first.place.source, first.place.span, 'policy/not-yet', { key: 'route' })
}

function senderZones(
  policy: Policy,
  snapshot: Snapshot,
  bridges: readonly string[],
  problems: Problems,
): readonly SenderZone[] {
  const trusts = (kind: Who['kind'], name?: string) =>
    policy.trust.some(({ who }) => who.kind === kind && (name === undefined || ('name' in who && who.name === name)))
  const networks = [...namedNetworks(policy)].flatMap(([network, place], index) => {
    const bridge = bridgeOf(network, snapshot)
    if (bridge === undefined) problems.warn(place, 'policy/no-network', { network })
    if (bridge === undefined) return []
    const trusted = trusts('containers') || trusts('network', network)
    return [{ name: networkZone(network, index), network, interfaces: [bridge], prefixes: [], trusted }]
  })
  const taken = new Set(networks.flatMap(({ interfaces }) => interfaces))
  const containers = bridges.filter((name) => !taken.has(name))
  return [
    ...networks,
    { name: 'containers', interfaces: containers, prefixes: [], trusted: trusts('containers') },
    ...policy.zones
      .filter(({ name }) => name !== 'internet')
      .map(({ name, interfaces, prefixes }) => ({
        ...{ name: `zone-${name}`, interfaces, prefixes },
        trusted: trusts('zone', name),
      })),
  ]
}

/** The networks that a policy names as senders, with the first place. */
function namedNetworks({ trust, grants }: Policy): ReadonlyMap<string, PolicyPlace> {
  const found = new Map<string, PolicyPlace>()
  const add = (who: Who, place: PolicyPlace | undefined) => {
    if (who.kind === 'network' && place !== undefined && !found.has(who.name)) found.set(who.name, place)
  }
  for (const { who, place } of trust) add(who, place)
  for (const { from, place } of grants) for (const who of from) add(who, place)
  return found
}

// Networks of Docker can have names that are none in the kernel.
function networkZone(network: string, index: number): string {
  const plain = network.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 24)
  return `network-${index + 1}-${plain}`
}

const everyWay: readonly Way[] = ['host', 'published', 'direct']
const every = { service: undefined, addresses: [], bridges: [], limit: undefined, until: undefined }

/** Zones are trusted as such; of `trust` only addresses, sets and the internet are permits. */
function trustPermits({ who, place }: Trusted, policy: Policy, problems: Problems): readonly Permit[] {
  if (place === undefined || who.kind === 'zone' || who.kind === 'network' || who.kind === 'containers') return []
  if (who.kind === 'internet') problems.warn(place, 'policy/trust-internet', {})
  return sendersOf(who, policy, []).map((from) => ({ ...every, from, ways: everyWay, places: [place] }))
}

interface Granting {
  readonly policy: Policy
  readonly snapshot: Snapshot
  readonly zones: readonly SenderZone[]
  readonly now: number
  readonly problems: Problems
}

function grantPermits(grant: Grant, { policy, snapshot, zones, now, problems }: Granting): readonly Permit[] {
  const { limit, expires, place } = grant
  const until = expires === undefined ? undefined : Date.parse(`${expires}T00:00:00Z`) / 1000 + 86_400
  if (until !== undefined && until <= now) {
    problems.warn(place, 'policy/expired', { day: expires ?? '' })
    return []
  }
  const targets = resolveTarget(grant, snapshot, problems)
  return grant.from.flatMap((who) =>
    sendersOf(who, policy, zones).flatMap((from) =>
      targets.map((target) => ({ from, ...target, limit, until, places: [place] })),
    ),
  )
}

/** What a sender of the policy is to those who judge packets. What the internet may reach, everybody may. */
function sendersOf(who: Who, policy: Policy, zones: readonly SenderZone[]): readonly PermitSender[] {
  switch (who.kind) {
    case 'internet':
      return [{ kind: 'everyone' }]
    case 'zone':
      return who.name === 'internet' ? [{ kind: 'everyone' }] : [{ kind: 'zone', zone: `zone-${who.name}` }]
    case 'containers':
      return zones
        .filter(({ name }) => name === 'containers' || name.startsWith('network-'))
        .map(({ name }) => ({ kind: 'zone', zone: name }))
    case 'network':
      return zones.filter(({ network }) => network === who.name).map(({ name }) => ({ kind: 'zone', zone: name }))
    case 'set': {
      const set = policy.sets.find(({ name }) => name === who.name)
      return [{ kind: 'addresses', prefixes: set?.prefixes ?? [], name: who.name }]
    }
    case 'addresses':
      return [{ kind: 'addresses', prefixes: who.prefixes, name: undefined }]
  }
}
