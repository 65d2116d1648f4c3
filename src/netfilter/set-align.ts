import type { Box } from '#space/box.ts'
import { keyOf } from './set-condition.ts'
import type { Place } from './set-list.ts'

/** Places that two rows have in common and in one order: the index in the other row by the own one. */
export interface Aligned {
  readonly inBefore: ReadonlyMap<number, number>
  readonly inAfter: ReadonlyMap<number, number>
}

/** Finds what two rows have in common. Places that do nothing to packets count for nothing. */
export function align(before: readonly Place[], after: readonly Place[]): Aligned {
  const where = new Map<string, number[]>()
  for (const [at, place] of after.entries()) {
    const key = keyOfPlace(place)
    const list = where.get(key)
    if (list === undefined) where.set(key, [at])
    else list.push(at)
  }
  const used = new Map<string, number>()
  const pairs: (readonly [number, number])[] = []
  for (const [at, place] of before.entries()) {
    const key = keyOfPlace(place)
    const count = used.get(key) ?? 0
    const partner = where.get(key)?.[count]
    if (partner === undefined) continue
    used.set(key, count + 1)
    pairs.push([at, partner])
  }
  return withoutLooseSkips(ascending(pairs), before, after)
}

function keyOfPlace({ box, does, label, doubtful }: Place): string {
  return `${typeof does === 'number' ? 'skip' : does} ${doubtful} ${label} ${keyOfBox(box)}`
}

function keyOfBox({ fields, sets }: Box): string {
  return fields.map((field, index) => `${field}=${keyOf(sets[index] ?? [])}`).join(' ')
}

// The longest list of pairs of which both sides ascend.
function ascending(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const ends: number[] = []
  const previous: number[] = []
  for (const [index, [, partner]] of pairs.entries()) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[ends[middle] as number]?.[1] ?? 0) < partner) low = middle + 1
      else high = middle
    }
    previous[index] = low === 0 ? -1 : (ends[low - 1] as number)
    ends[low] = index
  }
  const chosen: (readonly [number, number])[] = []
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] as number)
    chosen.push(pairs[index] as readonly [number, number])
  return chosen.reverse()
}

// A place that skips others is the same only if it skips the same ones.
function withoutLooseSkips(
  pairs: readonly (readonly [number, number])[],
  before: readonly Place[],
  after: readonly Place[],
): Aligned {
  let kept = pairs
  for (;;) {
    const current = kept
    const firsts = current.map(([at]) => at)
    const seconds = current.map(([, at]) => at)
    kept = current.filter(([a, b]) => {
      const end = before[a]?.does
      const other = after[b]?.does
      if (typeof end !== 'number' || typeof other !== 'number') return true
      return countBelow(firsts, end) === countBelow(seconds, other)
    })
    if (kept.length === current.length) break
  }
  return { inBefore: new Map(kept), inAfter: new Map(kept.map(([a, b]) => [b, a])) }
}

function countBelow(ascendingList: readonly number[], limit: number): number {
  let low = 0
  let high = ascendingList.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascendingList[middle] as number) < limit) low = middle + 1
    else high = middle
  }
  return low
}
