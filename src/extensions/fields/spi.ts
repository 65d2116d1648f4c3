import { fieldIn } from '#model/condition.ts'
import type { NumberRange } from '#model/value.ts'
import type { OptionSpec } from '../extension.ts'
import { numberRange, rangeSet, unlessWhole } from '../kinds/kinds.ts'

const max = 0xffff_ffff

/** A security parameter index, or a range of them, of ESP, AH and IPComp. */
export const spi: OptionSpec<NumberRange> = {
  kind: unlessWhole(numberRange(max), max),
  not: true,
  means: (range) => fieldIn('spi', rangeSet(range)),
}
