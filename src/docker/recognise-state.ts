import { groupBy } from '#base/lists.ts'
import { remembered } from '#base/remember.ts'
import type { Part } from '#model/parts.ts'
import type { Taken } from '#syntax/shape.ts'
import type { BridgeNetwork, EngineEndpoint } from './engines/layout.ts'
import type { Candidate } from './recognise-candidates.ts'
import type { Publication, StateFacts } from './recognise-facts.ts'

/** Why a rule that looks like Docker's is not taken for Docker's. */
export type Doubt = 'family' | 'layout' | 'subnet' | 'option' | 'container' | 'port' | 'proxy' | 'alone' | 'rival'

/** Whether a rule is what the engine writes for the state: 'fits'; 'unknown' where the state does not speak of it; else what contradicts. */
export type Fit = 'fits' | 'unknown' | Doubt

const external = ({ internal }: BridgeNetwork) => !internal
const rewrites = (network: BridgeNetwork) => external(network) && network.mode !== 'routed'

/** What the network must be like for each rule that the engine writes for a network. */
const networkParts: Partial<Record<Part<'docker'>, (network: BridgeNetwork, candidate: Candidate) => boolean>> = {
  'network-masquerade': (network) => rewrites(network) && network.masquerade && network.snat === undefined,
  'network-snat': (network, { taken }) =>
    rewrites(network) && network.masquerade && same(taken.snatAddress, network.snat ?? ''),
  'host-masquerade': (network, { taken, pattern }) =>
    rewrites(network) &&
    (pattern.shape.target === 'MASQUERADE'
      ? network.snat === undefined || network.bridge === 'docker_gwbridge'
      : same(taken.snatAddress, network.snat ?? '')),
  'bridge-return': (network) => external(network) && (network.masquerade || network.mode === 'routed'),
  replies: external,
  'port-jump': external,
  egress: (network, { place }) => external(network) && (place.chain.name === 'FORWARD' || !network.icc),
  outgoing: (network) => external(network) && network.icc,
  'between-containers': (network, { place }) => network.icc && (place.chain.name === 'FORWARD' || network.internal),
  'between-containers-drop': ({ icc }) => !icc,
  'unpublished-drop': (network) => external(network) && network.mode !== 'nat-unprotected',
  'unprotected-accept': (network) => external(network) && network.mode === 'nat-unprotected',
  'icmp-accept': ({ mode }) => mode === 'routed',
  'isolation-1': external,
  'isolation-2': external,
  'isolation-pair': external,
  'internal-out': ({ internal }) => internal,
  'internal-in': ({ internal }) => internal,
  'routed-return': ({ mode }) => mode === 'routed',
  'routed-replies': ({ mode }) => mode === 'routed',
}

/** Whether the part is one of those that the engine writes for a network as such. */
export function isNetworkPart(part: Part<'docker'>): boolean {
  return networkParts[part] !== undefined
}

/** Holds a rule against Docker's state. */
export function fitState(candidate: Candidate, facts: StateFacts | undefined): Fit {
  if (facts === undefined) return 'unknown'
  if (!facts.writes) return 'family'
  const { part } = candidate.pattern
  return isNetworkPart(part) ? fitNetwork(candidate, facts) : fitOther(candidate, facts)
}

function fitNetwork(candidate: Candidate, { byBridge }: StateFacts): Fit {
  const { pattern, taken } = candidate
  if (taken.bridge === undefined) return 'unknown'
  const network = byBridge.get(String(taken.bridge))
  const other = taken.otherBridge === undefined ? network : byBridge.get(String(taken.otherBridge))
  if (network === undefined || other === undefined) return 'unknown'
  // With ip6tables on, isolation in two stages is written for every network, IPv6 or not.
  const needsSubnet = pattern.part !== 'isolation-1' && pattern.part !== 'isolation-2'
  if (needsSubnet && network.subnet === undefined) return 'family'
  if (taken.subnet !== undefined && taken.subnet !== network.subnet) return 'subnet'
  const holds = networkParts[pattern.part]
  return holds?.(network, candidate) === true && !other.internal === !network.internal ? 'fits' : 'option'
}

function fitOther(candidate: Candidate, facts: StateFacts): Fit {
  return otherParts[candidate.pattern.part]?.(candidate, facts) ?? 'unknown'
}

type FitOf = (candidate: Candidate, facts: StateFacts) => Fit

