import { type Interval, type Intervals, intersect, subtract } from '#base/intervals.ts'

/**
 * A product of sets: a packet is in it if each of its fields lies in the set that the box has for it. A field that is not listed may
 * be anything. `fields` ascend, and no set is empty.
 */
export interface Box {
  readonly fields: readonly number[]
  readonly sets: readonly Intervals[]
}

/** All values of each field, by its number: what a field may be that a box does not list. */
export type Domains = readonly Intervals[]

/** Every packet. */
export const anything: Box = { fields: [], sets: [] }

/** The box that asks for one field only; undefined for an empty set. */
export function boxOf(field: number, set: Intervals): Box | undefined {
  return set.length === 0 ? undefined : { fields: [field], sets: [set] }
}

/** What the box has for the field. */
export function sideOf(box: Box, field: number, domains: Domains): Intervals {
  const at = box.fields.indexOf(field)
  return at < 0 ? (domains[field] ?? []) : (box.sets[at] as Intervals)
}

/** What is in both boxes; undefined: nothing. */
export function meet(a: Box, b: Box): Box | undefined {
  if (a.fields.length === 0) return b
  if (b.fields.length === 0) return a
  const fields: number[] = []
  const sets: Intervals[] = []
  let i = 0
  let j = 0
  while (i < a.fields.length || j < b.fields.length) {
    const left = a.fields[i] ?? Number.POSITIVE_INFINITY
    const right = b.fields[j] ?? Number.POSITIVE_INFINITY
    const both = left === right ? common(a.sets[i] as Intervals, b.sets[j] as Intervals) : undefined
    if (both?.length === 0) return undefined
    fields.push(Math.min(left, right))
    sets.push(both ?? ((left < right ? a.sets[i] : b.sets[j]) as Intervals))
    if (left <= right) i++
    if (right <= left) j++
  }
  return { fields, sets }
}

/** Whether a packet is in both boxes. */
export function overlaps(a: Box, b: Box): boolean {
  let j = 0
  for (let i = 0; i < a.fields.length; i++) {
    const field = a.fields[i] as number
    while (j < b.fields.length && (b.fields[j] as number) < field) j++
    if (b.fields[j] === field && !touches(a.sets[i] as Intervals, b.sets[j] as Intervals)) return false
  }
  return true
}

/** Whether the box holds all of the other one. */
export function contains(box: Box, other: Box, domains: Domains): boolean {
  return box.fields.every((field, index) => {
    const wanted = box.sets[index] as Intervals
    const has = sideOf(other, field, domains)
    return has === wanted || has.every((one) => isInside(one, wanted))
  })
}

/** What of the whole is not in the box: disjoint boxes, at most one for each field of the box. */
export function without(whole: Box, box: Box, domains: Domains): readonly Box[] {
  if (!overlaps(whole, box)) return [whole]
  const pieces: Box[] = []
  let rest = whole
  for (const [index, field] of box.fields.entries()) {
    const taken = box.sets[index] as Intervals
    const has = sideOf(rest, field, domains)
    const outside = subtract(has, taken)
    if (outside.length > 0) pieces.push(withSide(rest, field, outside))
    rest = withSide(rest, field, intersect(has, taken))
  }
  return pieces
}

/** The box with another set for the field. */
export function withSide(box: Box, field: number, set: Intervals): Box {
  const at = box.fields.findIndex((one) => one >= field)
  const index = at < 0 ? box.fields.length : at
  const isListed = box.fields[index] === field
  return {
    fields: isListed ? box.fields : [...box.fields.slice(0, index), field, ...box.fields.slice(index)],
    sets: [...box.sets.slice(0, index), set, ...box.sets.slice(isListed ? index + 1 : index)],
  }
}

/** How much of the box lies in the other one, between 0 and 1. */
export function shareIn(box: Box, other: Box, domains: Domains): number {
  let share = 1
  let at = 0
  for (let index = 0; index < other.fields.length; index++) {
    const field = other.fields[index] as number
    while (at < box.fields.length && (box.fields[at] as number) < field) at++
    const has = (box.fields[at] === field ? box.sets[at] : domains[field]) as Intervals
    const wanted = other.sets[index] as Intervals
    if (has !== wanted) share *= commonSize(has, wanted) / sizeOf(has)
  }
  return share
}

/** How many numbers there are in the set; not exact where there are very many. */
export function sizeOf(set: Intervals): number {
  let size = 0
  for (let index = 0; index < set.length; index++) {
    const { from, to } = set[index] as Interval
    size += Number(to) - Number(from) + 1
  }
  return size
}

// The size of what is in both.
function commonSize(a: Intervals, b: Intervals): number {
  let size = 0
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const x = a[i] as Interval
    const y = b[j] as Interval
    const from = x.from > y.from ? x.from : y.from
    const to = x.to < y.to ? x.to : y.to
    if (from <= to) size += Number(to) - Number(from) + 1
    if (x.to < y.to) i++
    else j++
  }
  return size
}

function common(a: Intervals, b: Intervals): Intervals {
  return a === b ? a : intersect(a, b)
}

function touches(a: Intervals, b: Intervals): boolean {
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const x = a[i] as Interval
    const y = b[j] as Interval
    if (x.from <= y.to && y.from <= x.to) return true
    if (x.to < y.to) i++
    else j++
  }
  return false
}

// The intervals of a set ascend and do not touch.
function isInside({ from, to }: Interval, set: Intervals): boolean {
  let low = 0
  let high = set.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const one = set[middle] as Interval
    if (from > one.to) low = middle + 1
    else if (to < one.from) high = middle - 1
    else return from >= one.from && to <= one.to
  }
  return false
}
