import { match } from '../extension.ts'
import { keptText } from '../kinds/kept-text.ts'
import { number } from '../kinds/kinds.ts'

/** The operating system that a SYN packet looks like. */
export const osf = match({
  name: 'osf',
  families: ['ipv4'],
  decidedBy: 'packet',
  options: {
    '--genre': { kind: keptText(31), not: true, required: true },
    '--ttl': { kind: number(0, 2) },
    '--log': { kind: number(0, 2) },
  },
})
