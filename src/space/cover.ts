import { type Box, contains, type Domains, meet, overlaps, shareIn, without } from './box.ts'
import type { BoxList, Stop } from './box-list.ts'
import { outside } from './outside.ts'

// To look at so many places takes about as long as the rest of a step.
const placesOfStep = 32

/** So many steps are left to a question. */
export interface Budget {
  steps: number
}

/** What is left of a box before a place of a list. `left`: some or all of it that comes there. */
export interface Residue {
  readonly left: readonly Box[]
  /** The places that take packets of the box. */
  readonly takers: ReadonlySet<number>
  /** 'cut': there is more that is left than was asked for; 'spent': the budget ended before the answer was found. */
  readonly end: 'whole' | 'cut' | 'spent'
}

/** What to ask of a list. */
export interface Asked {
  readonly budget: Budget
  /** At most so many boxes of what is left. */
  readonly most: number
  /** Whether places count that take perhaps: then what is left comes there for sure. */
  readonly surely?: boolean
}

/** What to ask about places that are known. `to`: the place that is asked for, as each of the places sees it. */
export interface AskedPlaces extends Asked {
  readonly to: (place: number) => number
}

/** Which packets of the box come to the place `to` of the list. Exact, and as many steps as the budget allows. */
export function residue(box: Box, list: BoxList, to: number, asked: Asked): Residue {
  return residueOf(box, list, list.overlapping(box, to), { ...asked, to: () => to })
}

/** The same with the places that may take something: ascending, all before the one that is asked for. */
export function residueOf(box: Box, list: BoxList, places: readonly number[], asked: AskedPlaces): Residue {
  const search = new Search(list, asked)
  const relevant = search.relevant(places)
  if (asked.most === 1) {
    // Who only asks whether any come there is answered sooner by one packet.
    const free = search.spend(relevant) ? search.outside(box, relevant) : undefined
    if (free !== undefined) return { left: [free], takers: search.takers, end: 'cut' }
  }
  search.go(box, relevant)
  const end = search.spent ? 'spent' : search.left.length >= asked.most ? 'cut' : 'whole'
  return { left: search.left, takers: search.takers, end }
}

class Search {
  readonly left: Box[] = []
  readonly takers = new Set<number>()
  spent = false
  readonly #stops: readonly Stop[]
  readonly #domains: Domains
  readonly #surely: boolean
  readonly #budget: Budget
  readonly #most: number
  readonly #to: AskedPlaces['to']

  constructor({ stops, domains }: BoxList, { surely, budget, most, to }: AskedPlaces) {
    this.#stops = stops
    this.#domains = domains
    this.#surely = surely === true
    this.#budget = budget
    this.#most = most
    this.#to = to
  }

  /** What passes decides nothing, and what takes perhaps takes nothing for sure. */
  relevant(places: readonly number[]): readonly number[] {
    return places.filter((place) => this.#blocks(place) || typeof this.#does(place) === 'number')
  }

  go(box: Box, places: readonly number[]): void {
    if (this.left.length >= this.#most || !this.spend(places)) return
    const near = places.filter((place) => overlaps(box, this.#at(place).box))
    const skip = near.find((place) => this.#jumpsOver(place, near))
    if (skip === undefined)
      return this.#subtract(
        box,
        near.filter((place) => this.#blocks(place)),
      )
    const taker = this.#blockerBefore(box, near, skip)
    if (taker !== undefined) this.takers.add(taker)
    else this.#branch(box, near, skip)
  }

  /** Whether the budget allows to look at all these places once more. */
  spend(places: readonly number[]): boolean {
    this.#budget.steps -= 1 + Math.floor(places.length / placesOfStep)
    if (this.#budget.steps < 0) this.spent = true
    return !this.spent
  }

  /** Packets of the box that no place takes, if they are easily found. */
  outside(box: Box, places: readonly number[]): Box | undefined {
    return outside(
      box,
      places.map((place) => this.#at(place).box),
      this.#domains,
    )
  }

  #at(place: number): Stop {
    return this.#stops[place] as Stop
  }

  // Who goes on behind the place that is asked for does not come to it.
  #does(place: number): Stop['does'] {
    const { does } = this.#at(place)
    return typeof does === 'number' && does > this.#to(place) ? 'ends' : does
  }

  // Who may go on elsewhere does not come here for sure.
  #blocks(place: number): boolean {
    const does = this.#does(place)
    const { doubtful } = this.#at(place)
    return doubtful ? this.#surely && does !== 'passes' : does === 'ends'
  }

  #jumpsOver(place: number, near: readonly number[]): boolean {
    const does = this.#does(place)
    if (typeof does !== 'number' || this.#blocks(place)) return false
    return near.some((other) => other > place && other < does)
  }

  #blockerBefore(box: Box, near: readonly number[], skip: number): number | undefined {
    return near.find((place) => place < skip && this.#isTakenWhole(box, place))
  }

  #isTakenWhole(box: Box, place: number): boolean {
    return this.#blocks(place) && contains(this.#at(place).box, box, this.#domains)
  }

  // The packets that it takes leave out what comes before its end; the others do not.
  #branch(box: Box, near: readonly number[], skip: number): void {
    const { box: taken, does, doubtful } = this.#at(skip)
    const inside = meet(box, taken)
    const end = does as number
    const before = this.takers.size
    if (inside !== undefined) {
      this.go(
        inside,
        near.filter((place) => place !== skip && (place < skip || place >= end)),
      )
      if (this.takers.size > before) this.takers.add(skip)
    }
    const rest = near.filter((place) => place !== skip)
    for (const piece of doubtful ? [box] : without(box, taken, this.#domains)) this.go(piece, rest)
  }

  // The one that takes most first: then little is left, and soon a piece that nobody takes is found.
  #subtract(box: Box, near: readonly number[]): void {
    let best: number | undefined
    let share = 0
    for (const place of near) {
      const own = shareIn(box, this.#at(place).box, this.#domains)
      if (own <= share) continue
      best = place
      share = own
    }
    if (best === undefined) {
      this.left.push(box)
      return
    }
    this.takers.add(best)
    if (share >= 1 && contains(this.#at(best).box, box, this.#domains)) return
    const others = near.filter((place) => place !== best)
    for (const piece of without(box, this.#at(best).box, this.#domains)) this.go(piece, others)
  }
}
