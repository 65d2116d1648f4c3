import { fieldBits } from '#model/condition.ts'
import { match } from '../extension.ts'
import { masked } from '../kinds/kinds.ts'

/** The mark that other rules or programs have put on the packet. */
export const mark = match({
  name: 'mark',
  options: {
    '--mark': { kind: masked, not: true, required: true, means: ({ value, mask }) => fieldBits('mark', mask, value) },
  },
})
