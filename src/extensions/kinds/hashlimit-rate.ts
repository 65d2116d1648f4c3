import type { Rate } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { Wrong } from '../extension.ts'
import { badValue } from './kinds.ts'
import { leadingInteger, readAverage, ticksOf, writeRate } from './rate.ts'

/** The kernel counts packets in 1/1000000 s (XT_HASHLIMIT_SCALE_v2). */
export const scale = 1_000_000

/** The largest burst in packets (XT_HASHLIMIT_BURST_MAX). */
const mostPackets = 1_000_000n

const factors: Readonly<Record<string, bigint>> = { k: 1024n, m: 1024n * 1024n }

/** A rate as written: packets, or bytes where `b/s` stands in it. */
export const hashlimitRate: Kind<Rate> = {
  label: 'kind/byte-rate',
  words: 1,
  read(word) {
    const unit = word.indexOf('b/s')
    const amount = leadingInteger(word)
    if (unit > 0 && amount)
      return keptBytes(BigInt(amount) * (factors[word[unit - 1] ?? ''] ?? 1n)) ?? badValue(word, 'kind/byte-rate')
    const rate = readAverage(word)
    if (rate === undefined) return badValue(word, 'kind/byte-rate')
    return Math.floor(rate.amount / rate.seconds) > scale || ticksOf(rate, scale) === 0
      ? new Wrong('syntax/rate-too-fast', { value: word })
      : rate
  },
  write: (rate) => (rate.of === 'bytes' ? writeByteRate(rate.amount) : writeRate(rate)),
}

// The kernel keeps a rate in bytes as a cost of 32 bits for 16 bytes, and iptables reckons back from that.
function costOf(bytes: bigint): bigint | undefined {
  const blocks = BigInt.asUintN(32, BigInt.asUintN(64, bytes) >> 4n)
  return blocks === 0xffff_ffffn ? undefined : 0xffff_ffffn / (blocks + 1n)
}

function keptBytes(bytes: bigint): Rate | undefined {
  const cost = costOf(bytes)
  return cost === undefined ? undefined : { amount: Number((0xffff_ffffn / cost - 1n) << 4n), seconds: 1, of: 'bytes' }
}

const byteUnits = [
  { name: 'mb', size: 2n ** 20n },
  { name: 'kb', size: 2n ** 10n },
]

// The largest unit of which a whole number comes to the same cost.
function writeByteRate(rate: number): string {
  const bytes = BigInt(rate)
  for (const { name, size } of byteUnits) {
    const whole = BigInt.asUintN(32, bytes) & ~(size - 1n)
    if (bytes >= size && costOf(whole) === costOf(bytes)) return `${bytes / size}${name}/s`
  }
  return `${bytes}b/s`
}

function writeBytes(bytes: number): string {
  const unit = byteUnits.find(({ size }) => bytes >= Number(size))
  return unit === undefined ? `${bytes}b` : `${Math.floor(bytes / Number(unit.size))}${unit.name}`
}

/** What may come at once (`seconds` is 0): packets as read, bytes as the kernel keeps them. */
export const hashlimitBurst: Kind<Rate> = {
  label: 'kind/burst',
  words: 1,
  read(word) {
    const found = /^[ \t]*\+?(0[xX][0-9a-fA-F]{1,16}|\d{1,20})(.?)/.exec(word)
    const digits = found?.[1] ?? '0'
    const octal = /^0[0-7]*/.exec(digits)?.[0] ?? ''
    const value = /^0[0-9]/.test(digits) ? BigInt(`0o${octal}`) : BigInt(digits)
    if (value < 1n || (found?.[2] === '' && value > mostPackets)) return badValue(word, 'kind/burst')
    return { amount: Number(BigInt.asUintN(64, value * (factors[found?.[2] ?? ''] ?? 1n))), seconds: 0, of: 'packets' }
  },
  write: ({ amount, of }) => (of === 'bytes' ? writeBytes(amount) : String(amount)),
}

/** The burst that the kernel keeps beside a rate in packets. */
export function burstOfPackets(burst: Rate | undefined): Rate | Wrong {
  if (burst === undefined) return { amount: 5, seconds: 0, of: 'packets' }
  return burst.amount > Number(mostPackets) ? badValue(String(burst.amount), 'kind/burst') : burst
}

/** The burst that the kernel keeps beside a rate in bytes: a whole multiple of what one second allows. */
export function burstOfBytes(burst: Rate, rate: Rate): Rate | Wrong {
  if (rate.amount === 0 || burst.amount < rate.amount)
    return new Wrong('syntax/burst-below-rate', { bytes: rate.amount })
  const kept = burst.amount % 2 ** 32
  const bytes = Math.ceil(kept / rate.amount) * rate.amount
  return { amount: bytes, seconds: 0, of: 'bytes' }
}