/** A rule for a published port: one of the ports must be the one that it names. */
function publishes(holds: (publication: Publication, candidate: Candidate) => boolean, by?: 'address' | 'port'): FitOf {
  return (candidate, facts) =>
    alike(candidate.taken, facts, by).some((one) => holds(one, candidate))
      ? 'fits'
      : facts.complete
        ? 'port'
        : 'unknown'
}

/** The publications that may be meant: of what `by` says, where the rule names it. */
function alike(
  { containerAddress, hostPort }: Taken,
  { publications }: StateFacts,
  by: 'address' | 'port' | undefined,
) {
  if (by === 'address' && containerAddress !== undefined) return byAddress(publications).get(containerAddress) ?? []
  if (by === 'port' && hostPort !== undefined) return byHostPort(publications).get(hostPort) ?? []
  return publications
}

const byAddress = remembered((all: readonly Publication[]) =>
  groupBy<Publication, string | number>(all, ({ endpoint }) => endpoint.address),
)
const byHostPort = remembered((all: readonly Publication[]) =>
  groupBy<Publication, string | number>(all, ({ port }) => port.hostPort),
)
const endpointsByAddress = remembered((all: readonly EngineEndpoint[]) =>
  groupBy<EngineEndpoint, string | number>(all, ({ address }) => address),
)

function endpointsAt(address: string | number | undefined, { endpoints }: StateFacts): readonly EngineEndpoint[] {
  return address === undefined ? endpoints : (endpointsByAddress(endpoints).get(address) ?? [])
}

const otherParts: Partial<Record<Part<'docker'>, FitOf>> = {
  'port-dnat': publishes((one, candidate) => leadsTo(one, candidate.taken) && atHost(one, candidate), 'address'),
  'port-accept': publishes((one, { taken }) => leadsTo(one, taken), 'address'),
  'direct-port-drop': publishes((one, { taken }) => leadsTo(one, taken), 'address'),
  'own-port-masquerade': publishes((one, { taken }) => leadsTo(one, taken) && one.port.hostPort !== 0, 'address'),
  'loopback-drop': publishes((one, candidate) => atHost(one, candidate), 'port'),
  'wsl-accept': publishes((one, candidate) => atHost(one, candidate), 'port'),
  'sctp-checksum': publishes(
    ({ port }, { taken }) => port.protocol === 'sctp' && same(taken.containerPort, port.containerPort),
  ),
  'direct-access-drop': ({ taken }, facts) =>
    endpointsAt(taken.containerAddress, facts).some((one) => same(taken.bridge, one.network.bridge))
      ? 'fits'
      : facts.complete
        ? 'container'
        : 'unknown',
  'trusted-accept': ({ taken }, facts) =>
    endpointsAt(taken.containerAddress, facts).some(({ network }) =>
      network.trusted.some((name) => name === String(taken.interface)),
    )
      ? 'fits'
      : 'option',
  link: ({ taken }, facts) => fitLink(taken, facts),
  'link-replies': ({ taken }, facts) => fitLink(taken, facts),
  'ingress-dnat': ({ taken }, { sandbox }) => {
    if (sandbox === undefined) return 'unknown'
    return same(taken.containerAddress, sandbox) && taken.containerPort === taken.hostPort ? 'fits' : 'container'
  },
}

function fitLink(taken: Taken, { links }: StateFacts): Fit {
  const holds = links.some(
    ({ parent, child, port }) =>
      same(taken.peerAddress, parent.address) &&
      same(taken.containerAddress, child.address) &&
      same(taken.bridge, parent.network.bridge) &&
      port === `${taken.containerPort}/${taken.protocol}`,
  )
  return holds ? 'fits' : 'container'
}

function leadsTo({ endpoint, port }: Publication, taken: Taken): boolean {
  return (
    same(taken.containerAddress, endpoint.address) &&
    same(taken.containerPort, port.containerPort) &&
    same(taken.protocol, port.protocol) &&
    same(taken.bridge, endpoint.network.bridge)
  )
}

function atHost({ port }: Publication, { taken, rule }: Candidate): boolean {
  const { hostPort, hostAddress, protocol } = taken
  if (port.hostPort === 0 || !same(hostPort, port.hostPort) || !same(protocol, port.protocol)) return false
  return rule.hidden.length > 0 ? same(hostAddress, port.hostAddress) : (hostAddress ?? '') === port.hostAddress
}

/** What a listing hides contradicts nothing. */
function same(taken: string | number | undefined, fact: string | number): boolean {
  return taken === undefined || taken === fact
}
