/**
 * The positions of texts in a chain while a plan takes some away and puts others in, counted from 0. Of equal texts the first one counts.
 * Each question takes a time that hardly grows with the chain: a list that is searched and cut for each step takes the square of it.
 */
export interface ChainPositions {
  /** Takes the first copy of a text away. Returns where it was, or undefined where there is none. */
  remove(text: string): number | undefined
  /** The place before a text that was there from the beginning. */
  before(text: string): ChainPlace | undefined
  /** The place behind a text, of the beginning or put in since. */
  after(text: string): ChainPlace | undefined
  readonly start: ChainPlace
  readonly end: ChainPlace
  /** Puts a text in at a place. Returns its position. */
  insert(text: string, place: ChainPlace): number
}

/** Between two texts of the beginning: `gap` of them are before it, and `behind` of those that were put in between them. */
export interface ChainPlace {
  readonly gap: number
  readonly behind: number
}

export function chainPositions(texts: readonly string[]): ChainPositions {
  const copies = new Map<string, number[]>()
  for (let index = texts.length - 1; index >= 0; index--) {
    const text = texts[index] as string
    const own = copies.get(text)
    if (own === undefined) copies.set(text, [index])
    else own.push(index)
  }
  // How many more, or fewer, texts there are now than at the beginning, by the gap that they are in.
  const shifts = runningSums(texts.length + 1)
  const inGap = new Map<number, string[]>()
  const gapOf = new Map<string, number>()
  const first = (text: string) => copies.get(text)?.at(-1)
  const put = (gap: number) => inGap.get(gap)?.length ?? 0
  return {
    remove(text) {
      const index = first(text)
      if (index === undefined) return undefined
      const at = index + shifts.upTo(index)
      copies.get(text)?.pop()
      shifts.add(index + 1, -1)
      return at
    },
    before(text) {
      const index = first(text)
      return index === undefined ? undefined : { gap: index, behind: put(index) }
    },
    after(text) {
      const index = first(text)
      if (index !== undefined) return { gap: index + 1, behind: 0 }
      const gap = gapOf.get(text)
      return gap === undefined ? undefined : { gap, behind: (inGap.get(gap) ?? []).lastIndexOf(text) + 1 }
    },
    start: { gap: 0, behind: 0 },
    get end() {
      return { gap: texts.length, behind: put(texts.length) }
    },
    insert(text, { gap, behind }) {
      const own = inGap.get(gap) ?? []
      inGap.set(gap, own)
      const at = gap + shifts.upTo(gap) - own.length + behind
      own.splice(behind, 0, text)
      gapOf.set(text, gap)
      shifts.add(gap, 1)
      return at
    },
  }
}

/** Numbers of which the sum of the first ones is asked for again and again (a Fenwick tree). */
function runningSums(size: number): { add(index: number, by: number): void; upTo(index: number): number } {
  const sums = new Int32Array(size + 1)
  return {
    add(index, by) {
      for (let at = index + 1; at <= size; at += at & -at) sums[at] = (sums[at] ?? 0) + by
    },
    upTo(index) {
      let sum = 0
      for (let at = Math.min(index + 1, size); at > 0; at -= at & -at) sum += sums[at] ?? 0
      return sum
    },
  }
}
