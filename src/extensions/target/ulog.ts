import { cutText } from '../kinds/cut-text.ts'
import { target } from '../extension.ts'
import { number } from '../kinds/kinds.ts'
import { omitDefault } from '../fields/omit-default.ts'

/** The ancestor of NFLOG; kernels have not had it since 3.17. */
export const ulog = target({
  name: 'ULOG',
  families: ['ipv4'],
  options: {
    '--ulog-prefix': { kind: cutText(31) },
    '--ulog-nlgroup': { kind: omitDefault(1, number(1, 32)) },
    '--ulog-cprange': { kind: omitDefault(0, number(0, Number.MAX_SAFE_INTEGER)) },
    '--ulog-qthreshold': { kind: omitDefault(1, number(1, 50)) },
  },
  effect: () => ({ kind: 'continue', does: 'log' }),
})
