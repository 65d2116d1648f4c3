import type { Rate } from '#model/value.ts'
import { Wrong, match } from '../extension.ts'
import type { Kind } from '../extension.ts'
import { badValue, number } from '../kinds/kinds.ts'
import { rateOf, readAverage, ticksOf, writeRate } from '../kinds/rate.ts'

/** The kernel counts in 1/10000 s (XT_LIMIT_SCALE). */
const scale = 10_000

const average: Kind<Rate> = {
  label: 'kind/rate',
  words: 1,
  read(word) {
    const rate = readAverage(word)
    // iptables keeps 32 bits of the amount.
    const amount = Math.min(rate?.amount ?? 0, Number.MAX_SAFE_INTEGER) % 2 ** 32
    if (rate === undefined || amount === 0) return badValue(word, 'kind/rate')
    const ticks = ticksOf({ ...rate, amount }, scale)
    return ticks === 0 ? new Wrong('syntax/rate-too-fast', { value: word }) : rateOf(ticks, scale)
  },
  write: writeRate,
}

const threePerHour: Rate = { amount: 3, seconds: 3600, of: 'packets' }
const burst: Kind<number> = {
  ...number(0, 10_000),
  write: (value) => (value === 5 || value === 0 ? undefined : String(value)),
}

/** So many packets on average; the others go on to the next rule. */
export const limit = match({
  name: 'limit',
  decidedBy: 'history',
  options: {
    '--limit': { kind: average, default: threePerHour },
    '--limit-burst': { kind: burst },
  },
})
