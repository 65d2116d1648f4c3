import type { Counters } from '#model/ruleset.ts'

const most = 2n ** 64n - 1n

/** A counter of 64 bits in decimal, as strtoull reads it: a negative one counts down from the greatest, a greater one is the greatest. */
export function readCount(text: string): bigint | undefined {
  if (!/^[+-]?\d{1,40}$/.test(text)) return undefined
  const count = BigInt(text.startsWith('+') ? text.slice(1) : text)
  if (count >= 0n) return count > most ? most : count
  return count < -most ? most : most + 1n + count
}

const none: Counters = { packets: 0n, bytes: 0n }

/** Reads `[packets:bytes]`. */
export function readBrackets(text: string): Counters | undefined {
  if (text === '[0:0]') return none
  const colon = text.indexOf(':')
  if (colon < 0 || text.charCodeAt(0) !== 91 || text.charCodeAt(text.length - 1) !== 93) return undefined
  const packets = readCount(text.slice(1, colon))
  const bytes = readCount(text.slice(colon + 1, -1))
  return packets === undefined || bytes === undefined ? undefined : { packets, bytes }
}

/** Writes `[packets:bytes]`. */
export function writeBrackets(counters: Counters): string {
  return `[${counters.packets}:${counters.bytes}]`
}
