import type { OptionUse } from '#model/ruleset.ts'
import type { Rate } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { Wrong, match } from '../extension.ts'
import { burstOfBytes, burstOfPackets, hashlimitBurst, hashlimitRate, scale } from '../kinds/hashlimit-rate.ts'
import { cut } from '../kinds/cut-text.ts'
import { keptText } from '../kinds/kept-text.ts'
import { badValue, flag, number } from '../kinds/kinds.ts'
import { fullMask, maskLength } from '../kinds/mask-length.ts'
import { leadingInteger, rateOf, ticksOf } from '../kinds/rate.ts'
import { findUse, impliedUse, withoutUses } from '../fields/uses.ts'

const modes = ['srcip', 'srcport', 'dstip', 'dstport']

const mode: Kind<readonly string[]> = {
  label: 'kind/hashlimit-mode',
  words: 1,
  read(word) {
    const given = word.split(',').filter((item) => item !== '')
    return given.every((item) => modes.includes(item))
      ? modes.filter((item) => given.includes(item))
      : badValue(word, 'kind/hashlimit-mode')
  },
  write: (given) => (given.length === 0 ? undefined : given.join(',')),
}

// The kernel makes tables of at most 1048576 entries, and saves what it made.
const tableSize: Kind<number> = {
  ...number(0, 0xffffffff),
  write: (value) => (value === 0 ? undefined : String(Math.min(value, 2 ** 20))),
}

const milliseconds = number(0, 0xffffffff)
const interval: Kind<number> = {
  label: 'kind/seconds',
  words: 1,
  read(word) {
    const seconds = leadingInteger(word) ?? 0
    return seconds > 0 && seconds < 2 ** 31 ? seconds : badValue(word, 'kind/seconds')
  },
  write: (value) => (value === 1 ? undefined : String(value)),
}

const mask: Kind<number | bigint> = {
  ...maskLength,
  write: (value, context) => (value === fullMask(context.family) ? undefined : maskLength.write(value, context)),
}

const name: Kind<string> = {
  ...keptText(254),
  read: (word) => (word === '' ? new Wrong('syntax/empty-text') : cut(word, 254)),
}

/** What the kernel makes of rate and burst, and how long it keeps an idle entry unless told otherwise. */
interface Kept {
  readonly rate: Rate
  readonly burst: Rate | undefined
  /** The expiry that iptables sets, and the one that it does not print, in ms. */
  readonly expiry: number
  readonly unsaid: number
}

function keepBytes(rate: Rate, burst: Rate | undefined): Kept | Wrong {
  if (burst === undefined) return { rate, burst, expiry: 15_000, unsaid: 15_000 }
  const kept = burstOfBytes(burst, rate)
  if (kept instanceof Wrong) return kept
  return kept.amount === 0
    ? { rate, burst: undefined, expiry: 60_000, unsaid: 15_000 }
    : { rate, burst: kept, expiry: 60_000, unsaid: 60_000 }
}

function keepPackets(rate: Rate, burst: Rate | undefined, perInterval: boolean): Kept | Wrong {
  const kept = burstOfPackets(burst)
  if (kept instanceof Wrong) return kept
  const ticks = ticksOf(rate, scale)
  const reduced = rateOf(perInterval ? Math.floor(ticks / rate.seconds) : ticks, scale)
  return { rate: reduced, burst: kept, expiry: rate.seconds * 1000, unsaid: reduced.seconds * 1000 }
}

function settle(uses: readonly OptionUse[]): readonly OptionUse[] | Wrong {
  const given = findUse(uses, '--hashlimit-upto') ?? findUse(uses, '--hashlimit-above')
  if (given === undefined) return uses
  const written = given.value as Rate
  const burst = findUse(uses, '--hashlimit-burst')
  const matching = findUse(uses, '--hashlimit-rate-match')
  const asked = burst?.value as Rate | undefined
  const kept = written.of === 'bytes' ? keepBytes(written, asked) : keepPackets(written, asked, matching !== undefined)
  if (kept instanceof Wrong) return kept
  const settled = [
    { ...given, negated: false, name: nameOfRate(given), value: kept.rate },
    ...withoutUses(uses, rewritten),
  ]
  if (kept.burst !== undefined)
    settled.push({ ...(burst ?? impliedUse(uses, '--hashlimit-burst', kept.burst)), value: kept.burst })
  const expire =
    findUse(uses, '--hashlimit-htable-expire') ?? impliedUse(uses, '--hashlimit-htable-expire', kept.expiry)
  if (expire.value !== kept.unsaid) settled.push(expire)
  if (matching === undefined) return settled
  const each =
    findUse(uses, '--hashlimit-rate-interval') ??
    impliedUse(uses, '--hashlimit-rate-interval', written.of === 'bytes' ? 1 : written.seconds)
  return [...settled, matching, each]
}

const rewritten = [
  '--hashlimit-upto',
  '--hashlimit-above',
  '--hashlimit-burst',
  '--hashlimit-htable-expire',
  '--hashlimit-rate-match',
  '--hashlimit-rate-interval',
]

// `! --hashlimit-upto` is `--hashlimit-above`.
function nameOfRate({ name: option, negated }: OptionUse): string {
  return (option === '--hashlimit-above') !== negated ? '--hashlimit-above' : '--hashlimit-upto'
}

/** So many packets or bytes on average for each address, port or pair of them. */
export const hashlimit = match({
  name: 'hashlimit',
  decidedBy: 'history',
  oneOf: ['--hashlimit-upto', '--hashlimit-above'],
  options: {
    '--hashlimit-upto': { kind: hashlimitRate, aliases: ['--hashlimit'], not: true, excludes: ['--hashlimit-above'] },
    '--hashlimit-above': { kind: hashlimitRate, not: true },
    '--hashlimit-burst': { kind: hashlimitBurst },
    '--hashlimit-mode': { kind: mode },
    '--hashlimit-name': { kind: name, required: true },
    '--hashlimit-htable-size': { kind: tableSize },
    '--hashlimit-htable-max': { kind: tableSize },
    '--hashlimit-htable-gcinterval': {
      kind: { ...milliseconds, write: (value) => (value === 1000 ? undefined : String(value)) },
    },
    '--hashlimit-htable-expire': { kind: milliseconds },
    '--hashlimit-srcmask': { kind: mask },
    '--hashlimit-dstmask': { kind: mask },
    '--hashlimit-rate-match': { kind: flag },
    '--hashlimit-rate-interval': { kind: interval },
  },
  settle,
})
