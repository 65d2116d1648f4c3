import type { Intervals } from '#base/intervals.ts'
import type { Condition } from '#model/condition.ts'
import { leftOut, type Need } from './sieve-index.ts'

/** What a packet must be at least for a rule to take it: the bounds of the fields that most rules ask for. */
export interface Bounds {
  readonly ranges: Readonly<Record<RangeField, readonly [number, number]>>
  readonly in: string | undefined
  readonly out: string | undefined
  /** Addresses of IPv6 that it asks for, each a single one. */
  readonly long: Readonly<Record<'src' | 'dst', bigint | undefined>>
}

export const rangeFields = ['protocol', 'src', 'dst', 'sport', 'dport'] as const
export type RangeField = (typeof rangeFields)[number]

/** The bounds of all that a rule asks. */
export function boundsOf(condition: Condition): Bounds {
  const bounds = {
    ranges: { protocol: anything(), src: anything(), dst: anything(), sport: anything(), dport: anything() },
    in: undefined as string | undefined,
    out: undefined as string | undefined,
    long: { src: undefined as bigint | undefined, dst: undefined as bigint | undefined },
  }
  for (const part of partsOf(condition)) {
    if (part.kind === 'in' && isRangeField(part.field)) {
      const range = bounds.ranges[part.field]
      const [from, to] = hullOf(part.set)
      range[0] = Math.max(range[0], from)
      range[1] = Math.min(range[1], to)
      if (part.field === 'src' || part.field === 'dst') bounds.long[part.field] ??= singleOf(part.set)
    } else if (part.kind === 'interface' && !part.prefix && part.name !== '') {
      if (part.field === 'in') bounds.in ??= part.name
      if (part.field === 'out') bounds.out ??= part.name
    }
  }
  return bounds
}

/** The fields that a condition sets bounds to. */
export function boundedFields(condition: Condition): ReadonlySet<string> {
  const fields = partsOf(condition).flatMap((part) =>
    (part.kind === 'in' && isRangeField(part.field)) || part.kind === 'interface' ? [part.field] : [],
  )
  return new Set(fields)
}

/** The values that an index can look a rule up by. */
export function needsOf({ ranges, in: device, out, long }: Bounds): readonly Need[] {
  const needs: Need[] = []
  if (device !== undefined) needs.push({ field: 'in', bits: 0, key: device })
  if (out !== undefined) needs.push({ field: 'out', bits: 0, key: out })
  for (const field of ['src', 'dst', 'sport', 'dport'] as const) {
    const [from, to] = ranges[field]
    const isAddress = field === 'src' || field === 'dst'
    const single = isAddress ? long[field] : undefined
    if (single !== undefined) needs.push({ field, bits: 0, key: single })
    for (const bits of isAddress ? leftOut : ([0] as const)) {
      const key = Math.floor(from / 2 ** bits)
      if (!Number.isFinite(key) || key !== Math.floor(to / 2 ** bits)) continue
      needs.push({ field, bits, key })
      break
    }
  }
  return needs
}

/** Which places of a chain are met when no rule takes the packet; `next`: the rule to ask next where one does not take it. */
export function metOf(next: readonly number[]): readonly boolean[] {
  const met = next.map(() => false)
  for (let index = 0; index < next.length; index = next[index] as number) met[index] = true
  return met
}

/** A value as a number to compare; what a packet does not have is in no set, so it gets a number that none holds. */
export function plain(value: number | bigint | undefined | null): number {
  return typeof value === 'number' ? value : value === null ? -1 : Number.NaN
}

function anything(): [number, number] {
  return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
}

function isRangeField(field: string): field is RangeField {
  return (rangeFields as readonly string[]).includes(field)
}

function partsOf(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(partsOf) : [condition]
}

// The least range that holds the whole set; addresses of IPv6, which are no plain numbers, are left to the rule itself.
function hullOf(set: Intervals): readonly [number, number] {
  if (set.some(({ from, to }) => typeof from === 'bigint' || typeof to === 'bigint')) return anything()
  const [first] = set
  const last = set.at(-1)
  return first === undefined || last === undefined ? [1, 0] : [Number(first.from), Number(last.to)]
}

function singleOf(set: Intervals): bigint | undefined {
  const [only] = set
  return set.length === 1 && typeof only?.from === 'bigint' && only.from === only.to ? only.from : undefined
}
