import fc from 'fast-check'
import { expect, test } from 'vitest'
import { complement, difference, intersection, isSame, type PacketSet, unite } from '#space/packet-set.ts'
import { inside, isIn, justOutside, type Point } from '#space/sample.ts'
import { allPoints, arbitraryBox, domains } from './small-universe.ts'

const arbitrarySet: fc.Arbitrary<PacketSet> = fc.array(arbitraryBox, { maxLength: 5 })

const holds = (set: PacketSet, point: Point) => set.some((box) => isIn(box, point))

test('union, intersection, difference and complement hold the packets that they should, tried one by one', () => {
  fc.assert(
    fc.property(arbitrarySet, arbitrarySet, (a, b) => {
      const made = {
        either: unite(a, b, domains),
        both: intersection(a, b),
        first: difference(a, b, domains),
        none: complement(a, domains),
      }
      for (const point of allPoints) {
        const [inA, inB] = [holds(a, point), holds(b, point)]
        expect(holds(made.either, point)).toBe(inA || inB)
        expect(holds(made.both, point)).toBe(inA && inB)
        expect(holds(made.first, point)).toBe(inA && !inB)
        expect(holds(made.none, point)).toBe(!inA)
      }
    }),
    { numRuns: 1000 },
  )
})

test('two sets are the same exactly when every packet is in both or in none', () => {
  fc.assert(
    fc.property(arbitrarySet, arbitrarySet, (a, b) => {
      const same = allPoints.every((point) => holds(a, point) === holds(b, point))
      expect(isSame(a, b, domains)).toBe(same)
    }),
    { numRuns: 1000 },
  )
})

test('a sample lies in its box, and one from just outside does not', () => {
  const chance = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 30, maxLength: 30 })
  fc.assert(
    fc.property(arbitraryBox, chance, (box, numbers) => {
      let at = 0
      const next = () => numbers[at++ % numbers.length] as number
      expect(isIn(box, inside(box, domains, next))).toBe(true)
      const outside = justOutside(box, domains, next)
      if (outside !== undefined) expect(isIn(box, outside)).toBe(false)
    }),
  )
})
