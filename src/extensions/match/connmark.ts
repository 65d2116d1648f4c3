import { fieldBits } from '#model/condition.ts'
import { match } from '../extension.ts'
import { masked } from '../kinds/kinds.ts'

/** The mark of the packet's connection. */
export const connmark = match({
  name: 'connmark',
  options: {
    '--mark': {
      kind: masked,
      not: true,
      required: true,
      means: ({ value, mask }) => fieldBits('connmark', mask, value),
    },
  },
})
