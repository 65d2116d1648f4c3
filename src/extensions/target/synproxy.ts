import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { badValue, flag, readNumber } from '../kinds/kinds.ts'

// Any number of 32 bits is taken, and as many of its bits stay as the field has.
function field(bits: 8 | 16): Kind<number> {
  return {
    label: 'kind/number',
    words: 1,
    read(word) {
      const value = readNumber(word, 0, 0xffffffff)
      return value === undefined ? badValue(word, 'kind/number') : value % 2 ** bits
    },
    write: String,
  }
}

/** Answers SYN packets itself and lets a connection through when the client has proved that it exists. */
export const synproxy = target({
  name: 'SYNPROXY',
  options: {
    '--sack-perm': { kind: flag },
    '--timestamp': { kind: flag },
    '--wscale': { kind: field(8) },
    '--mss': { kind: field(16) },
    '--ecn': { kind: flag },
  },
  effect: () => ({ kind: 'unknown', target: 'SYNPROXY' }),
})
