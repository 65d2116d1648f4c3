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
  search.go(box, relevant)
  const end = search.spent ? 'spent' : search.left.length >= asked.most ? 'cut' : 'whole'
  return { left: search.left, takers: search.takers, end }
}

/** A place as the question sees it. */
interface Near {
  readonly place: number
  readonly box: Box
  /** Takes for good what comes to it. */
  readonly blocks: boolean
  /** Where packets go on that skip others; 0: they skip none. */
  readonly end: number
  readonly doubtful: boolean
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
  relevant(places: readonly number[]): readonly Near[] {
    const found: Near[] = []
    for (const place of places) {
      const near = this.#see(place)
      if (near.blocks || near.end > 0) found.push(near)
    }
    return found
  }

  // Who goes on behind the place that is asked for does not come to it. Who may go on elsewhere does not come there for sure.
  #see(place: number): Near {
    const { box, does: written, doubtful } = this.#stops[place] as Stop
    const does = typeof written === 'number' && written > this.#to(place) ? 'ends' : written
    const blocks = doubtful ? this.#surely && does !== 'passes' : does === 'ends'
    return { place, box, blocks, end: typeof does === 'number' && !blocks ? does : 0, doubtful }
  }

  go(box: Box, places: readonly Near[]): void {
    if (this.left.length >= this.#most || !this.#spend(places)) return
    const near = places.filter((one) => overlaps(box, one.box))
    // Who only asks whether any come there is answered sooner by one packet.
    const free = this.#most === 1 && near.length > 0 ? this.#outside(box, near) : undefined
    if (free !== undefined) {
      this.left.push(free)
      return
    }
    const skip = near.find((one) => jumpsOver(one, near))
    if (skip === undefined)
      return this.#subtract(
        box,
        near.filter(({ blocks }) => blocks),
      )
    const taker = near.find((one) => one.place < skip.place && one.blocks && contains(one.box, box, this.#domains))
    if (taker !== undefined) this.takers.add(taker.place)
    else this.#branch(box, near, skip)
  }

  // Whether the budget allows to look at all these places once more.
  #spend(places: readonly Near[]): boolean {
    this.#budget.steps -= 1 + Math.floor(places.length / placesOfStep)
    if (this.#budget.steps < 0) this.spent = true
    return !this.spent
  }

  // Packets of the box that no place takes, if they are easily found.
  #outside(box: Box, places: readonly Near[]): Box | undefined {
    return outside(
      box,
      places.map((one) => one.box),
      this.#domains,
    )
  }

  // The packets that it takes leave out what comes before its end; the others do not.
  #branch(box: Box, near: readonly Near[], skip: Near): void {
    const inside = meet(box, skip.box)
    const before = this.takers.size
    if (inside !== undefined) {
      this.go(
        inside,
        near.filter((one) => one !== skip && (one.place < skip.place || one.place >= skip.end)),
      )
      if (this.takers.size > before) this.takers.add(skip.place)
    }
    const rest = near.filter((one) => one !== skip)
    for (const piece of skip.doubtful ? [box] : without(box, skip.box, this.#domains)) this.go(piece, rest)
  }

  // The one that takes most first: then little is left, and soon a piece that nobody takes is found.
  #subtract(box: Box, near: readonly Near[]): void {
    let best: Near | undefined
    let share = 0
    for (const one of near) {
      const own = shareIn(box, one.box, this.#domains)
      if (own <= share) continue
      best = one
      share = own
      if (share >= 1 && contains(one.box, box, this.#domains)) break
    }
    if (best === undefined) {
      this.left.push(box)
      return
    }
    this.takers.add(best.place)
    if (share >= 1 && contains(best.box, box, this.#domains)) return
    const others = near.filter((one) => one !== best)
    for (const piece of without(box, best.box, this.#domains)) this.go(piece, others)
  }
}

function jumpsOver({ place, end }: Near, near: readonly Near[]): boolean {
  return end > 0 && near.some((other) => other.place > place && other.place < end)
}
