import { type Intervals, intersect, interval, subtract, union } from '#base/intervals.ts'
import { readPrefix, widthOf } from '#base/prefix.ts'
import { lastOf, networkOf } from '#base/network.ts'
import type { Condition, Field } from '#model/condition.ts'
import { anything, type Box, boxOf, meet } from '#space/box.ts'
import { typeIntervals } from './address-types.ts'
import type { SetFields } from './set-fields.ts'
import type { World } from './world.ts'

/** A part of the packets that a condition takes. `doubtful`: which packets of the box it takes is not known. */
export interface Clip {
  readonly box: Box
  readonly doubtful: boolean
}

// More boxes than that are not looked at one by one: the condition then counts as one that nobody can tell.
const mostClips = 4096
const mostPieces = 4096

const doubt: readonly Clip[] = [{ box: anything, doubtful: true }]

/** The packets that a condition takes, as boxes that may overlap. */
export function clipsOf(condition: Condition, fields: SetFields, world: World, negated = false): readonly Clip[] {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const parts = condition.of.map((part) => clipsOf(part, fields, world, negated))
      return (condition.kind === 'all') === negated ? either(parts) : both(parts)
    }
    case 'not':
      return clipsOf(condition.of, fields, world, !negated)
    case 'in':
      return fieldClips(condition.field, condition.set, fields, world, negated)
    case 'bits':
      return bitsClips(condition, fields, world, negated)
    case 'interface': {
      const { field, name, prefix } = condition
      if (prefix && name === '') return negated ? [] : [{ box: anything, doubtful: false }]
      return side(fields.device(field), fields.named(name, prefix), fields, negated)
    }
    case 'member':
      return memberClips(condition, fields, world, negated)
    case 'unknown':
      return condition.cause === 'packet' || condition.cause === 'host'
        ? questionClips(condition.key, fields, negated)
        : doubt
  }
}

/** The packets that are in a box of every part. */
export function both(parts: readonly (readonly Clip[])[]): readonly Clip[] {
  let found: readonly Clip[] = [{ box: anything, doubtful: false }]
  for (const part of parts) {
    if (found.length * part.length > mostClips) return doubt
    found = found.flatMap((one) =>
      part.flatMap((other) => {
        const box = meet(one.box, other.box)
        return box === undefined ? [] : [{ box, doubtful: one.doubtful || other.doubtful }]
      }),
    )
  }
  return found
}

// Most lists ask for one field: then they are one set.
function either(parts: readonly (readonly Clip[])[]): readonly Clip[] {
  const groups = new Map<string, { readonly clip: Clip; readonly sets: Intervals[] }>()
  const others: Clip[] = []
  for (const clip of parts.flat()) {
    const { fields, sets } = clip.box
    const last = sets.at(-1)
    if (last === undefined || clip.doubtful) {
      others.push(clip)
      continue
    }
    const key = `${fields.join()} ${sets.slice(0, -1).map(keyOf).join(' ')}`
    const group = groups.get(key) ?? { clip, sets: [] }
    groups.set(key, group)
    group.sets.push(last)
  }
  const merged = [...groups.values()].map(({ clip, sets }) => ({
    box: { fields: clip.box.fields, sets: [...clip.box.sets.slice(0, -1), union(sets.flat())] },
    doubtful: false,
  }))
  const all = [...merged, ...others]
  return all.length > mostClips ? doubt : all
}

/** The set as a text that is equal for equal sets. */
export function keyOf(set: Intervals): string {
  return set.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join()
}

function side(field: number, set: Intervals, { universe }: SetFields, negated: boolean): readonly Clip[] {
  const domain = universe.domains[field] ?? []
  const wanted = negated ? subtract(domain, set) : intersect(domain, set)
  const box = boxOf(field, wanted)
  return box === undefined ? [] : [{ box, doubtful: false }]
}

function questionClips(key: string, fields: SetFields, negated: boolean): readonly Clip[] {
  return side(fields.question(key), interval(1), fields, negated)
}

function fieldClips(field: Field, set: Intervals, fields: SetFields, world: World, negated: boolean): readonly Clip[] {
  const typed = typeIntervals(field, (types) => set.some(({ from, to }) => types >= from && types <= to), fields, world)
  if (typed !== undefined) return side(fields.of(typed.field), typed.set, fields, negated)
  return withNeeds(field, side(fields.of(field), set, fields, negated), fields)
}

