import { fieldIn } from '#model/condition.ts'
import { match } from '../extension.ts'
import { numberRange, rangeSet } from '../kinds/kinds.ts'

/** The length of the IP packet in bytes, its header included. */
export const length = match({
  name: 'length',
  options: {
    '--length': {
      kind: numberRange(0xffff),
      not: true,
      required: true,
      means: (range) => fieldIn('length', rangeSet(range)),
    },
  },
})
