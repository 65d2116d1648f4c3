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
  readonly #low: Float64Array
  readonly #high: Float64Array

  constructor(stops: readonly Stop[], domains: Domains) {
    this.stops = stops
    this.domains = domains
    this.#low = new Float64Array(stops.length * indexed).fill(Number.NEGATIVE_INFINITY)
    this.#high = new Float64Array(stops.length * indexed).fill(Number.POSITIVE_INFINITY)
    for (const [place, { box }] of stops.entries()) {
      box.fields.forEach((field, index) => {
        if (field >= indexed) return
        const [low, high] = boundsOf(box.sets[index] as Intervals)
        this.#low[place * indexed + field] = low
        this.#high[place * indexed + field] = high
      })
    }
  }

  /** The places before `to` whose boxes overlap the box, ascending. */
  overlapping(box: Box, to = this.stops.length, from = 0): number[] {
    const fields = box.fields.filter((field) => field < indexed)
    const bounds = fields.map((_, index) => boundsOf(box.sets[index] as Intervals))
    const found: number[] = []
    for (let place = from; place < to; place++) {
      if (this.#isApart(place, fields, bounds)) continue
      if (overlaps(box, (this.stops[place] as Stop).box)) found.push(place)
    }
    return found
  }

  #isApart(place: number, fields: readonly number[], bounds: readonly (readonly [number, number])[]): boolean {
    const start = place * indexed
    for (let index = 0; index < fields.length; index++) {
      const at = start + (fields[index] as number)
      const [low, high] = bounds[index] as readonly [number, number]
      if ((this.#low[at] as number) > high || (this.#high[at] as number) < low) return true
    }
    return false
  }
}

// Numbers of 128 bits are rounded: what overlaps overlaps rounded too.
function boundsOf(set: Intervals): readonly [number, number] {
  const last = set.at(-1)
  return [Number(set[0]?.from ?? 0), Number(last?.to ?? 0)]
}
