import type { AddressNumber } from '#base/address.ts'
import { type Interval, type Intervals, union } from '#base/intervals.ts'
import { lastOf, networkOf } from '#base/network.ts'
import { addressTypes, type Field } from '#model/condition.ts'
import type { SetFields } from './set-fields.ts'
import { typesOf, type World } from './world.ts'

/** A question for the type of an address as one for the address: `field` src or dst. */
export interface TypedSet {
  readonly field: 'src' | 'dst'
  readonly set: Intervals
}

const sides: Readonly<Partial<Record<Field, 'src' | 'dst'>>> = {
  srctype: 'src',
  dsttype: 'dst',
  fibsrc: 'src',
  fibdst: 'dst',
}

/** The addresses with such types; undefined: the field is none of these, or the facts do not tell. */
export function typeIntervals(
  field: Field,
  holds: (types: number) => boolean,
  fields: SetFields,
  world: World,
): TypedSet | undefined {
  const side = sides[field]
  if (side === undefined) return undefined
  const known = rangesOf(fields, world)
  if (known === undefined) return undefined
  const isFib = field.startsWith('fib')
  const chosen = known.filter(({ types }) => holds(isFib ? mainType(types) : types))
  return { field: side, set: union(chosen.map(({ from, to }) => ({ from, to }))) }
}

// An address has one type only for `fib`.
function mainType(types: number): number {
  const { UNREACHABLE, ANYCAST, LOCAL } = addressTypes
  return [UNREACHABLE, ANYCAST, LOCAL].find((type) => (types & type) !== 0) ?? types
}

interface TypeRange extends Interval {
  readonly types: number
}

const kept = new WeakMap<World, Map<string, readonly TypeRange[] | undefined>>()

function rangesOf(fields: SetFields, world: World): readonly TypeRange[] | undefined {
  const known = kept.get(world) ?? new Map<string, readonly TypeRange[] | undefined>()
  kept.set(world, known)
  if (!known.has(fields.family)) known.set(fields.family, findRanges(fields, world))
  return known.get(fields.family)
}

// Between two borders all addresses have the same types.
function findRanges({ family, address }: SetFields, world: World): readonly TypeRange[] | undefined {
  const all = address[0] as Interval
  const borders = new Set<AddressNumber>([all.from])
  const add = (first: AddressNumber, last: AddressNumber) => {
    borders.add(first)
    if (last < all.to) borders.add(typeof last === 'bigint' ? last + 1n : last + 1)
  }
  for (const [first, length] of fixed[family]) add(networkOf(first, length), lastOf(first, length))
  for (const { addresses } of world.facts.interfaces ?? [])
    for (const one of addresses) {
      if (one.family !== family) continue
      add(networkOf(one.address, one.length), lastOf(one.address, one.length))
      for (const own of [one.address, networkOf(one.address, one.length), lastOf(one.address, one.length)])
        add(own, own)
    }
  for (const { destination } of world.facts.routes ?? []) {
    if (typeof destination.address !== typeof all.from) continue
    add(networkOf(destination.address, destination.length), lastOf(destination.address, destination.length))
  }
  const sorted = [...borders].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const ranges: TypeRange[] = []
  for (const [index, from] of sorted.entries()) {
    const types = typesOf(world, from)
    if (types === 'unknown') return undefined
    const next = sorted[index + 1]
    const to = next === undefined ? all.to : typeof next === 'bigint' ? next - 1n : next - 1
    ranges.push({ from, to, types })
  }
  return ranges
}

const fixed = {
  ipv4: [
    [0, 8],
    [0x7f000000, 8],
    [0xe0000000, 4],
    [0xffffffff, 32],
  ],
  ipv6: [
    [0n, 128],
    [1n, 128],
    [0xfe80n << 112n, 10],
    [0xffn << 120n, 8],
  ],
} as const
