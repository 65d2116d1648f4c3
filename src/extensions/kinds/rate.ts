import type { Rate } from '#model/value.ts'

const units = [
  { name: 'day', seconds: 86400 },
  { name: 'hour', seconds: 3600 },
  { name: 'min', seconds: 60 },
  { name: 'sec', seconds: 1 },
] as const

const spellings: readonly (readonly [string, number])[] = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86400],
]

/** The whole number a word begins with, as atoi reads it: at most 2^63 - 1, undefined where there is none or it is negative. */
export function leadingInteger(word: string): number | undefined {
  const found = /^[ \t-\r]*\+?(\d{1,20})/.exec(word)
  return found === null ? undefined : Number(found[1])
}

/**
 * `amount[/unit]` as iptables reads it: what stands between the digits and the slash is ignored, and a unit may be cut short.
 * Undefined for nought and for a unit nobody knows.
 */
export function readAverage(word: string): Rate | undefined {
  const slash = word.indexOf('/')
  const unit = word.slice(slash + 1).toLowerCase()
  const seconds = slash < 0 ? 1 : unit === '' ? undefined : spellings.find(([name]) => name.startsWith(unit))?.[1]
  const amount = leadingInteger(word)
  return amount && seconds ? { amount, seconds, of: 'packets' } : undefined
}

/** The ticks of 1/scale s between two packets of this rate, which is all that the kernel keeps. */
export function ticksOf({ amount, seconds }: Rate, scale: number): number {
  return Math.floor((scale * seconds) / amount)
}

/** The rate that iptables-save prints for these ticks: the shortest unit in which it is about a whole number. */
export function rateOf(ticks: number, scale: number): Rate {
  let best: (typeof units)[number] = units[0]
  for (const unit of units.slice(1)) {
    const whole = unit.seconds * scale
    if (ticks > whole || Math.floor(whole / ticks) < whole % ticks) break
    best = unit
  }
  return { amount: Math.floor((best.seconds * scale) / ticks), seconds: best.seconds, of: 'packets' }
}

/** `5/min`. */
export function writeRate({ amount, seconds }: Rate): string {
  return `${amount}/${units.find((unit) => unit.seconds === seconds)?.name ?? 'sec'}`
}
