import fc from 'fast-check'
import { interval, union } from '#base/intervals.ts'
import type { Box, Domains } from '#space/box.ts'
import type { Point } from '#space/sample.ts'

/** Three fields of four, five and three values: every packet can be tried. */
export const domains: Domains = [interval(0, 3), interval(0, 4), interval(0, 2)]

const sizes = [4, 5, 3] as const

export const allPoints: readonly Point[] = Array.from({ length: 60 }, (_, number) => {
  const values = [number % 4, Math.floor(number / 4) % 5, Math.floor(number / 20)]
  return (field: number) => values[field] as number
})

const arbitrarySide = (field: number) =>
  fc
    .uniqueArray(fc.integer({ min: 0, max: (sizes[field] as number) - 1 }), { minLength: 1, maxLength: 4 })
    .map((values) => union(...values.map((value) => interval(value))))

/** A box that asks for some of the fields. */
export const arbitraryBox: fc.Arbitrary<Box> = fc
  .subarray([0, 1, 2])
  .chain((fields) => fc.tuple(...fields.map(arbitrarySide)).map((sets) => ({ fields, sets })))
