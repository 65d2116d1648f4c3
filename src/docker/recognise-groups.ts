import { groupBy } from '#base/lists.ts'
import { liesIn } from '#base/network.ts'
import { readAddress, readPrefix } from '#base/prefix.ts'
import type { Part } from '#model/parts.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { findChain } from '#model/ruleset.ts'
import type { Companions, Likeness, Weighed } from './recognise-companions.ts'
import { companionsOf, containerSide } from './recognise-companions.ts'
import type { StateFacts } from './recognise-facts.ts'
import { hasRival, subnetOn } from './recognise-rivals.ts'
import type { LayoutName } from './recognise-shapes.ts'
import { dockerChains } from './recognise-shapes.ts'
import type { Doubt } from './recognise-state.ts'
import { isNetworkPart } from './recognise-state.ts'

/** What the rules of a host tell of each other. */
export interface Groups {
  readonly companions: Companions
  /** How many kinds of rules of a network name the bridge. */
  kinds(bridge: string): number
  /** The rules of a network that name the bridge, and are in a chain of Docker's or lead to one. */
  inDockerChains(bridge: string): readonly Weighed[]
  facts(ruleset: Ruleset): StateFacts | undefined
  layout(ruleset: Ruleset): LayoutName | undefined
}

/** Gathers what stands together, over all rulesets of a host. */
export function groupsOf(all: readonly Weighed[], facts: Groups['facts'], layout: Groups['layout']): Groups {
  const kinds = new Map<string, Set<string>>()
  const inChains: Weighed[] = []
  for (const one of all) {
    const { part, taken, place, pattern } = one
    if (!isNetworkPart(part) || typeof taken.bridge !== 'string') continue
    const found = kinds.get(taken.bridge) ?? new Set()
    kinds.set(taken.bridge, found.add(`${place.table} ${place.chain.name} ${part}`))
    const isDockers = (chain: string) => dockerChains[`${place.table} ${chain}`] !== undefined
    if (isDockers(place.chain.name) || isDockers(pattern.shape.target)) inChains.push(one)
  }
  const byBridge = groupBy(inChains, ({ taken }) => taken.bridge)
  return {
    companions: companionsOf(all),
    kinds: (bridge) => kinds.get(bridge)?.size ?? 0,
    inDockerChains: (bridge) => byBridge.get(bridge) ?? [],
    facts,
    layout,
  }
}

/**
 * Why a rule that no state bears out is not Docker's; undefined: its companions prove it. The engine always writes these together,
 * so that one that stands alone where the others belong is somebody's own.
 */
export function doubtOf(rule: Weighed, groups: Groups): Doubt | undefined {
  const { fit, part, place } = rule
  if (rule.rule.hidden.length > 0) return fit === 'unknown' || fit === 'fits' ? undefined : fit
  const unlike = unlikeTheRest(rule, groups)
  if (unlike !== undefined) return unlike
  if (isAboveTheLast(rule, groups)) return 'rival'
  if (fit === 'fits') return undefined
  if (fit !== 'unknown') return isOldPort(rule, groups) || isOldRewrite(rule, groups) ? undefined : fit
  if (isNetworkPart(part)) return networkDoubt(rule, groups)
  if (!isOnSubnet(rule, groups)) return 'subnet'
  const accompanied = companions[part]
  if (accompanied === undefined || accompanied(rule, groups)) return undefined
  return isWhole(place.ruleset) ? 'alone' : undefined
}

/** Details that the engine writes alike in every rule: whether it leaves connections to the userland proxy, and link-local senders. */
function unlikeTheRest(rule: Weighed, groups: Groups): Doubt | undefined {
  const { part, place } = rule
  const layout = groups.layout(place.ruleset)
  const from28 = layout === 'ipset' || layout === 'forward-stage' || layout === 'forward-internal'
  const proxy = proxyShown(rule, groups.companions)
  if (proxy !== undefined && (proxy === 'on' ? withoutProxy(rule, from28) : withProxy(rule))) return 'proxy'
  if (part !== 'port-dnat' || place.ruleset.family !== 'ipv6' || layout === undefined) return undefined
  return (rule.rule.source !== undefined) === from28 ? undefined : 'layout'
}

/** What the way out of this host shows of the userland proxy; where both ways are there, the redirections tell. */
function proxyShown(rule: Likeness, find: Companions): 'on' | 'off' | undefined {
  const on = find('nat-jump-output', rule, []).length > 0
  const off = find('nat-jump-output-loopback', rule, []).length > 0
  if (on !== off) return on ? 'on' : 'off'
  const ports = find('port-dnat', rule, [])
  if (!on || ports.length === 0) return on && find('bridge-return', rule, []).length > 0 ? 'on' : undefined
  return ports.some(({ taken }) => taken.bridge !== undefined) ? 'on' : 'off'
}