// What has no such field is not taken, negated or not.
function withNeeds(field: Field, clips: readonly Clip[], fields: SetFields): readonly Clip[] {
  const needs = fields.needs(field)
  if (needs.length === 0) return clips
  return both([clips, ...needs.map((need) => side(fields.of(need.field), need.set, fields, false))])
}

function bitsClips(
  condition: Condition & { kind: 'bits' },
  fields: SetFields,
  world: World,
  negated: boolean,
): readonly Clip[] {
  const { field, mask, value } = condition
  const holds = (types: number) => (value === 'any' ? (types & Number(mask)) !== 0 : (types & Number(mask)) === value)
  const typed = typeIntervals(field, holds, fields, world)
  if (typed !== undefined) return side(fields.of(typed.field), typed.set, fields, negated)
  const number = fields.of(field)
  const domain = fields.universe.domains[number] ?? []
  const zero = typeof mask === 'bigint' ? 0n : 0
  const set = value === 'any' ? complementOf(maskedSet(mask, zero, domain), domain) : maskedSet(mask, value, domain)
  const clips =
    set === undefined ? questionClips(`${field} ${value}/${mask}`, fields, negated) : side(number, set, fields, negated)
  return withNeeds(field, clips, fields)
}

function complementOf(set: Intervals | undefined, domain: Intervals): Intervals | undefined {
  return set === undefined ? undefined : subtract(domain, set)
}

const known = new Map<string, Intervals | undefined>()

/** The numbers with just these bits under the mask; undefined: too many pieces. */
function maskedSet(mask: number | bigint, value: number | bigint, domain: Intervals): Intervals | undefined {
  const key = `${mask} ${value} ${keyOf(domain)}`
  if (known.has(key)) return known.get(key)
  const made = maskedPieces(BigInt(mask), BigInt(value), domain)
  if (known.size < 10_000) known.set(key, made)
  return made
}

function maskedPieces(mask: bigint, value: bigint, domain: Intervals): Intervals | undefined {
  const last = domain.at(-1)?.to ?? 0
  if ((value & ~mask) !== 0n) return []
  const width = BigInt(last).toString(2).length
  // Bits below the lowest one of the mask run freely within a piece; free bits above it make pieces.
  let low = 0
  while (low < width && ((mask >> BigInt(low)) & 1n) === 0n) low++
  const free: bigint[] = []
  for (let bit = low; bit < width; bit++) if (((mask >> BigInt(bit)) & 1n) === 0n) free.push(1n << BigInt(bit))
  if (2 ** free.length > mostPieces) return undefined
  const size = (1n << BigInt(low)) - 1n
  const pieces = Array.from({ length: 2 ** free.length }, (_, choice) => {
    const start = free.reduce((sum, bit, index) => ((choice >> index) & 1 ? sum + bit : sum), value)
    return typeof last === 'bigint' ? interval(start, start + size) : interval(Number(start), Number(start + size))
  })
  return intersect(union(pieces.flat()), domain)
}

// A set of addresses that asks for one of both ends; others are questions.
function memberClips(
  { set: name, directions }: Condition & { kind: 'member' },
  fields: SetFields,
  world: World,
  negated: boolean,
): readonly Clip[] {
  const set = world.sets.get(name)
  const [direction] = directions
  const isPlain = /^(?:hash|bitmap):(?:ip|net)$/.test(set?.type ?? '') && !/\bnetmask\b/.test(set?.options ?? '')
  const members = isPlain && set !== undefined ? membersOf(set.members) : undefined
  if (members === undefined || direction === undefined)
    return questionClips(`set ${name} ${directions.join()}`, fields, negated)
  const family = / inet6\b/.test(` ${set?.options ?? ''}`) ? 'ipv6' : 'ipv4'
  return side(fields.of(direction), family === fields.family ? members : [], fields, negated)
}

function membersOf(texts: readonly string[]): Intervals | undefined {
  const read = texts.map((text) => (/ nomatch\b/.test(text) ? undefined : readPrefix(text.split(' ', 1)[0] ?? '')))
  if (read.includes(undefined)) return undefined
  return union(
    read.flatMap((prefix) => {
      if (prefix === undefined) return []
      const { address, length } = prefix
      return length > widthOf(address) ? [] : interval(networkOf(address, length), lastOf(address, length))
    }),
  )
}
