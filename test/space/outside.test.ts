import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interval } from '#base/intervals.ts'
import { type Box, contains, overlaps } from '#space/box.ts'
import { outside } from '#space/outside.ts'

const domains = [interval(0, 20), interval(0, 20)]
const side = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 8 }))
const boxes = fc.tuple(side, side).map(
  ([[a, m], [b, n]]): Box => ({
    fields: [0, 1],
    sets: [interval(a, Math.min(20, a + m)), interval(b, Math.min(20, b + n))],
  }),
)

describe('packets that no box holds', () => {
  it('what is found lies in the box and in none of the others', () => {
    let found = 0
    fc.assert(
      fc.property(boxes, fc.array(boxes, { maxLength: 12 }), (box, others) => {
        const free = outside(box, others, domains)
        if (free === undefined) return
        found++
        expect(contains(box, free, domains)).toBe(true)
        expect(others.filter((one) => overlaps(one, free))).toEqual([])
      }),
    )
    expect(found).toBeGreaterThan(0)
  })

  it('one port that a thousand rules leave out is found', () => {
    const ports = [interval(0, 1000)]
    const others = Array.from({ length: 1001 }, (_, port): Box => ({ fields: [0], sets: [interval(port)] })).filter(
      (_, port) => port !== 517,
    )
    expect(outside({ fields: [], sets: [] }, others, ports)).toEqual({ fields: [0], sets: [interval(517)] })
  })

  it('where every packet is in a box, none is found', () => {
    const others: Box[] = [
      { fields: [0], sets: [interval(0, 9)] },
      { fields: [0], sets: [interval(10, 20)] },
    ]
    expect(outside({ fields: [], sets: [] }, others, domains)).toBeUndefined()
  })
})
