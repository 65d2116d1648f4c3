import { groupBy } from '#base/lists.ts'
import type { Prefix } from '#base/prefix.ts'
import type { Family } from '#model/family.ts'
import type { Service } from '#model/policy.ts'
import type { Permit, PermitSender } from './decisions.ts'
import type { NftTableText } from './nft-table.ts'
import {
  addressWord,
  interfacesText,
  limitText,
  lineComment,
  mergedRanges,
  ofFamily,
  prefixText,
  rangesText,
} from './nft-words.ts'

const families: readonly Family[] = ['ipv4', 'ipv6']

/** The rules that let through what permits are for. Permits that differ in ports only are one rule; limits come last. */
export function permitRules(permits: readonly Permit[], table: NftTableText): readonly string[] {
  const merged = [...groupBy(permits, keyOf).values()].map(mergedPermit)
  const [free, limited] = [
    merged.filter(({ limit }) => limit === undefined),
    merged.filter(({ limit }) => limit !== undefined),
  ]
  return [...free, ...limited].flatMap((permit) => rulesOf(permit, table))
}

function keyOf(permit: Permit): unknown {
  const { from, service, addresses, bridges, limit, until } = permit
  if (service?.kind !== 'ports' || limit !== undefined) return permit
  const sender = from.kind === 'addresses' ? (from.name ?? from.prefixes.map(prefixText)) : from
  return JSON.stringify([sender, service.protocol, addresses.map(prefixText), bridges, until])
}

function mergedPermit(permits: readonly Permit[]): Permit {
  const [first, ...others] = permits as readonly [Permit, ...Permit[]]
  if (others.length === 0 || first.service?.kind !== 'ports') return first
  const ports = permits.flatMap(({ service }) => (service?.kind === 'ports' ? service.ports : []))
  return { ...first, service: { ...first.service, ports }, places: permits.flatMap(({ places }) => places) }
}

function rulesOf(permit: Permit, table: NftTableText): readonly string[] {
  const { from, addresses, limit, until, bridges, places } = permit
  const byFamily = from.kind === 'addresses' || addresses.length > 0 || limit?.eachSource === true
  const bridge = bridges.length === 0 ? [] : [`oifname ${interfacesText(bridges)}`]
  const time = until === undefined ? [] : [`meta time < ${until}`]
  const end = [verdictText(permit, table), lineComment(places)]
  return (byFamily ? families : [undefined]).flatMap((family) =>
    serviceTexts(permit.service, family, table).flatMap((service) =>
      typedTexts(addresses, family).flatMap((typed) =>
        senderTexts(from, family, table).map((sender) =>
          [
            ...sender,
            ...typed,
            ...service,
            ...bridge,
            ...time,
            ...sourceLimitTexts(permit, family, table),
            ...end,
          ].join(' '),
        ),
      ),
    ),
  )
}

/** The expressions that ask for a service; one list for each rule that it takes. */
export function serviceTexts(
  service: Service | undefined,
  family: Family | undefined,
  table: NftTableText,
): readonly (readonly string[])[] {
  if (service === undefined) return [[]]
  if (service.kind === 'protocol') {
    if (service.protocol !== 'icmp') return [[`meta l4proto ${service.protocol}`]]
    const own = families.filter((one) => family === undefined || one === family)
    return own.map((one) => [`${one === 'ipv4' ? 'icmp' : 'icmpv6'} type echo-request`])
  }
  const ranges = mergedRanges(service.ports)
  const [only, ...more] = ranges
  if (only === undefined) return []
  const set = () =>
    table.set(`${service.protocol}-ports`, [
      'type inet_service',
      'flags interval',
      `elements = { ${rangesText(ranges)} }`,
    ])
  const ports = more.length === 0 ? rangesText(ranges) : set()
  // The port that the client typed: Docker's DNAT comes before every rule of ours.
  return [[`meta l4proto ${service.protocol} ct original proto-dst ${ports}`]]
}

function typedTexts(addresses: readonly Prefix[], family: Family | undefined): readonly (readonly string[])[] {
  if (addresses.length === 0 || family === undefined) return [[]]
  return ofFamily(addresses, family).map((prefix) => [`ct original ${addressWord[family]} daddr ${prefixText(prefix)}`])
}

function senderTexts(
  from: PermitSender,
  family: Family | undefined,
  table: NftTableText,
): readonly (readonly string[])[] {
  if (from.kind !== 'addresses' || family === undefined) return [[]]
  const text = addressesText(from.prefixes, family, from.name ?? 'addresses', table)
  return text === undefined ? [] : [[`${addressWord[family]} saddr ${text}`]]
}

/** Prefixes of one family for one comparison; undefined: there are none. */
export function addressesText(
  prefixes: readonly Prefix[],
  family: Family,
  name: string,
  table: NftTableText,
): string | undefined {
  const own = [...new Set(ofFamily(prefixes, family).map(prefixText))]
  const [only, ...more] = own
  if (only === undefined || more.length === 0) return only
  const type = family === 'ipv4' ? 'ipv4_addr' : 'ipv6_addr'
  const elements = `elements = { ${own.join(', ')} }`
  return table.set(`${name}-${family === 'ipv4' ? 4 : 6}`, [`type ${type}`, 'flags interval', 'auto-merge', elements])
}

/** What lets a packet through. A limit for all senders is counted in one chain, however many rules lead there. */
function verdictText({ limit, places }: Permit, table: NftTableText): string {
  if (limit === undefined || limit.eachSource) return 'return'
  const lines = [`${limitText(limit)} accept ${lineComment(places)}`]
  return `jump ${table.ownChain(`limit-${places[0]?.line ?? 0}`, lines)}`
}

function sourceLimitTexts(
  { limit, places }: Permit,
  family: Family | undefined,
  table: NftTableText,
): readonly string[] {
  if (limit === undefined || !limit.eachSource || family === undefined) return []
  const line = places[0]?.line ?? 0
  // A source that stays away for a day begins anew; one that does not fit in is not let through.
  const set = table.set(`limit-${line}-${family === 'ipv4' ? 4 : 6}`, [
    `type ${family === 'ipv4' ? 'ipv4_addr' : 'ipv6_addr'}`,
    'size 65535',
    'flags dynamic,timeout',
    'timeout 1d',
    lineComment(places),
  ])
  return [`update ${set} { ${addressWord[family]} saddr ${limitText(limit)} }`]
}
