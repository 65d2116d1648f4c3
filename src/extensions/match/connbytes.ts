import type { NumberRange } from '#model/value.ts'
import type { OptionUse } from '#model/ruleset.ts'
import { exactWord } from '../kinds/exact-word.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, readBigNumber } from '../kinds/kinds.ts'
import { max64 } from '../kinds/wide-number.ts'

/** `from[:to]` in 64 bits; without an end, or up to 0 or the largest number, it is open. */
const counted: Kind<NumberRange> = {
  label: 'kind/range',
  words: 1,
  read(word) {
    const colon = word.indexOf(':')
    const low = colon < 0 ? word : word.slice(0, colon)
    const high = colon < 0 ? '' : word.slice(colon + 1)
    const from = low === '' ? 0n : readBigNumber(low)
    const to = high === '' ? max64 : readBigNumber(high)
    if (from === undefined || to === undefined || to < from) return badValue(word, 'kind/range')
    return { from, to }
  },
  write: ({ from, to }) => (to === max64 || to === 0n ? String(from) : `${from}:${to}`),
}

// iptables negates by swapping the ends, so a range of one number loses its `!`.
function settle(uses: readonly OptionUse[]): readonly OptionUse[] {
  return uses.map((use) => {
    const { from, to } = use.value as NumberRange
    return use.negated && from === to ? { ...use, negated: false } : use
  })
}

/** How much the connection has carried so far. */
export const connbytes = match({
  name: 'connbytes',
  decidedBy: 'history',
  options: {
    '--connbytes': { kind: counted, not: true, required: true },
    '--connbytes-mode': { kind: exactWord('kind/word', 'packets', 'bytes', 'avgpkt'), required: true },
    '--connbytes-dir': { kind: exactWord('kind/word', 'original', 'reply', 'both'), required: true },
  },
  settle,
})
