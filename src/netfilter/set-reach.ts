import type { Box } from '#space/box.ts'
import { type Budget, residue, residueOf } from '#space/cover.ts'
import type { ChainList, Place } from './set-list.ts'
import type { SetFields } from './set-fields.ts'

/** Packets that come to a place and that it takes. */
export interface Met {
  readonly box: Box
  readonly place: Place
  /** Whether all of them do, whatever is not known. */
  readonly surely: boolean
}

/** Which packets ever meet a rule in one base chain. */
export interface ChainReach {
  readonly list: ChainList
  readonly met: readonly Met[]
  /** 'cut': there are more than are named; 'spent': the budget ended before the answer was found. */
  readonly end: 'whole' | 'cut' | 'spent'
  /** Rules that take all packets before; empty where the rule asks for what no packet is, or nothing leads to it. */
  readonly covers: readonly Place[]
}

// So many boxes of packets say enough.
const mostShown = 12

/** Which packets come to the rule and are taken by it. */
export function reachOf(id: string, list: ChainList, fields: SetFields, budget: Budget): ChainReach {
  const met: Met[] = []
  const takers = new Set<number>()
  let end: ChainReach['end'] = 'whole'
  for (const [at, place] of list.places.entries()) {
    if (
      place.id !== id ||
      (place.label === '' && typeof place.does === 'number' && place.rule?.effect.kind !== 'return')
    )
      continue
    const most = mostShown - met.length
    if (most <= 0) {
      end = 'cut'
      break
    }
    const found = residue(place.box, list.list, at, { budget, most })
    for (const box of found.left) met.push({ box, place, surely: isSure(box, at, list, fields, budget) })
    for (const taker of found.takers) takers.add(taker)
    if (found.end !== 'whole' && end !== 'spent') end = found.end
  }
  const covers = met.length > 0 || end === 'spent' ? [] : fewest(id, [...takers], list, budget)
  return { list, met, end, covers }
}

/** Whether all packets of the box come to the place, whatever the answers to open questions are. */
export function isSure(
  box: Box,
  at: number,
  { list, places }: ChainList,
  { universe }: SetFields,
  budget: Budget,
): boolean {
  if ((places[at] as Place).doubtful || box.fields.some((field) => universe.isOpen(field))) return false
  const { left, end } = residue(box, list, at, { budget, most: 2, surely: true })
  return end === 'whole' && left.length === 1 && left[0] === box
}

// Leaves out one after the other as long as the others take everything.
function fewest(id: string, takers: readonly number[], { places, list }: ChainList, budget: Budget): readonly Place[] {
  const own = [...places.entries()].filter(([, place]) => place.id === id)
  const isCovered = (some: readonly number[]) =>
    own.every(([at, { box }]) => {
      const before = some.filter((one) => one < at)
      const found = residueOf(box, list, before, { budget, most: 1, to: () => at })
      return found.left.length === 0 && found.end !== 'spent'
    })
  let kept = takers.toSorted((a, b) => a - b)
  for (const one of kept.toReversed()) {
    const fewer = kept.filter((other) => other !== one)
    if (isCovered(fewer)) kept = fewer
  }
  const ids = new Set<string>()
  return kept.flatMap((at) => {
    const place = places[at] as Place
    if (ids.has(place.id)) return []
    ids.add(place.id)
    return [place]
  })
}
