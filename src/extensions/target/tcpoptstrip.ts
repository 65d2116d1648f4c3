import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { badValue, readNumber } from '../kinds/kinds.ts'

const names: ReadonlyMap<string, number> = new Map(
  Object.entries({ wscale: 3, mss: 2, 'sack-permitted': 4, sack: 5, timestamp: 8, md5: 19 }),
)

const tcpOptions: Kind<readonly string[]> = {
  label: 'kind/tcp-options',
  words: 1,
  read(word) {
    const options = word.split(',').map((item) => names.get(item) ?? readNumber(item, 2, 255))
    const known = options.filter((option) => option !== undefined)
    if (known.length < options.length || new Set(known).size < known.length) return badValue(word, 'kind/tcp-options')
    return known.sort((a, b) => a - b).map(String)
  },
  write: (value) => value.join(','),
}

/** Takes options out of the TCP header. */
export const tcpoptstrip = target({
  name: 'TCPOPTSTRIP',
  options: { '--strip-options': { kind: tcpOptions } },
  effect: () => ({ kind: 'rewrite', field: 'other', to: undefined, how: 'strip TCP options' }),
})