/** Rules that the engine writes only where the userland proxy is off. */
function withoutProxy({ part, taken }: Weighed, from28: boolean): boolean {
  if (part === 'port-dnat') return taken.bridge === undefined
  if (part === 'host-masquerade') return taken.bridge !== 'docker_gwbridge'
  return part === 'nat-jump-output-loopback' || (from28 && part === 'own-port-masquerade')
}

/** Rules that the engine writes only where the userland proxy is on. */
function withProxy({ part, taken }: Weighed): boolean {
  return part === 'nat-jump-output' || part === 'bridge-return' || (part === 'port-dnat' && taken.bridge !== undefined)
}

/** The engine ends its chains with RETURN: one above another was put there to skip the rules between them. */
function isAboveTheLast({ part, place }: Weighed, { companions: find }: Groups): boolean {
  if (part !== 'isolation-return' && part !== 'ingress-return') return false
  return find(part, { place, taken: {} }, []).some(
    (one) => one.place.chain === place.chain && one.place.index > place.index,
  )
}

/** Both tables are there with Docker's chains: then nothing of Docker's is missing because it was not shown. */
function isWhole(ruleset: Ruleset): boolean {
  const has = (table: string, chain: string) => findChain(ruleset, table, chain) !== undefined
  return has('filter', 'FORWARD') && has('filter', 'DOCKER') && has('nat', 'POSTROUTING') && has('nat', 'DOCKER')
}

function networkDoubt(rule: Weighed, groups: Groups): Doubt | undefined {
  const { part, taken, place } = rule
  const bridge = String(taken.bridge)
  const facts = groups.facts(place.ruleset)
  if (facts !== undefined && !facts.byBridge.has(bridge) && isTakenElsewhere(taken.subnet, facts)) return 'subnet'
  if (hasRival(rule, groups.companions)) return 'rival'
  if (!isWhole(place.ruleset)) return undefined
  if (pairs[part] !== undefined) return isPaired(rule, groups) ? undefined : 'alone'
  // Anybody who has a bridge writes MASQUERADE and accepts for it; only the engine takes it through its own chains.
  const isNetwork = groups.kinds(bridge) > 2 && groups.inDockerChains(bridge).some((one) => isPaired(one, groups))
  return isNetwork ? undefined : 'alone'
}

/** Whether the second of two rules is there, where the part of a network has two. */
function isPaired(rule: Weighed, groups: Groups): boolean {
  return pairs[rule.part]?.(rule, groups) ?? true
}

/** Whether a network of Docker's on another bridge has these addresses. */
function isTakenElsewhere(subnet: string | number | undefined, { byBridge }: StateFacts): boolean {
  const mine = typeof subnet === 'string' ? readPrefix(subnet) : undefined
  if (mine === undefined) return false
  return [...byBridge.values()].some((network) => {
    const other = network.subnet === undefined ? undefined : readPrefix(network.subnet)
    return other !== undefined && (liesIn(mine.address, other) || liesIn(other.address, mine))
  })
}

type Accompanied = (rule: Weighed, groups: Groups) => boolean

/** Rules of networks that come two by two. */
const pairs: Partial<Record<Part<'docker'>, Accompanied>> = {
  'isolation-1': (rule, { companions: find }) => find('isolation-2', rule, ['bridge']).length > 0,
  'isolation-2': (rule, { companions: find }) => find('isolation-1', rule, ['bridge']).length > 0,
  'isolation-pair': (rule, { companions: find }) =>
    rule.taken.bridge !== rule.taken.otherBridge &&
    find('isolation-pair', swapped(rule), ['bridge', 'otherBridge']).length > 0,
  'internal-in': (rule, { companions: find }) => find('internal-out', rule, ['bridge', 'subnet']).length > 0,
  'internal-out': (rule, { companions: find }) => find('internal-in', rule, ['bridge', 'subnet']).length > 0,
}

function swapped({ taken, place }: Weighed): Likeness {
  const { bridge = '', otherBridge = '' } = taken
  return { place, taken: { bridge: otherBridge, otherBridge: bridge } }
}

const hostSide = ['protocol', 'hostAddress', 'hostPort'] as const
const overlay = ['vni', 'dataPort'] as const
const meshPort = ['protocol', 'hostPort'] as const
const linkSides = [...containerSide, 'peerAddress', 'bridge'] as const

const jumpsToMesh: Accompanied = (rule, { companions: find }) =>
  find('ingress-jump-prerouting', rule, []).length + find('ingress-jump', rule, []).length > 1

