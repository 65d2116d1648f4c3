import { match } from '../extension.ts'
import { wideNumber } from '../kinds/wide-number.ts'

/** Matches until so many bytes have passed. */
export const quota = match({
  name: 'quota',
  decidedBy: 'history',
  options: { '--quota': { kind: wideNumber, not: true, required: true } },
})
