import { message } from '#pages.ts'
import { UsageError } from './exit.ts'

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 }
const [least, most] = [10, 86_400]

/** The seconds of `90s`, `5m`, `1h` or a plain number of seconds. Refuses what is under ten seconds or over a day. */
export function secondsOf(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})([smh]?)$/.exec(text.trim()) ?? []
  const seconds = digits === '' ? Number.NaN : Number(digits) * (units[unit] ?? 1)
  if (seconds >= least && seconds <= most) return seconds
  throw new UsageError(
    message('usage/bad-duration', { value: text }),
    message('usage/durations', { least: '10s', most: '24h' }),
  )
}