/** What must stand beside a rule of a port, of a link or of the routing mesh. */
const companions: Partial<Record<Part<'docker'>, Accompanied>> = {
  'port-dnat': (rule, { companions: find }) =>
    rule.taken.containerAddress === undefined ||
    find('port-accept', rule, containerSide).length > 0 ||
    find('unprotected-accept', rule, ['bridge']).length > 0 ||
    find('port-accept', rule, []).length === 0,
  'port-accept': (rule, groups) =>
    groups.companions('port-dnat', rule, containerSide).length > 0 ||
    groups.companions('port-dnat', { ...rule, taken: {} }, ['containerAddress']).length > 0 ||
    isRouted(rule, groups),
  'own-port-masquerade': (rule, { companions: find }) =>
    find('port-dnat', rule, containerSide).length + find('port-accept', rule, containerSide).length > 0,
  'loopback-drop': (rule, { companions: find }) => find('port-dnat', rule, hostSide).length > 0,
  'wsl-accept': (rule, { companions: find }) => find('port-dnat', rule, hostSide).length > 0,
  'sctp-checksum': (rule, { companions: find }) =>
    find('port-accept', { ...rule, taken: { ...rule.taken, protocol: 'sctp' } }, ['protocol', 'containerPort']).length >
    0,
  link: (rule, { companions: find }) => find('link-replies', rule, linkSides).length > 0,
  'link-replies': (rule, { companions: find }) => find('link', rule, linkSides).length > 0,
  'ingress-dnat': (rule, { companions: find }) =>
    rule.taken.containerPort === rule.taken.hostPort && find('ingress-accept', rule, meshPort).length > 0,
  'ingress-accept': (rule, { companions: find }) => find('ingress-replies', rule, meshPort).length > 0,
  'ingress-replies': (rule, { companions: find }) => find('ingress-accept', rule, meshPort).length > 0,
  'ingress-jump': jumpsToMesh,
  'ingress-jump-prerouting': jumpsToMesh,
  'ingress-jump-output': jumpsToMesh,
  'ingress-return': jumpsToMesh,
  'overlay-mark': (rule, { companions: find }) => find('overlay-clear-drop', rule, overlay).length > 0,
  'overlay-clear-drop': (rule, { companions: find }) => find('overlay-mark', rule, overlay).length > 0,
  'overlay-ipsec-accept': (rule, { companions: find }) => find('overlay-clear-drop', rule, overlay).length > 0,
  'fwmark-accept': (rule, { companions: find }) => find('fwmark-accept', rule, []).length === 1,
}

/** A network whose addresses are not rewritten: its ports are let in without a redirection. */
function isRouted(rule: Weighed, { companions: find }: Groups): boolean {
  const rewrites = find('network-masquerade', rule, ['bridge']).length + find('network-snat', rule, ['bridge']).length
  return rewrites === 0 || find('icmp-accept', rule, ['bridge']).length > 0
}

/** Whether a container's address can be one of its bridge's. */
function isOnSubnet({ taken, place }: Likeness, groups: Groups): boolean {
  const { bridge, containerAddress } = taken
  const subnet =
    groups.facts(place.ruleset)?.byBridge.get(String(bridge))?.subnet ?? subnetOn({ taken, place }, groups.companions)
  const network = subnet === undefined ? undefined : readPrefix(subnet)
  const address = typeof containerAddress === 'string' ? readAddress(containerAddress) : undefined
  return network === undefined || address === undefined || liesIn(address, network)
}

/**
 * The rules of a port that nobody publishes any more: all that the engine writes for a port is there, and none of it serves a port
 * of today.
 */
function isOldPort(rule: Weighed, groups: Groups): boolean {
  const { part, place, taken } = rule
  if (part !== 'port-dnat' && part !== 'port-accept' && part !== 'own-port-masquerade') return false
  const left = (of: Part<'docker'>) => groups.companions(of, rule, containerSide).some(({ fit }) => fit === 'port')
  const layout = groups.layout(place.ruleset)
  const hairpins = layout === 'early' || layout === 'isolation' || layout === 'stage'
  const [accept] = groups.companions('port-accept', rule, containerSide)
  if (!left('port-dnat') || !left('port-accept') || (hairpins && !left('own-port-masquerade'))) return false
  return isOnSubnet({ place, taken: { ...taken, bridge: accept?.taken.bridge ?? '' } }, groups)
}

/** What is left of a network whose addresses were rewritten until an option of today: nobody but the engine writes both. */
function isOldRewrite(rule: Weighed, { companions: find }: Groups): boolean {
  const { part, fit } = rule
  if (fit !== 'option' || (part !== 'network-masquerade' && part !== 'bridge-return')) return false
  const left = (of: Part<'docker'>) => find(of, rule, ['bridge']).some((one) => one.fit === 'option')
  return left('network-masquerade') && left('bridge-return')
}
