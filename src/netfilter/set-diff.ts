import { type Box, meet } from '#space/box.ts'
import { BoxList } from '#space/box-list.ts'
import { type Budget, residueOf } from '#space/cover.ts'
import { type Aligned, align } from './set-align.ts'
import type { SetFields } from './set-fields.ts'
import type { ChainList, Place } from './set-list.ts'

/** Packets that one chain ends in one way and the other in another. */
export interface SetDifference {
  readonly before: Place | undefined
  readonly after: Place | undefined
  /** Some of the packets. */
  readonly box: Box
  /** Whether they are treated differently whatever is not known. */
  readonly surely: boolean
}

/** What differs between two chains. `whole`: nothing else does; else the budget ended first, or there was too much. */
export interface SetDifferences {
  readonly rows: readonly SetDifference[]
  readonly whole: boolean
}

// More pairs of rules nobody reads.
const mostRows = 200

/** Which packets two base chains treat differently; no rows and `whole`: none. */
export function differencesOf(before: ChainList, after: ChainList, fields: SetFields, budget: Budget): SetDifferences {
  return new Comparison(before, after, fields, budget).run()
}

// A packet that no place takes which only one chain has meets the same places in both. So a difference is found where one of the two
// places that decide is such a place, or such a place skips others.
class Comparison {
  readonly #before: ChainList
  readonly #after: ChainList
  readonly #fields: SetFields
  readonly #budget: Budget
  readonly #both: BoxList
  readonly #aligned: Aligned
  readonly #rows = new Map<string, SetDifference>()
  #whole: boolean

  constructor(before: ChainList, after: ChainList, fields: SetFields, budget: Budget) {
    this.#before = before
    this.#after = after
    this.#fields = fields
    this.#budget = budget
    this.#aligned = align(before.places, after.places)
    const shift = before.places.length
    const shifted = after.places.map((place) =>
      typeof place.does === 'number' ? { ...place, does: place.does + shift } : place,
    )
    this.#both = new BoxList([...before.places, ...shifted], fields.universe.domains)
    this.#whole = !before.cut && !after.cut
  }

  run(): SetDifferences {
    const { inBefore, inAfter } = this.#aligned
    for (const [at, place] of this.#before.places.entries()) {
      if (inBefore.has(at) || this.#isFull()) continue
      if (typeof place.does === 'number') this.#compareAll(place.box)
      else if (place.does === 'ends') this.#compareFrom(at, place)
      else if (place.label !== '') this.#effect(at, place, 'before')
    }
    for (const [at, place] of this.#after.places.entries()) {
      if (inAfter.has(at) || this.#isFull()) continue
      if (typeof place.does === 'number') this.#compareAll(place.box)
      else if (place.does === 'ends') this.#compareTo(at, place)
      else if (place.label !== '') this.#effect(at, place, 'after')
    }
    return { rows: [...this.#rows.values()], whole: this.#whole }
  }

  #isFull(): boolean {
    if (this.#rows.size < mostRows && this.#budget.steps > 0) return false
    this.#whole = false
    return true
  }

  #compareFrom(a: number, place: Place): void {
    for (const b of this.#after.list.overlapping(place.box)) {
      const partner = this.#aligned.inAfter.get(b)
      // Whom the common place takes is decided there, in both.
      if (partner !== undefined && partner < a) continue
      this.#pair(a, b, place.box)
    }
  }

  #compareTo(b: number, place: Place): void {
    for (const a of this.#before.list.overlapping(place.box)) {
      const partner = this.#aligned.inBefore.get(a)
      if (partner === undefined || partner < b) continue
      this.#pair(a, b, place.box)
    }
  }

  #compareAll(box: Box): void {
    for (const a of this.#before.list.overlapping(box)) {
      const near = meet(box, (this.#before.places[a] as Place).box)
      if (near === undefined || this.#isFull()) continue
      for (const b of this.#after.list.overlapping(near)) this.#pair(a, b, box)
    }
  }

  #pair(a: number, b: number, box: Box): void {
    const before = this.#before.places[a] as Place
    const after = this.#after.places[b] as Place
    const ends = before.does === 'ends' && after.does === 'ends'
    const marks = (before.does === 'passes' && before.label !== '') || (after.does === 'passes' && after.label !== '')
    if (before.label === after.label || (!ends && !marks) || this.#rows.has(`${before.id} ${after.id}`)) return
    if (typeof before.does === 'number' || typeof after.does === 'number') return
    if (before.label === '' || after.label === '') return
    const first = meet(before.box, box)
    const common = first === undefined ? undefined : meet(first, after.box)
    if (common === undefined) return
    const found = this.#ask(common, a, b, false)
    if (found === undefined) return
    const isOpen = before.doubtful || after.doubtful || !ends
    const sure = isOpen ? undefined : this.#ask(common, a, b, true)
    const known = sure !== undefined && !sure.fields.some((field) => this.#fields.universe.isOpen(field))
    this.#rows.set(`${before.id} ${after.id}`, { before, after, box: sure ?? found, surely: known })
  }

  /** A packet that comes to both places. */
  #ask(box: Box, a: number, b: number, surely: boolean): Box | undefined {
    const shift = this.#before.places.length
    const places = [
      ...this.#before.list.overlapping(box, a),
      ...this.#after.list.overlapping(box, b).map((place) => place + shift),
    ]
    const to = (place: number) => (place < shift ? a : b + shift)
    const { left, end } = residueOf(box, this.#both, places, { budget: this.#budget, most: 1, to, surely })
    if (end === 'spent') this.#whole = false
    return left[0]
  }

  // What a rule besides changes in packets: whether that is the same in the other chain is not followed.
  #effect(at: number, place: Place, side: 'before' | 'after'): void {
    const { list } = side === 'before' ? this.#before : this.#after
    const near = list.overlapping(place.box, at)
    const { left, end } = residueOf(place.box, list, near, { budget: this.#budget, most: 1, to: () => at })
    if (end === 'spent') this.#whole = false
    const [box] = left
    if (box === undefined) return
    const row = { before: undefined, after: undefined, [side]: place, box, surely: false }
    this.#rows.set(`${side} ${place.id}`, row)
  }
}
