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
  const fields = new Set(near.flatMap((one) => one.fields))
  let least = near.length
  let best: Box | undefined
  for (const field of fields) {
    const sides = near.flatMap((one) => {
      const at = one.fields.indexOf(field)
      return at < 0 ? [] : [one.sets[at] as Intervals]
    })
    const found = emptiest(sideOf(box, field, domains), sides)
    const left = near.length - sides.length + found.count
    if (left >= least) continue
    least = left
    best = withSide(box, field, [found.range])
    if (left === 0) break
  }
  return best
}

interface Emptiest {
  readonly range: Interval
  /** How many of the sets are there. */
  readonly count: number
}

type Bound = Interval['from']

/** The part of a set in which the fewest of the others are. */
function emptiest(side: Intervals, others: readonly Intervals[]): Emptiest {
  const begins = others.flatMap((set) => set.map(({ from }) => from)).sort(ascending)
  const ends = others.flatMap((set) => set.map(({ to }) => to)).sort(ascending)
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

function ascending(a: Bound, b: Bound): number {
  return a < b ? -1 : a > b ? 1 : 0
}
