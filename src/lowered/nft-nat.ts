import type { AddressNumber } from '#base/address.ts'
import { allOf, fieldIn } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Json } from '#model/nft.ts'
import type { NatRange } from '#model/value.ts'
import type { Branch } from './nft-branch.ts'
import { intervalOf, memberOf } from './nft-key.ts'
import type { Sets } from './nft-sets.ts'
import { ipv4, ipv6, port } from './nft-symbols.ts'
import { mapBranches } from './nft-verdict-map.ts'

type Change = (Effect & { kind: 'nat' })['change']

/** What a statement of NAT does; undefined: we do not understand where it leads to. */
export function natEffects(change: Exclude<Change, 'netmap'>, about: Json, sets: Sets): readonly Branch[] | undefined {
  const address = memberOf(about, 'addr')
  const ports = memberOf(about, 'port')
  const flags = [memberOf(about, 'flags') ?? null].flat()
  const common = {
    kind: 'nat' as const,
    change: flags.includes('netmap') ? ('netmap' as const) : change,
    ...(flags.includes('random') || flags.includes('fully-random') ? { random: true } : {}),
    ...(flags.includes('persistent') ? { persistent: true } : {}),
  }
  const map = memberOf(address ?? null, 'map') ?? memberOf(ports ?? null, 'map')
  const family = memberOf(about, 'family')
  const needs = family === 'ip' || family === 'ip6' ? [isFamily(family)] : []
  const branch = (range: NatRange | undefined | 'unread', asks: Branch['condition']): Branch | undefined =>
    range === 'unread'
      ? undefined
      : { condition: allOf(asks === undefined ? needs : [...needs, asks]), effect: { ...common, range } }
  const found =
    map === undefined
      ? [branch(rangeOf(address, ports), undefined)]
      : mapBranches(map, sets)?.map(({ condition, to }) => branch(mappedRange(to, address, ports), condition))
  return found?.every((one): one is Branch => one !== undefined) ? found : undefined
}

function isFamily(family: 'ip' | 'ip6') {
  const number = family === 'ip' ? 2 : 10
  return fieldIn('nfproto', [{ from: number, to: number }])
}

// A map leads to an address, a port, or both: `10.0.0.1 . 8080`.
function mappedRange(to: Json, address: Json | undefined, ports: Json | undefined): NatRange | undefined | 'unread' {
  const concat = memberOf(to, 'concat')
  if (Array.isArray(concat)) {
    const [first = null, second = null] = concat as readonly Json[]
    return rangeOf(first, second)
  }
  const isPort = memberOf(ports ?? null, 'map') !== undefined
  return isPort ? rangeOf(address, to) : rangeOf(to, ports)
}

function rangeOf(address: Json | undefined, ports: Json | undefined): NatRange | undefined | 'unread' {
  if (address === undefined && ports === undefined) return undefined
  const addresses = address === undefined ? undefined : addressRange(address)
  const range = ports === undefined ? undefined : intervalOf(ports, port)?.[0]
  if ((address !== undefined && addresses === undefined) || (ports !== undefined && range === undefined))
    return 'unread'
  const numbers = range === undefined ? undefined : { from: Number(range.from), to: Number(range.to) }
  return { addresses, ports: numbers, base: undefined }
}

function addressRange(address: Json): { readonly from: AddressNumber; readonly to: AddressNumber } | undefined {
  return (intervalOf(address, ipv4) ?? intervalOf(address, ipv6))?.[0]
}
