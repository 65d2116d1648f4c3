import type { OptionUse } from '#model/ruleset.ts'
import type { Kind } from '../extension.ts'
import { target, Wrong } from '../extension.ts'
import { keptText } from '../kinds/kept-text.ts'
import { badValue } from '../kinds/kinds.ts'

const written = /^[\t-\r ]*\+?(\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(s|secs?|ms|msecs?|us|usecs?|)$/i
const shortest = 250_000

// In microseconds of 32 bits, of which a number without a unit is one.
const time: Kind<number> = {
  label: 'kind/time',
  words: 1,
  read(word) {
    const [, amount, unit = ''] = written.exec(word) ?? []
    if (amount === undefined) return badValue(word, 'kind/time')
    const factor = /^s/i.test(unit) ? 1_000_000 : /^m/i.test(unit) ? 1000 : 1
    return Math.trunc(Number(amount) * factor) % 2 ** 32
  },
  write(value) {
    if (value >= 1_000_000) return `${(value / 1_000_000).toFixed(1)}s`
    return value >= 1000 ? `${(value / 1000).toFixed(1)}ms` : `${value}us`
  },
}

/** Measures the rate of the packets it sees under a name, for -m rateest. */
export const rateest = target({
  name: 'RATEEST',
  options: {
    '--rateest-name': { kind: keptText(15), required: true },
    '--rateest-interval': { kind: time, required: true },
    '--rateest-ewmalog': { kind: time, required: true },
  },
  settle,
  effect: () => ({ kind: 'continue', does: 'rateest' }),
})

// The kernel keeps both as powers of two: the interval as so many quarter seconds, the averaging time as a multiple of the interval.
function settle(uses: readonly OptionUse[]): readonly OptionUse[] | Wrong {
  const given = (name: string) => Number(uses.find((use) => use.name === name)?.value ?? 0)
  const interval = given('--rateest-interval')
  const average = given('--rateest-ewmalog')
  const step = [0, 1, 2, 3, 4, 5].find((power) => interval <= shortest * 2 ** power)
  if (step === undefined) return refuse('--rateest-interval', interval)
  let log = 1
  while (log < 32 && !(interval / -Math.log(1 - 1 / 2 ** log) > average)) log++
  log--
  if (log === 0 || log >= 31) return refuse('--rateest-ewmalog', average)
  const kept = shortest * 2 ** step
  // The product is a number of 32 bits.
  const values: Readonly<Record<string, number>> = {
    '--rateest-interval': kept,
    '--rateest-ewmalog': (kept * 2 ** log) % 2 ** 32,
  }
  return uses.map((use) => ({ ...use, value: values[use.name] ?? use.value }))
}

function refuse(option: string, value: number): Wrong {
  return new Wrong('syntax/out-of-range', { option, value: `${value}us` })
}
