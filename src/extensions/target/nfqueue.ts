import type { NumberRange } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { badValue, flag, number, readNumber } from '../kinds/kinds.ts'

// At least two queues; since 1.8.11 the last may not be 65535.
const balance: Kind<NumberRange> = {
  label: 'kind/queues',
  words: 1,
  read(word, { dialect }) {
    const last = dialect.version === '1.8.11' ? 65534 : 65535
    const colon = word.indexOf(':')
    const from = colon === 0 ? 0 : readNumber(word.slice(0, colon), 0, last)
    const to = colon === word.length - 1 ? last : readNumber(word.slice(colon + 1), 0, last)
    if (colon < 0 || from === undefined || to === undefined || to <= from) return badValue(word, 'kind/queues')
    return { from, to }
  },
  write: ({ from, to }) => `${from}:${to}`,
}

/** Hands the packet to a program, which decides. */
export const nfqueue = target({
  name: 'NFQUEUE',
  options: {
    '--queue-num': { kind: number(0, 65535), excludes: ['--queue-balance'], default: 0 },
    '--queue-balance': { kind: balance },
    '--queue-bypass': { kind: flag },
    '--queue-cpu-fanout': { kind: flag, needs: ['--queue-balance'] },
  },
  effect: (uses) => ({ kind: 'queue', bypass: uses['--queue-bypass'] !== undefined }),
})
