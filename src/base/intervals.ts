/** A closed interval of whole numbers. Numbers and bigints may meet in comparisons but not in one set. */
export interface Interval {
  readonly from: number | bigint
  readonly to: number | bigint
}

/** Whole numbers as disjoint, ascending, non-touching intervals. */
export type Intervals = readonly Interval[]

/** The set of one interval. */
export function interval(from: number | bigint, to: number | bigint = from): Intervals {
  return [{ from, to }]
}

/** Puts any intervals into the disjoint ascending form. */
export function union(...sets: readonly Intervals[]): Intervals {
  const all = sets.flat().sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  const merged: Interval[] = []
  for (const next of all) {
    const last = merged.at(-1)
    if (last !== undefined && next.from <= after(last.to)) {
      if (next.to > last.to) merged[merged.length - 1] = { from: last.from, to: next.to }
    } else merged.push(next)
  }
  return merged
}

/** What is in both. */
export function intersect(a: Intervals, b: Intervals): Intervals {
  const both: Interval[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const x = a[i] as Interval
    const y = b[j] as Interval
    const from = x.from > y.from ? x.from : y.from
    const to = x.to < y.to ? x.to : y.to
    if (from <= to) both.push({ from, to })
    if (x.to < y.to) i++
    else j++
  }
  return both
}

/** What of the whole is not in the set. */
export function subtract(whole: Intervals, set: Intervals): Intervals {
  const rest: Interval[] = []
  let first = 0
  for (const piece of whole) {
    let from = piece.from
    while (first < set.length && (set[first] as Interval).to < from) first++
    for (let at = first; at < set.length; at++) {
      const hole = set[at] as Interval
      if (hole.from > piece.to) break
      if (hole.from > from) rest.push({ from, to: before(hole.from) })
      from = after(hole.to)
    }
    if (from <= piece.to) rest.push({ from, to: piece.to })
  }
  return rest
}

/** Whether the number is in the set. */
export function holds(set: Intervals, value: number | bigint): boolean {
  for (const { from, to } of set) if (value >= from && value <= to) return true
  return false
}

/** Whether the first set holds all of the second. */
export function covers(a: Intervals, b: Intervals): boolean {
  return subtract(b, a).length === 0
}

/** The next number. */
export function after(value: number | bigint): number | bigint {
  return typeof value === 'bigint' ? value + 1n : value + 1
}

/** The number before. */
export function before(value: number | bigint): number | bigint {
  return typeof value === 'bigint' ? value - 1n : value - 1
}
