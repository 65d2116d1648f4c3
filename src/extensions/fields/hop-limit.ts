import { fieldIn } from '#model/condition.ts'
import type { OptionSpec } from '../extension.ts'
import { number, rangeSet } from '../kinds/kinds.ts'

const byte = number(0, 255)

/** The hop limit is this number. */
export const hopsEqual: OptionSpec<number> = {
  kind: byte,
  not: true,
  means: (value) => fieldIn('ttl', [{ from: value, to: value }]),
}

/** The hop limit is less. */
export const hopsLess: OptionSpec<number> = {
  kind: byte,
  means: (value) => fieldIn('ttl', rangeSet({ from: 0, to: value - 1 })),
}

/** The hop limit is more. */
export const hopsMore: OptionSpec<number> = {
  kind: byte,
  means: (value) => fieldIn('ttl', rangeSet({ from: value + 1, to: 255 })),
}
