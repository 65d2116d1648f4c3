import { fieldIn } from '#model/condition.ts'
import { match } from '../extension.ts'
import { number } from '../kinds/kinds.ts'

/** The processor that handles the packet. */
export const cpu = match({
  name: 'cpu',
  options: {
    '--cpu': {
      kind: number(0, 0xffffffff),
      not: true,
      required: true,
      means: (value) => fieldIn('cpu', [{ from: value, to: value }]),
    },
  },
})
