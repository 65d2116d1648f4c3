import type { Cause } from '../engines/book.ts'
import type { BridgeNetwork, EngineEndpoint, EnginePort } from '../engines/layout.ts'
import type { DaemonOptions } from '#model/daemon.ts'
import type { Json, NftBase } from '#model/nft.ts'
import type { NftDraft } from './nft-book.ts'
import {
  accept,
  address,
  counter,
  dnat,
  drop,
  icmp,
  jump,
  local,
  mark,
  masquerade,
  notFrom,
  onInterface,
  port,
  replies,
  snat,
  verdictMap,
} from './statements.ts'

/** Chains and maps that every table of the engine has. Source: moby, libnetwork/drivers/bridge/internal/nftabler. */
export const names = {
  forward: 'filter-FORWARD',
  postrouting: 'nat-POSTROUTING',
  prerouting: 'nat-PREROUTING',
  output: 'nat-OUTPUT',
  nat: 'nat-prerouting-and-output',
  raw: 'raw-PREROUTING',
  forwardIn: 'filter-forward-in',
  forwardOut: 'filter-forward-out',
  natIn: 'nat-postrouting-in',
  natOut: 'nat-postrouting-out',
} as const

/** The chain that a network has of each kind, and the map that leads to it. */
export const ofNetwork = [names.forwardIn, names.forwardOut, names.natIn, names.natOut] as const

/** The chain of a bridge. */
export function chainOf(kind: (typeof ofNetwork)[number], bridge: string): string {
  return `${kind}__${bridge}`
}

/** The map that leads to such chains. */
export function mapOf(kind: (typeof ofNetwork)[number]): string {
  return `${kind}-jumps`
}

/** One family of one engine while its table is written. */
export interface NftEngine {
  readonly draft: NftDraft
  readonly daemon: DaemonOptions
  /** Whether filter-FORWARD drops what no rule decides: before 29, where the engine switched forwarding on. */
  readonly closed: boolean
}

// Groups of rules in a chain of what enters a network; in every other chain all rules are in group 0.
const groups = { first: 0, mark: 1, links: 2, icc: 3, ports: 4, last: 5 } as const

function base(type: 'filter' | 'nat', hook: string, priority: number, policy = 'accept'): NftBase {
  return { type, hook, priority, policy, devices: [] }
}

/** What the table holds before any network is made. */
export function startTable({ draft, daemon, closed }: NftEngine): void {
  const { family } = draft
  draft.chain(names.forward, base('filter', 'forward', 0, closed ? 'drop' : 'accept'))
  for (const kind of ofNetwork) draft.map(mapOf(kind))
  draft.rule(names.forward, 0, [verdictMap('oifname', mapOf(names.forwardIn))])
  draft.rule(names.forward, 0, [verdictMap('iifname', mapOf(names.forwardOut))])
  draft.chain(names.postrouting, base('nat', 'postrouting', 100))
  draft.rule(names.postrouting, 0, [verdictMap('iifname', mapOf(names.natOut))])
  draft.rule(names.postrouting, 0, [verdictMap('oifname', mapOf(names.natIn))])
  draft.chain(names.nat)
  draft.chain(names.prerouting, base('nat', 'prerouting', -100))
  draft.rule(names.prerouting, 0, [local('daddr'), counter, jump(names.nat)])
  draft.chain(names.output, base('nat', 'output', -100))
  const loopback = address(family, 'daddr', family === 'ip' ? '127.0.0.0/8' : '::1', '!=')
  const asked = daemon.userlandProxy ? [loopback] : []
  draft.rule(names.output, 0, [...asked, local('daddr'), counter, jump(names.nat)])
  draft.chain(names.raw, base('filter', 'prerouting', -300))
}

/** The chains of a network and its elements in the maps. */
export function writeNetwork(engine: NftEngine, network: BridgeNetwork): void {
  if (network.subnet === undefined) return
  const { draft } = engine
  const { bridge, id } = network
  for (const kind of ofNetwork) {
    draft.chain(chainOf(kind, bridge))
    draft.element(mapOf(kind), bridge, chainOf(kind, bridge))
  }
  const cause = { network: id }
  const [into, out] = [chainOf(names.forwardIn, bridge), chainOf(names.forwardOut, bridge)]
  draft.rule(into, groups.first, [replies, counter, accept], undefined, cause)
  draft.rule(out, groups.first, [replies, counter, accept], undefined, cause)
  if (network.internal) writeInternal(draft, network, cause)
  else writeExternal(engine, network, cause)
}

function writeInternal(draft: NftDraft, { bridge, icc }: BridgeNetwork, cause: Cause): void {
  const [into, out] = [chainOf(names.forwardIn, bridge), chainOf(names.forwardOut, bridge)]
  const outside = (key: 'iifname' | 'oifname') => [onInterface(key, '!=', bridge), counter, drop]
  draft.rule(into, groups.first, outside('iifname'), 'INTERNAL NETWORK INGRESS', cause)
  draft.rule(out, groups.first, outside('oifname'), 'INTERNAL NETWORK EGRESS', cause)
  draft.rule(into, groups.icc, [counter, icc ? accept : drop], 'ICC', cause)
}

