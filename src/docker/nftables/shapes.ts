import type { Part } from '#model/parts.ts'
import type { Taken } from '#syntax/shape.ts'
import { names, ofNetwork } from './write.ts'

/** One of the engine's rules: the kind of chain in which it is, how it reads without counts, and which part it is. */
interface NftShape {
  readonly kind: string
  readonly pattern: RegExp
  readonly part: Part<'docker'>
}

const port = '(?<protocol>tcp|udp|sctp)'
const ip = 'ip6?'

function shape(kind: string, pattern: string, part: Part<'docker'>): NftShape {
  return { kind, part, pattern: new RegExp(`^${pattern}$`) }
}

const shapes: readonly NftShape[] = [
  shape(names.forward, 'oifname vmap @filter-forward-in-jumps', 'nft-forward-in'),
  shape(names.forward, 'iifname vmap @filter-forward-out-jumps', 'nft-forward-out'),
  shape(names.postrouting, 'iifname vmap @nat-postrouting-out-jumps', 'nft-nat-out'),
  shape(names.postrouting, 'oifname vmap @nat-postrouting-in-jumps', 'nft-nat-in'),
  shape(names.prerouting, 'fib daddr type local counter jump nat-prerouting-and-output', 'nat-jump-prerouting'),
  shape(
    names.output,
    '(?:ip daddr != 127\\.0\\.0\\.0/8|ip6 daddr != ::1) fib daddr type local counter jump nat-prerouting-and-output',
    'nat-jump-output',
  ),
  shape(names.output, 'fib daddr type local counter jump nat-prerouting-and-output', 'nat-jump-output-loopback'),
  shape(names.nat, 'iifname "loopback0" ip daddr 127\\.0\\.0\\.0/8 counter return', 'wsl-return'),
  shape(
    names.nat,
    `(?:iifname != "(?<bridge>[^"]+)" )?(?:ip6 saddr != fe80::/10 )?(?:${ip} daddr (?<hostAddress>\\S+) )?${port} dport (?<hostPort>\\d+) counter dnat to \\[?(?<containerAddress>[\\da-f.:]+?)\\]?:(?<containerPort>\\d+) comment "DNAT"`,
    'port-dnat',
  ),
  shape(
    names.raw,
    `${ip} daddr (?<containerAddress>\\S+) iifname != (?:"(?<bridge>[^"]+)"|\\{ (?<interfaces>.+) \\}) counter drop comment "DROP DIRECT ACCESS"`,
    'direct-access-drop',
  ),
  shape(
    names.raw,
    `iifname "loopback0" ip daddr (?<hostAddress>\\S+) ${port} dport (?<hostPort>\\d+) counter accept comment "ACCEPT WSL2 LOOPBACK"`,
    'wsl-accept',
  ),
  shape(
    names.raw,
    `iifname != "lo" ip daddr (?<hostAddress>\\S+) ${port} dport (?<hostPort>\\d+) counter drop comment "DROP REMOTE LOOPBACK"`,
    'loopback-drop',
  ),
  shape(names.forwardIn, 'ct state established,related counter accept', 'replies'),
  shape(names.forwardIn, '(?:ip protocol icmp|meta l4proto ipv6-icmp) counter accept comment "ICMP"', 'icmp-accept'),
  shape(names.forwardIn, 'meta mark (?<mark>.+) counter accept comment "ALLOW FW MARK"', 'fwmark-accept'),
  shape(
    names.forwardIn,
    `ip saddr (?<peerAddress>\\S+) ip daddr (?<containerAddress>\\S+) ${port} dport (?<containerPort>\\d+) counter accept`,
    'link',
  ),
  shape(
    names.forwardIn,
    `ip saddr (?<containerAddress>\\S+) ${port} sport (?<containerPort>\\d+) ip daddr (?<peerAddress>\\S+) counter accept`,
    'link-replies',
  ),
  shape(names.forwardIn, '(?:iifname "(?<bridge>[^"]+)" )?counter accept comment "ICC"', 'between-containers'),
  shape(names.forwardIn, '(?:iifname "(?<bridge>[^"]+)" )?counter drop comment "ICC"', 'between-containers-drop'),
  shape(
    names.forwardIn,
    `${ip} daddr (?<containerAddress>\\S+) ${port} dport (?<containerPort>\\d+) counter accept`,
    'port-accept',
  ),
  shape(names.forwardIn, 'counter drop comment "UNPUBLISHED PORT DROP"', 'unpublished-drop'),
  shape(names.forwardIn, 'counter accept comment "UNPROTECTED"', 'unprotected-accept'),
  shape(
    names.forwardIn,
    'iifname != "(?<bridge>[^"]+)" counter drop comment "INTERNAL NETWORK INGRESS"',
    'internal-in',
  ),
  shape(names.forwardOut, 'ct state established,related counter accept', 'container-replies'),
  shape(names.forwardOut, 'counter accept comment "OUTGOING"', 'outgoing'),
  shape(
    names.forwardOut,
    'oifname != "(?<bridge>[^"]+)" counter drop comment "INTERNAL NETWORK EGRESS"',
    'internal-out',
  ),
  shape(
    names.natIn,
    'fib saddr type local counter (?:masquerade|snat to (?<snatAddress>\\S+)) comment "(?:MASQUERADE|SNAT) FROM HOST"',
    'host-masquerade',
  ),
  shape(
    names.natIn,
    `${ip} saddr (?<peerAddress>\\S+) ${ip} daddr (?<containerAddress>\\S+) ${port} dport (?<containerPort>\\d+) counter masquerade comment "MASQ TO OWN PORT"`,
    'own-port-masquerade',
  ),
  shape(
    names.natOut,
    'oifname != "(?<bridge>[^"]+)" ip6? saddr (?<subnet>\\S+) counter masquerade comment "MASQUERADE"',
    'network-masquerade',
  ),
  shape(
    names.natOut,
    'oifname != "(?<bridge>[^"]+)" ip6? saddr (?<subnet>\\S+) counter snat to (?<snatAddress>\\S+) comment "SNAT"',
    'network-snat',
  ),
]

