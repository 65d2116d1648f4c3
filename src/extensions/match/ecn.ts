import { fieldBits } from '#model/condition.ts'
import { match } from '../extension.ts'
import { flag, number } from '../kinds/kinds.ts'

/** Explicit congestion notification, in the TCP and the IP header. */
export const ecn = match({
  name: 'ecn',
  options: {
    '--ecn-tcp-ece': { kind: flag, not: true },
    '--ecn-tcp-cwr': { kind: flag, not: true },
    '--ecn-ip-ect': { kind: number(0, 3), not: true, means: (value) => fieldBits('tos', 3, value) },
  },
  oneOf: ['--ecn-tcp-ece', '--ecn-tcp-cwr', '--ecn-ip-ect'],
})
