import type { Kind } from '../extension.ts'
import { badValue } from './kinds.ts'

/** The last second of 32 signed bits, 2038-01-19T03:14:07: what --datestop is when nobody says. */
export const lastSecond = 0x7fffffff

/** hh:mm[:ss]; the value is the second of the day. */
export const clockTime: Kind<number> = {
  label: 'kind/clock-time',
  words: 1,
  read(word) {
    const found = /^[ \t]*(\d{0,9}):(\d{0,9})(?::(\d{0,9}))?$/.exec(word)
    const [hour, minute, second] = [found?.[1], found?.[2], found?.[3]].map(digitsOrNought)
    if (found === null || hour === undefined || hour > 23) return badValue(word, 'kind/clock-time')
    if (minute === undefined || minute > 59 || second === undefined || second > 59)
      return badValue(word, 'kind/clock-time')
    return hour * 3600 + minute * 60 + second
  },
  write: (value) => `${two(Math.floor(value / 3600))}:${two(Math.floor(value / 60) % 60)}:${two(value % 60)}`,
}

function digitsOrNought(digits: string | undefined): number {
  return Number(digits ?? 0)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/**
 * YYYY[-MM[-DD[Thh[:mm[:ss]]]]] from 1970 to 2038; the value is in seconds since 1970, and 0 is not printed. Months and days from 0
 * are taken, and days that a month does not have run over into the next.
 */
export const date: Kind<number> = {
  label: 'kind/date',
  words: 1,
  read(word) {
    const found = /^(\d{1,9})(?:-(\d{0,9})(?:-(\d{0,9})(?:T(\d{0,9})(?::(\d{0,9})(?::(\d{0,9}))?)?)?)?)?$/.exec(word)
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (found ?? [])
      .slice(1)
      .map((digits, index) => Number(digits ?? (index < 3 ? 1 : 0)))
    const inRange =
      year >= 1970 && year <= 2038 && month <= 12 && day <= 31 && hour <= 23 && minute <= 59 && second <= 59
    const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000
    return inRange && seconds >= 0 ? seconds : badValue(word, 'kind/date')
  },
  write: (value) => (value === 0 ? undefined : new Date(value * 1000).toISOString().slice(0, 19)),
}

/** A list of days as bits, with the bits of all of them; all of them are not printed. */
interface Days extends Kind<number> {
  readonly all: number
}

/** Days of the month, bit 1 to 31. Two digits make a day, and what follows them up to the comma is ignored; 0 is taken, and means no day. */
export const monthDays: Days = {
  label: 'kind/month-days',
  words: 1,
  all: 0xfffffffe,
  read(word) {
    let bits = 0
    for (const item of listItems(word)) {
      const day = item.slice(0, 2)
      if (!/^\d*$/.test(day) || Number(day) > 31) return badValue(word, 'kind/month-days')
      bits |= 1 << Number(day)
    }
    return bits >>> 0
  },
  write: (bits) => writeDays(bits, 0xfffffffe, 31, String),
}

const weekDayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Days of the week, bit 1 (Monday) to 7, by name (two letters suffice, more than three are ignored) or number. */
export const weekDays: Days = {
  label: 'kind/week-days',
  words: 1,
  all: 0xfe,
  read(word) {
    let bits = 0
    for (const item of listItems(word)) {
      const short = item.slice(0, 3)
      const day = /^(0[xX][\da-fA-F]|\d{0,3})$/.test(short)
        ? Number(short)
        : weekDayNames.findIndex((name) => short.length > 1 && name.startsWith(short.slice(0, 2))) + 1
      if (day === 0) return badValue(word, 'kind/week-days')
      bits |= day < 8 ? 1 << day : 0
    }
    return bits
  },
  write: (bits) => writeDays(bits, 0xfe, 7, (day) => weekDayNames[day - 1] ?? ''),
}

// A comma at the end begins no item.
function listItems(word: string): readonly string[] {
  if (word === '') return []
  return (word.endsWith(',') ? word.slice(0, -1) : word).split(',')
}

function writeDays(bits: number, all: number, last: number, name: (day: number) => string): string | undefined {
  if (bits === all) return undefined
  const days: string[] = []
  for (let day = 1; day <= last; day++) if ((bits >>> day) & 1) days.push(name(day))
  return days.join(',')
}
