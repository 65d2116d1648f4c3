import type { Family } from '#model/family.ts'
import type { PolicyRules } from '#model/policy-rules.ts'
import type { Decisions, Permit, SenderZone, Way } from './decisions.ts'
import { addressesText, permitRules } from './nft-permits.ts'
import { NftTableText } from './nft-table.ts'
import { insideLines, outLines } from './nft-out.ts'
import { addressWord, comment, interfacesText } from './nft-words.ts'

/** The table that holds all rules of a policy. */
export const policyTable = { family: 'inet', name: 'seawall' } as const

/**
 * The rules of a policy as one table of nftables. Its base chains come before every filter of others and only refuse: what they let through
 * goes on to those. A drop of theirs is final, whatever others accept.
 */
export function nftRules(decisions: Decisions): PolicyRules {
  const table = new NftTableText()
  const chains = wayChains(decisions)
  const bridges = bridgesSet(decisions, table)
  table.chain('input', [
    'type filter hook input priority filter - 10; policy accept;',
    ...always,
    ...outLines('host', decisions, bridges, table),
    `goto ${chains.host}`,
  ])
  table.chain('forward', forwardLines(decisions, chains, bridges, table))
  const ways = Object.keys(chains) as Way[]
  for (const way of ways) if (!table.hasChain(chains[way])) judgeChain(chains[way], way, decisions, table)
  table.chain('refuse', refusing(decisions))
  return { backend: 'nft', scripts: [{ program: 'nft', text: table.script(policyTable.family, policyTable.name) }] }
}

const answers = `ct state established,related return ${comment('answers, and errors of known connections')}`

// Without these a host loses its addresses, its neighbors, or connections with large packets.
const always = [
  answers,
  `iifname "lo" return ${comment('the host itself')}`,
  `icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } return ${comment('errors of IPv6')}`,
  `icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return ${comment('neighbor discovery')}`,
  `icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } return ${comment('multicast of IPv6')}`,
  `meta nfproto ipv4 udp sport 67 udp dport 68 return ${comment('DHCP')}`,
  `meta nfproto ipv6 udp sport 547 udp dport 546 return ${comment('DHCPv6')}`,
]

type Chains = Readonly<Record<Way, string>>

/** The name of the chain for each way. Ways for which the same permits hold share one. */
function wayChains({ permits }: Decisions): Chains {
  const isShared = permits.every(({ ways }) => ways.includes('host') === ways.includes('published'))
  return { host: isShared ? 'ports' : 'host', published: isShared ? 'ports' : 'published', direct: 'direct' }
}

function bridgesSet({ bridges }: Decisions, table: NftTableText): string {
  const elements = `elements = { ${bridges.map((name) => `"${name}"`).join(', ')} }`
  return table.set('bridges', ['type ifname', 'flags interval', elements])
}

function forwardLines(decisions: Decisions, chains: Chains, bridges: string, table: NftTableText): readonly string[] {
  const { otherBridges } = decisions
  return [
    'type filter hook forward priority filter - 10; policy accept;',
    answers,
    ...insideLines(decisions),
    ...outLines('forward', decisions, bridges, table),
    `ct status dnat goto ${chains.published}`,
    ...(otherBridges.length === 0
      ? []
      : [`oifname ${interfacesText(otherBridges)} return ${comment('bridges that are not of Docker')}`]),
    `oifname ${bridges} goto ${chains.direct} ${comment('containers by their own addresses')}`,
  ]
}

/** A chain that refuses what no permit lets through: first what holds for everyone and for addresses, then zone by zone. */
function judgeChain(name: string, way: Way, decisions: Decisions, table: NftTableText): void {
  const own = decisions.permits.filter(({ ways }) => ways.includes(way))
  const zoneLines = trimmed(
    decisions.zones.map((zone) => {
      const permits = own.filter(({ from }) => from.kind === 'zone' && from.zone === zone.name)
      return { zone, permits, isRefused: !zone.trusted && permits.length === 0 }
    }),
  ).flatMap(({ zone, permits, isRefused }) => {
    if (zone.trusted) return zoneMatches(zone, table).map((match) => `${match} return ${comment('trusted')}`)
    const chain = `${name}-${zone.name}`
    if (!isRefused) zoneChain(chain, permits, table)
    return zoneMatches(zone, table).map((match) => `${match} goto ${isRefused ? 'refuse' : chain}`)
  })
  const all = own.filter(({ from }) => from.kind !== 'zone')
  table.chain(name, [...permitRules(all, table), ...zoneLines, 'goto refuse'])
}

// What comes last and is refused is refused by the end of the chain as well.
function trimmed<T extends { readonly isRefused: boolean }>(zones: readonly T[]): readonly T[] {
  return zones.slice(0, zones.findLastIndex(({ isRefused }) => !isRefused) + 1)
}

function zoneChain(name: string, permits: readonly Permit[], table: NftTableText): void {
  table.chain(name, [...permitRules(permits, table), 'goto refuse'])
}

const families: readonly Family[] = ['ipv4', 'ipv6']

function zoneMatches({ name, interfaces, prefixes }: SenderZone, table: NftTableText): readonly string[] {
  const devices = interfaces.length === 0 ? [] : [`iifname ${devicesText(name, interfaces, table)}`]
  return [
    ...devices,
    ...families.flatMap((family) => {
      const text = addressesText(prefixes, family, name, table)
      return text === undefined ? [] : [`${addressWord[family]} saddr ${text}`]
    }),
  ]
}

function devicesText(name: string, interfaces: readonly string[], table: NftTableText): string {
  if (interfaces.length === 1) return interfacesText(interfaces)
  const elements = `elements = { ${interfaces.map((one) => `"${one}"`).join(', ')} }`
  return table.set(name, ['type ifname', 'flags interval', elements])
}

function refusing({ observe }: Decisions): readonly string[] {
  const what = comment('not allowed by the policy')
  if (!observe) return [`counter drop ${what}`]
  return [`limit rate 10/second burst 50 packets log prefix "seawall would drop: "`, `counter return ${what}`]
}
