import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Box, type Domains, meet } from '#space/box.ts'
import { BoxList, type Stop } from '#space/box-list.ts'
import { residue } from '#space/cover.ts'
import { isIn } from '#space/sample.ts'
import { allPoints, arbitraryBox, domains } from './small-universe.ts'

const arbitraryStop = (place: number): fc.Arbitrary<Stop> =>
  fc.record({
    box: arbitraryBox,
    does: fc.oneof(
      { weight: 3, arbitrary: fc.constant('ends' as const) },
      { weight: 1, arbitrary: fc.constant('passes' as const) },
      { weight: 2, arbitrary: fc.integer({ min: place + 1, max: place + 5 }) },
    ),
    doubtful: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
  })

const arbitraryList = fc
  .integer({ min: 0, max: 9 })
  .chain((length) => fc.tuple(...Array.from({ length }, (_, place) => arbitraryStop(place))))

const budget = () => ({ steps: 100_000 })

/** Where a packet may come to, place by place, as the list says. */
function visited(stops: readonly Stop[], point: (field: number) => number | bigint, to: number) {
  let may = false
  let must = true
  const go = (place: number): void => {
    if (place === to) {
      may = true
      return
    }
    const stop = place < to ? stops[place] : undefined
    if (stop === undefined) {
      must = false
      return
    }
    const takes = isIn(stop.box, point) && stop.does !== 'passes'
    if (!takes || stop.doubtful) go(place + 1)
    if (!takes) return
    if (typeof stop.does === 'number') go(stop.does)
    else must = false
  }
  go(0)
  return { may, must }
}

test('what is left of a box is what comes to the place, packet by packet', () => {
  fc.assert(
    fc.property(arbitraryList, arbitraryBox, (stops, box) => {
      const list = new BoxList(stops, domains as Domains)
      const found = residue(box, list, stops.length, { budget: budget(), most: 10_000 })
      expect(found.end).toBe('whole')
      for (const point of allPoints) {
        const comes = isIn(box, point) && visited(stops, point, stops.length).may
        expect(found.left.some((one) => isIn(one, point))).toBe(comes)
      }
    }),
    { numRuns: 1500 },
  )
})

test('what comes to a place for sure does so whatever the doubtful places take', () => {
  fc.assert(
    fc.property(arbitraryList, arbitraryBox, (stops, box) => {
      const list = new BoxList(stops, domains as Domains)
      const { left } = residue(box, list, stops.length, { budget: budget(), most: 10_000, surely: true })
      for (const point of allPoints) {
        if (left.some((one) => isIn(one, point))) expect(visited(stops, point, stops.length).must).toBe(true)
      }
    }),
    { numRuns: 1500 },
  )
})

test('without doubtful places the packets that come for sure are those that may come', () => {
  fc.assert(
    fc.property(arbitraryList, arbitraryBox, (all, box) => {
      const stops = all.map((stop) => ({ ...stop, doubtful: false }))
      const list = new BoxList(stops, domains as Domains)
      const ask = (surely: boolean) => residue(box, list, stops.length, { budget: budget(), most: 10_000, surely }).left
      const [may, must] = [ask(false), ask(true)]
      for (const point of allPoints)
        expect(must.some((one) => isIn(one, point))).toBe(may.some((one) => isIn(one, point)))
    }),
  )
})

test('a box of which nothing is left is covered by the places that are named, and by them alone', () => {
  fc.assert(
    fc.property(arbitraryList, arbitraryBox, (all, box) => {
      const stops = all.map((stop) => ({ ...stop, doubtful: false }))
      const list = new BoxList(stops, domains as Domains)
      const { left, takers } = residue(box, list, stops.length, { budget: budget(), most: 1 })
      if (left.length > 0) return
      for (const place of takers) expect(meet(box, (stops[place] as Stop).box)).toBeDefined()
      expect(takers.size > 0).toBe(true)
    }),
  )
})

test('a question without steps left says so', () => {
  const box: Box = { fields: [0], sets: [[{ from: 0, to: 1 }]] }
  const list = new BoxList([{ box, does: 'ends', doubtful: false }], domains)
  expect(residue(box, list, 1, { budget: { steps: 0 }, most: 1 }).end).toBe('spent')
})
