import { bareText } from '../kinds/cut-text.ts'
import { target } from '../extension.ts'
import { flag, number } from '../kinds/kinds.ts'

/** Restarts a timer that tells programs when an interface has fallen idle. */
export const idletimer = target({
  name: 'IDLETIMER',
  options: {
    '--timeout': { kind: number(0, 0xffffffff, 'kind/seconds'), required: true },
    '--label': { kind: bareText(27), required: true },
    '--alarm': { kind: flag },
  },
  effect: () => ({ kind: 'continue', does: 'idletimer' }),
})