/** The parts that chains of the table are, by their kind. */
export const chainParts: Readonly<Record<string, Part<'docker'>>> = {
  [names.forward]: 'nft-forward-chain',
  [names.postrouting]: 'nft-postrouting-chain',
  [names.prerouting]: 'nft-prerouting-chain',
  [names.output]: 'nft-output-chain',
  [names.nat]: 'nft-dnat-chain',
  [names.raw]: 'nft-raw-chain',
  [names.forwardIn]: 'nft-in-chain',
  [names.forwardOut]: 'nft-out-chain',
  [names.natIn]: 'nft-nat-in-chain',
  [names.natOut]: 'nft-nat-out-chain',
}

/** The kind of a chain, and the bridge that it is for. */
export function kindOf(chain: string): { readonly kind: string; readonly bridge: string } {
  const found = /^(.+?)__(.+)$/.exec(chain)
  const kind = found?.[1] ?? chain
  const isNetworks = (ofNetwork as readonly string[]).includes(kind)
  return isNetworks && found !== null ? { kind, bridge: found[2] ?? '' } : { kind: isNetworks ? '' : chain, bridge: '' }
}

/** A rule that reads like one of the engine's, with what it says. */
export interface NftCandidate {
  readonly part: Part<'docker'>
  readonly taken: Taken
}

const numbers: ReadonlySet<string> = new Set(['hostPort', 'containerPort'])

/** Which of the engine's rules a rule reads like; undefined: none, or one for another bridge than its chain's. */
export function candidateOf(chain: string, text: string, bridges: ReadonlySet<string>): NftCandidate | undefined {
  const { kind, bridge } = kindOf(chain)
  for (const one of shapes) {
    const groups = one.kind === kind ? one.pattern.exec(text)?.groups : undefined
    if (groups === undefined && (one.kind !== kind || !one.pattern.test(text))) continue
    const { interfaces, ...said } = groups ?? {}
    const among = interfaces?.match(/[^", ]+/g)?.find((name) => bridges.has(name))
    const own = said.bridge ?? among
    if (bridge !== '' && own !== undefined && own !== bridge) return undefined
    if (own !== undefined && !bridges.has(own)) return undefined
    if (interfaces !== undefined && among === undefined) return undefined
    if (one.part === 'own-port-masquerade' && said.peerAddress !== said.containerAddress) return undefined
    const entries = Object.entries({ ...said, bridge: own ?? bridge }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, numbers.has(name) ? Number(value) : value] as const],
    )
    return { part: one.part, taken: Object.fromEntries(entries) }
  }
  return undefined
}
