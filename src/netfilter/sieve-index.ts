import type { AddressNumber } from '#base/address.ts'

/** What an index may look up of a packet; undefined: not known, null: it has none. */
export interface Indexed {
  readonly src: AddressNumber | undefined
  readonly dst: AddressNumber | undefined
  readonly sport: number | undefined | null
  readonly dport: number | undefined | null
  readonly in: string | undefined
  readonly out: string | undefined
}

export type IndexField = keyof Indexed

/** A value that a packet must have for a rule to take it: all of it, or what is left without the lower `bits`. */
export interface Need {
  readonly field: IndexField
  readonly bits: number
  readonly key: number | bigint | string
}

/** The rules that need a value of one field. */
interface Group {
  readonly field: IndexField
  readonly divisor: number
  readonly byKey: Map<number | bigint | string, number[]>
  /** All of the group: they are candidates where the packet's value is not known. */
  readonly all: number[]
}

/** How many of the lower bits of an address may be left out: a network of Docker's lies within one of these. */
export const leftOut = [0, 8, 16] as const

/** The lists of a long chain's rules that may take a packet, so that the others are not looked at. */
export class SieveIndex {
  readonly #groups: readonly Group[]
  /** Rules that need no single value. */
  readonly #rest: readonly number[]

  /** `needs`: for each rule the values that it needs; undefined for a place that is not reached from the rule before. */
  constructor(needs: readonly (readonly Need[] | undefined)[]) {
    const sizes = new Map<string, number>()
    for (const all of needs) for (const need of all ?? []) sizes.set(nameOf(need), (sizes.get(nameOf(need)) ?? 0) + 1)
    const groups = new Map<string, Group>()
    const rest: number[] = []
    needs.forEach((all, index) => {
      if (all === undefined) return
      // The value that the fewest rules need says the most.
      const rarest = all.toSorted((a, b) => (sizes.get(nameOf(a)) ?? 0) - (sizes.get(nameOf(b)) ?? 0))[0]
      if (rarest === undefined) rest.push(index)
      else addTo(groups, rarest, index)
    })
    this.#groups = [...groups.values()]
    this.#rest = rest
  }

  /**
   * The first index from `start` on, below `length`, of a rule that may take the packet and passes the test. `former`: values that
   * the packet had before, which count as well.
   */
  next(
    start: number,
    length: number,
    packet: Indexed,
    passes: (index: number) => boolean,
    former?: ReadonlyMap<string, readonly AddressNumber[]>,
  ): number {
    let best = firstOf(this.#rest, start, length, passes)
    for (const group of this.#groups) {
      best = firstOf(listFor(group, packet[group.field]), start, best, passes)
      for (const value of former?.get(group.field) ?? []) best = firstOf(listFor(group, value), start, best, passes)
    }
    return best
  }
}

const none: readonly number[] = []

function listFor({ divisor, byKey, all }: Group, value: Indexed[IndexField]): readonly number[] {
  if (value === null) return none
  const key = divisor === 1 || typeof value !== 'number' ? value : Math.floor(value / divisor)
  return key === undefined ? all : (byKey.get(key) ?? none)
}

function nameOf({ field, bits, key }: Need): string {
  return `${field} ${bits} ${key}`
}

function addTo(groups: Map<string, Group>, { field, bits, key }: Need, index: number): void {
  const name = `${field} ${bits}`
  const group: Group = groups.get(name) ?? { field, divisor: 2 ** bits, byKey: new Map(), all: [] }
  groups.set(name, group)
  group.all.push(index)
  const list = group.byKey.get(key)
  if (list === undefined) group.byKey.set(key, [index])
  else list.push(index)
}

/** The first number of an ascending list from `start` on and below `end` that passes; else `end`. */
function firstOf(list: readonly number[], start: number, end: number, passes: (index: number) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] as number) < start) low = middle + 1
    else high = middle
  }
  for (let at = low; at < list.length; at++) {
    const index = list[at] as number
    if (index >= end) return end
    if (passes(index)) return index
  }
  return end
}
