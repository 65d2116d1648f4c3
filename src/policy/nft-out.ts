import { groupBy } from '#base/lists.ts'
import type { Prefix } from '#base/prefix.ts'
import type { Family } from '#model/family.ts'
import type { Decisions, Destination, OutPermit, OutRules } from './decisions.ts'
import { addressesText, serviceTexts } from './nft-permits.ts'
import type { NftTableText } from './nft-table.ts'
import { addressWord, comment, interfacesText, lineComment, prefixText } from './nft-words.ts'

type OutWay = OutPermit['ways'][number]

/**
 * What leads packets of containers to the chains of their networks; those chains refuse what no permit is for, and come back with the rest. A
 * network that is made later may be a named one that was made again: its containers reach nothing.
 */
export function outLines(way: OutWay, decisions: Decisions, bridges: string, table: NftTableText): readonly string[] {
  const { out, known, otherBridges } = decisions
  if (!decisions.isOutNamed) return []
  for (const rules of out) outChain(rules, way, decisions, bridges, table)
  const passed = [...known, ...otherBridges]
  const but = passed.length === 0 ? '' : ` iifname != ${interfacesText(passed)}`
  return [
    ...out.map(({ bridge, name }) => `iifname "${bridge}" jump ${name}-${way}`),
    `iifname ${bridges}${but} goto refuse ${comment('a network that was made later')}`,
  ]
}

/** What stays on the bridge of a network is not judged. */
export function insideLines({ inner, out }: Decisions): readonly string[] {
  const names = [...new Set([...inner, ...out.map(({ bridge }) => bridge)])].toSorted()
  return names.map((name) => `iifname "${name}" oifname "${name}" return ${comment('within one network')}`)
}

function outChain(
  { name, permits }: OutRules,
  way: OutWay,
  decisions: Decisions,
  bridges: string,
  table: NftTableText,
): void {
  const own = [
    ...groupBy(
      permits.filter(({ ways }) => ways.includes(way)),
      keyOf,
    ).values(),
  ].map(merged)
  const lines = own.flatMap((permit) => linesOf(permit, decisions, bridges, table))
  table.chain(`${name}-${way}`, [...lines, 'goto refuse'])
}

function keyOf({ to, service }: OutPermit): unknown {
  const where = to.kind === 'addresses' ? { ...to, prefixes: to.prefixes.map(prefixText) } : to
  return JSON.stringify([where, service?.kind === 'ports' ? service.protocol : service])
}

function merged(permits: readonly OutPermit[]): OutPermit {
  const [first] = permits as readonly [OutPermit, ...OutPermit[]]
  const places = permits.flatMap((permit) => permit.places)
  if (first.service?.kind !== 'ports') return { ...first, places }
  const ports = permits.flatMap(({ service }) => (service?.kind === 'ports' ? service.ports : []))
  return { ...first, service: { ...first.service, ports }, places }
}

const families: readonly Family[] = ['ipv4', 'ipv6']

function linesOf(
  { to, service, places }: OutPermit,
  decisions: Decisions,
  bridges: string,
  table: NftTableText,
): readonly string[] {
  return destinationTexts(to, decisions, bridges, table).flatMap(({ family, words }) =>
    serviceTexts(service, family, table).map((asked) => [...words, ...asked, 'return', lineComment(places)].join(' ')),
  )
}

interface DestinationText {
  /** undefined: both. */
  readonly family: Family | undefined
  readonly words: readonly string[]
}

function destinationTexts(
  to: Destination,
  decisions: Decisions,
  bridges: string,
  table: NftTableText,
): readonly DestinationText[] {
  switch (to.kind) {
    case 'any':
      return [{ family: undefined, words: [] }]
    case 'interfaces':
      return [{ family: undefined, words: [`oifname ${interfacesText(to.interfaces)}`] }]
    case 'internet':
      return internetTexts(decisions, bridges, table)
    case 'addresses':
      return families.flatMap((family) => {
        const text = addressesText(to.prefixes, family, to.name, table)
        const field = to.typed ? `ct original ${addressWord[family]} daddr` : `${addressWord[family]} daddr`
        return text === undefined ? [] : [{ family, words: [`${field} ${text}`] }]
      })
  }
}

/** The internet is what is no zone and no network of Docker. */
function internetTexts(
  { zones, uplinks }: Decisions,
  bridges: string,
  table: NftTableText,
): readonly DestinationText[] {
  const own = zones.filter(({ name }) => name.startsWith('zone-'))
  const devices = own.flatMap(({ interfaces }) => interfaces)
  const prefixes: readonly Prefix[] = own.flatMap((zone) => zone.prefixes)
  const way =
    uplinks.length > 0
      ? [`oifname ${interfacesText(uplinks)}`]
      : [`oifname != ${bridges}`, ...(devices.length === 0 ? [] : [`oifname != ${interfacesText(devices)}`])]
  if (prefixes.length === 0) return [{ family: undefined, words: way }]
  return families.map((family) => {
    const text = addressesText(prefixes, family, 'zones', table)
    // Without addresses of this family the rule must not be for both.
    const but = text === undefined ? `meta nfproto ${family}` : `${addressWord[family]} daddr != ${text}`
    return { family, words: [...way, but] }
  })
}
