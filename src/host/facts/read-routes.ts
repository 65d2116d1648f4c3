import type { AddressNumber } from '#base/address.ts'
import { readAddress, readPrefix } from '#base/prefix.ts'
import type { Route } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import { asList, asRecord, asText, parseJson } from './json.ts'

type Fields = Readonly<Record<string, unknown>>
type RouteType = Route['type']

const types: ReadonlySet<string> = new Set<RouteType>([
  'unicast',
  'local',
  'broadcast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
])

/**
 * Reads what `ip route` or `ip -j route` printed. A route with several next hops becomes one route for each. `family` decides
 * what `default` without an address stands for; lines that are no routes (`ip rule` in the same text) are passed over.
 */
export function readRoutes(text: string, family: Family = 'ipv4'): readonly Route[] {
  const entries = text.trimStart().startsWith('[') ? (asList(parseJson(text)) ?? []).map(asRecord) : readLines(text)
  return entries.flatMap((entry) => {
    const hops = asList(entry.nexthops)?.map(asRecord) ?? [{}]
    return hops.flatMap((hop) => routeOf({ ...entry, ...hop }, family))
  })
}

function routeOf(entry: Fields, family: Family): readonly Route[] {
  const via = addressIn(entry.gateway) ?? addressIn(asRecord(entry.via).host)
  const source = addressIn(entry.prefsrc)
  const destination =
    asText(entry.dst) === 'default' ? anywhere(via, source, entry, family) : readPrefix(asText(entry.dst) ?? '')
  const type = asText(entry.type) ?? 'unicast'
  if (destination === undefined || !types.has(type)) return []
  return [
    {
      family: typeof destination.address === 'number' ? 'ipv4' : 'ipv6',
      table: asText(entry.table) ?? 'main',
      type: type as RouteType,
      destination,
      via,
      device: asText(entry.dev),
      source,
      metric: Number(entry.metric ?? 0) || 0,
    },
  ]
}

// `default` does not say its family: its gateway does, then `pref`, which only IPv6 routes have, then whoever asked.
function anywhere(via: AddressNumber | undefined, source: AddressNumber | undefined, entry: Fields, family: Family) {
  const viaOtherFamily = entry.via !== undefined
  const hint = source ?? (viaOtherFamily ? undefined : via)
  const isIpv6 = hint === undefined ? entry.pref !== undefined || family === 'ipv6' : typeof hint === 'bigint'
  return isIpv6 ? { address: 0n, length: 0 } : { address: 0, length: 0 }
}

function addressIn(value: unknown): AddressNumber | undefined {
  return typeof value === 'string' ? readAddress(value) : undefined
}

// A line becomes what `ip -j` would have said of it.
function readLines(text: string): Fields[] {
  const entries: Fields[] = []
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/)
    const last = entries.at(-1)
    if (words[0] === 'nexthop') {
      if (last !== undefined) (last.nexthops as Fields[] | undefined)?.push(fieldsOf(words, 1))
      continue
    }
    const first = types.has(words[0] ?? '') ? 1 : 0
    const dst = words[first] ?? ''
    if (dst !== 'default' && readPrefix(dst) === undefined) continue
    const entry = { type: first === 1 ? words[0] : 'unicast', dst, ...fieldsOf(words, first + 1) }
    // A line that ends after its destination may be followed by next hops.
    entries.push('dev' in entry || 'gateway' in entry || first === 1 ? entry : { ...entry, nexthops: [] })
  }
  return entries.map((entry) => (asList(entry.nexthops)?.length === 0 ? { ...entry, nexthops: undefined } : entry))
}

const fieldNames: ReadonlyMap<string, string> = new Map([
  ['via', 'gateway'],
  ['dev', 'dev'],
  ['src', 'prefsrc'],
  ['table', 'table'],
  ['metric', 'metric'],
  ['pref', 'pref'],
])

function fieldsOf(words: readonly string[], from: number): Fields {
  const fields: Record<string, unknown> = {}
  for (let at = from; at + 1 < words.length; at++) {
    const name = fieldNames.get(words[at] ?? '')
    if (name === undefined) continue
    const other = words[at + 1] === 'inet' || words[at + 1] === 'inet6'
    if (name === 'gateway' && other) fields.via = { host: words[at + 2] }
    else fields[name] = words[at + 1]
    at += other ? 2 : 1
  }
  return fields
}
