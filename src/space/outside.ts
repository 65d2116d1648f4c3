import { after, before, type Interval, type Intervals } from '#base/intervals.ts'
import { type Box, type Domains, overlaps, sideOf, withSide } from './box.ts'

/**
 * Packets of the box that are in none of the others, found by narrowing the field in which the fewest of them are left. It does not
 * look back: undefined where it finds none, though there may be some.
 */
export function outside(box: Box, others: readonly Box[], domains: Domains): Box | undefined {
  let free = box
  let near = others.filter((one) => overlaps(free, one))
  while (near.length > 0) {
    const narrowed = narrowest(free, near, domains)
    if (narrowed === undefined) return undefined
    free = narrowed
    near = near.filter((one) => overlaps(narrowed, one))
  }
  return free
}

/** The box with one field narrowed to where the fewest boxes are; undefined: that leaves out none of them. */
function narrowest(box: Box, near: readonly Box[], domains: Domains): Box | undefined {
  let most = 0
  let best: Box | undefined
  for (const [field, sides] of sidesOf(near)) {
    // At best all that ask for the field are left out.
    if (sides.length <= most) break
    const found = emptiest(sideOf(box, field, domains), sides)
    const gone = sides.length - found.count
    if (gone <= most) continue
    most = gone
    best = withSide(box, field, [found.range])
  }
  return best
}

/** What the boxes have for each field that some of them ask for; the field that most ask for first. */
function sidesOf(boxes: readonly Box[]): readonly (readonly [number, readonly Intervals[]])[] {
  const sides = new Map<number, Intervals[]>()
  for (const { fields, sets } of boxes) {
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index] as number
      const known = sides.get(field)
      if (known === undefined) sides.set(field, [sets[index] as Intervals])
      else known.push(sets[index] as Intervals)
    }
  }
  return [...sides].sort(([, a], [, b]) => b.length - a.length)
}

interface Emptiest {
  readonly range: Interval
  /** How many of the sets are there. */
  readonly count: number
}

type Bound = Interval['from']

/** The part of a set in which the fewest of the others are. */
function emptiest(side: Intervals, others: readonly Intervals[]): Emptiest {
  const { begins, ends } = boundsOf(others)
  let best: Emptiest = { range: side[0] as Interval, count: Number.POSITIVE_INFINITY }
  let begun = 0
  let ended = 0
  for (const { from, to } of side) {
    for (let at = from; at <= to; ) {
      while (begun < begins.length && (begins[begun] as Bound) <= at) begun++
      while (ended < ends.length && (ends[ended] as Bound) < at) ended++
      // Nothing changes up to here.
      const next = begins[begun]
      const last = ends[ended]
      let until = to
      if (next !== undefined && next <= until) until = before(next)
      if (last !== undefined && last < until) until = last
      if (begun - ended < best.count) best = { range: { from: at, to: until }, count: begun - ended }
      if (best.count === 0) return best
      at = after(until)
    }
  }
  return best
}

interface Bounds {
  readonly begins: ArrayLike<Bound>
  readonly ends: ArrayLike<Bound>
}

/** Where the intervals of all sets begin, and where they end, each ascending. */
function boundsOf(sets: readonly Intervals[]): Bounds {
  let count = 0
  for (const set of sets) count += set.length
  const isLarge = typeof sets.find((set) => set.length > 0)?.[0]?.from === 'bigint'
  if (isLarge) {
    const all = sets.flat()
    return { begins: all.map(({ from }) => from).sort(ascending), ends: all.map(({ to }) => to).sort(ascending) }
  }
  const begins = new Float64Array(count)
  const ends = new Float64Array(count)
  let at = 0
  for (const set of sets) {
    for (const { from, to } of set) {
      begins[at] = Number(from)
      ends[at++] = Number(to)
    }
  }
  return { begins: begins.sort(), ends: ends.sort() }
}

function ascending(a: Bound, b: Bound): number {
  return a < b ? -1 : a > b ? 1 : 0
}
