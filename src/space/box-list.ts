import type { Intervals } from '#base/intervals.ts'
import { type Box, type Domains, overlaps } from './box.ts'

/** What one place of a list does to the packets of its box. */
export interface Stop {
  readonly box: Box
  /**
   * 'ends': they go no further. A number: they go on at that place, which is a later one. 'passes': nothing.
   */
  readonly does: 'ends' | 'passes' | number
  /** Whether it is not known which packets of the box it takes. */
  readonly doubtful: boolean
}

// The fields with which most boxes are told apart come first in a universe; the rest is compared only where these overlap.
const indexed = 8

/** A list of places that is asked for what overlaps a box. */
export class BoxList {
  readonly stops: readonly Stop[]
  readonly domains: Domains
  /** The least and the greatest value of each place, field by field; undefined: no place asks for the field. */
  readonly #bounds: (Bounds | undefined)[] = []

  constructor(stops: readonly Stop[], domains: Domains) {
    this.stops = stops
    this.domains = domains
    for (const [place, { box }] of stops.entries()) {
      box.fields.forEach((field, index) => {
        if (field >= indexed) return
        this.#bounds[field] ??= unbounded(stops.length)
        const { low, high } = this.#bounds[field]
        low[place] = lowOf(box.sets[index] as Intervals)
        high[place] = highOf(box.sets[index] as Intervals)
      })
    }
  }

  /** The places before `to` whose boxes overlap the box, ascending. */
  overlapping(box: Box, to = this.stops.length): number[] {
    let near: readonly number[] | undefined
    for (const [index, field] of box.fields.entries()) {
      const bounds = this.#bounds[field]
      if (bounds === undefined) continue
      const set = box.sets[index] as Intervals
      near = near === undefined ? within(bounds, set, to) : narrowed(near, bounds, set)
    }
    const all = near ?? Array.from({ length: to }, (_, place) => place)
    return all.filter((place) => overlaps(box, (this.stops[place] as Stop).box))
  }
}

interface Bounds {
  readonly low: Float64Array
  readonly high: Float64Array
}

function unbounded(length: number): Bounds {
  return {
    low: new Float64Array(length).fill(Number.NEGATIVE_INFINITY),
    high: new Float64Array(length).fill(Number.POSITIVE_INFINITY),
  }
}

function within({ low, high }: Bounds, set: Intervals, to: number): number[] {
  const least = lowOf(set)
  const greatest = highOf(set)
  const found: number[] = []
  for (let place = 0; place < to; place++) {
    if ((low[place] as number) <= greatest && (high[place] as number) >= least) found.push(place)
  }
  return found
}

function narrowed(near: readonly number[], { low, high }: Bounds, set: Intervals): number[] {
  const least = lowOf(set)
  const greatest = highOf(set)
  const found: number[] = []
  for (const place of near) {
    if ((low[place] as number) <= greatest && (high[place] as number) >= least) found.push(place)
  }
  return found
}

// Numbers of 128 bits are rounded: what overlaps overlaps rounded too.
function lowOf(set: Intervals): number {
  return Number(set[0]?.from ?? 0)
}

function highOf(set: Intervals): number {
  return Number(set[set.length - 1]?.to ?? 0)
}
