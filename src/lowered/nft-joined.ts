import { allOf, anyOf, type Condition, unknown } from '#model/condition.ts'
import type { Json } from '#model/nft.ts'
import { memberOf } from './nft-key.ts'

// Where fields stand in their headers: offset and length in bytes. Source: src/proto.c of nftables.
const ports = { sport: [0, 2], dport: [2, 2] } as const
const types = { type: [0, 1], code: [1, 1] } as const
const places: Readonly<Record<string, Readonly<Record<string, readonly [offset: number, length: number]>>>> = {
  tcp: ports,
  udp: ports,
  udplite: ports,
  sctp: ports,
  dccp: ports,
  th: ports,
  icmp: types,
  icmpv6: types,
  ip: { length: [2, 2], id: [4, 2], ttl: [8, 1], protocol: [9, 1], checksum: [10, 2] },
  ip6: { length: [4, 2], nexthdr: [6, 1], hoplimit: [7, 1] },
}

interface Place {
  readonly protocol: string
  readonly offset: number
  readonly length: number
}

/** Statements of one rule that nft joins into one comparison: their indexes. */
export type Joined = readonly number[]

/**
 * Questions such as `tcp sport != 80 tcp dport != 53`: fields side by side, each compared with one value. nft 1.0.6 makes one comparison
 * of them, which asks whether any of them differs, and lists the rule as it was written.
 */
export function joinedQuestions(statements: readonly Json[]): readonly Joined[] {
  const groups: { place: Place; indexes: number[] }[] = []
  for (const [index, statement] of statements.entries()) {
    const place = placeOf(memberOf(statement, 'match') ?? null)
    if (place === undefined) continue
    const last = groups.at(-1)
    const both = last === undefined ? undefined : beside(last.place, place)
    if (last === undefined || both === undefined) groups.push({ place, indexes: [index] })
    else {
      last.place = both
      last.indexes.push(index)
    }
  }
  return groups.flatMap(({ indexes }) => (indexes.length > 1 ? [indexes] : []))
}

function placeOf(match: Json): Place | undefined {
  const payload = memberOf(memberOf(match, 'left') ?? null, 'payload') ?? null
  const right = memberOf(match, 'right')
  const isValue = typeof right === 'number' || (typeof right === 'string' && !right.startsWith('@'))
  const protocol = memberOf(payload, 'protocol')
  const field = memberOf(payload, 'field')
  if (memberOf(match, 'op') !== '!=' || !isValue || typeof protocol !== 'string' || typeof field !== 'string')
    return undefined
  const fields = Object.hasOwn(places, protocol) ? places[protocol] : undefined
  const found = fields !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined
  return found === undefined ? undefined : { protocol, offset: found[0], length: found[1] }
}

// No more than a register of 32 bits.
function beside(a: Place, b: Place): Place | undefined {
  const length = a.length + b.length
  const isNext = a.offset + a.length === b.offset || b.offset + b.length === a.offset
  if (a.protocol !== b.protocol || !isNext || length > 4) return undefined
  return { protocol: a.protocol, offset: Math.min(a.offset, b.offset), length }
}

/** What joined questions ask. `version`: of the nft that loaded the rule; whether another one joins them is not known. */
export function joinedCondition(asked: readonly Condition[], text: string, version: string | undefined): Condition {
  const any = anyOf(asked)
  return version === '1.0.6' ? any : allOf([any, anyOf([allOf(asked), unknown('host', `nft-joins ${text}`)])])
}