function writeExternal({ draft, daemon }: NftEngine, network: BridgeNetwork, cause: Cause): void {
  const { bridge, icc, mode, masquerade: rewrites, snat: source, subnet } = network
  const [into, out] = [chainOf(names.forwardIn, bridge), chainOf(names.forwardOut, bridge)]
  const marked = markOf(daemon.bridgeAcceptFwmark)
  if (marked !== undefined) draft.rule(into, groups.mark, [marked, counter, accept], 'ALLOW FW MARK', cause)
  draft.rule(into, groups.icc, [onInterface('iifname', '==', bridge), counter, icc ? accept : drop], 'ICC', cause)
  draft.rule(out, groups.first, [counter, accept], 'OUTGOING', cause)
  if (mode === 'nat-unprotected') draft.rule(into, groups.last, [counter, accept], 'UNPROTECTED', cause)
  else draft.rule(into, groups.last, [counter, drop], 'UNPUBLISHED PORT DROP', cause)
  if (mode === 'routed') draft.rule(into, groups.first, [icmp(draft.family), counter, accept], 'ICMP', cause)
  const verdict = source === undefined ? masquerade : snat(source)
  const comment = source === undefined ? 'MASQUERADE' : 'SNAT'
  if (rewrites && mode !== 'routed' && subnet !== undefined) {
    const leaving = [onInterface('oifname', '!=', bridge), address(draft.family, 'saddr', subnet)]
    draft.rule(chainOf(names.natOut, bridge), 0, [...leaving, counter, verdict], comment, cause)
  }
  if (!daemon.userlandProxy)
    draft.rule(chainOf(names.natIn, bridge), 0, [local('saddr'), counter, verdict], `${comment} FROM HOST`, cause)
}

// Numbers as Go reads them: decimal, or with 0x, 0o, 0b or 0 before them.
function markOf(text: string | undefined): Json | undefined {
  const [value = '', mask] = (text ?? '').split('/')
  const [number, bits] = [readNumber(value), mask === undefined ? undefined : readNumber(mask)]
  return number === undefined || (mask !== undefined && bits === undefined) ? undefined : mark(number, bits)
}

function readNumber(text: string): number | undefined {
  const octal = /^0o?([0-7]+)$/i.exec(text)?.[1]
  const number = /^(0x[\da-f]+|0b[01]+|[1-9]\d*|0)$/i.test(text) ? Number(text) : Number.NaN
  const read = octal === undefined ? number : Number.parseInt(octal, 8)
  return read <= 0xffffffff ? read : undefined
}

/** What closes a container's address against hosts that route straight to it. */
export function writeEndpoint({ draft, daemon }: NftEngine, endpoint: EngineEndpoint): void {
  const { network, address: at, container } = endpoint
  if (network.internal || network.mode !== 'nat' || daemon.allowDirectRouting) return
  const direct = [address(draft.family, 'daddr', at), notFrom([network.bridge, ...network.trusted]), counter, drop]
  draft.rule(names.raw, 0, direct, 'DROP DIRECT ACCESS', { network: network.id, container })
}

/** The rules of a published port. */
export function writePort({ draft, daemon }: NftEngine, endpoint: EngineEndpoint, published: EnginePort): void {
  const { network, address: at, container } = endpoint
  const { protocol, containerPort, hostAddress, hostPort } = published
  if (network.internal || network.subnet === undefined) return
  const { family } = draft
  const cause = { network: network.id, container, port: `${hostPort}:${containerPort}/${protocol}` }
  const toContainer = [address(family, 'daddr', at), port(protocol, 'dport', containerPort)]
  if (network.mode !== 'nat-unprotected')
    draft.rule(
      chainOf(names.forwardIn, network.bridge),
      groups.ports,
      [...toContainer, counter, accept],
      undefined,
      cause,
    )
  // What docker-proxy takes from the other family to an address of this one is not redirected.
  if (network.mode === 'routed' || hostPort === 0 || (family === 'ip' && hostAddress.includes(':'))) return
  const notBridge = daemon.userlandProxy ? [onInterface('iifname', '!=', network.bridge)] : []
  const linkLocal = family === 'ip6' ? [address(family, 'saddr', 'fe80::/10', '!=')] : []
  const toHost = hostAddress === '' ? [] : [address(family, 'daddr', hostAddress)]
  const asked = [...notBridge, ...linkLocal, ...toHost, port(protocol, 'dport', hostPort)]
  draft.rule(names.nat, 0, [...asked, counter, dnat(at, containerPort)], 'DNAT', cause)
  if (!daemon.userlandProxy) {
    const own = [address(family, 'saddr', at), ...toContainer, counter, masquerade]
    draft.rule(chainOf(names.natIn, network.bridge), 0, own, 'MASQ TO OWN PORT', cause)
  }
  if (family === 'ip' && hostAddress !== '' && hostAddress.startsWith('127.')) {
    const remote = [onInterface('iifname', '!=', 'lo'), address(family, 'daddr', hostAddress)]
    draft.rule(
      names.raw,
      0,
      [...remote, port(protocol, 'dport', hostPort), counter, drop],
      'DROP REMOTE LOOPBACK',
      cause,
    )
  }
}

/** What `--link` opens between two containers of a network whose containers may not talk to each other; IPv4 only. */
export function writeLink(
  { draft }: NftEngine,
  parent: EngineEndpoint,
  child: EngineEndpoint,
  linked: EnginePort,
): void {
  if (draft.family !== 'ip') return
  const { protocol, containerPort } = linked
  const into = chainOf(names.forwardIn, parent.network.bridge)
  const cause = { network: parent.network.id, container: parent.container }
  const there = [address('ip', 'saddr', parent.address), address('ip', 'daddr', child.address)]
  const back = [
    address('ip', 'saddr', child.address),
    port(protocol, 'sport', containerPort),
    address('ip', 'daddr', parent.address),
  ]
  draft.rule(into, groups.links, [...there, port(protocol, 'dport', containerPort), counter, accept], undefined, cause)
  draft.rule(into, groups.links, [...back, counter, accept], undefined, cause)
}
