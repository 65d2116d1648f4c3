import type { OptionUse } from '#model/ruleset.ts'
import { Wrong, match } from '../extension.ts'
import { flag } from '../kinds/kinds.ts'
import { clockTime, date, lastSecond, monthDays, weekDays } from '../kinds/times.ts'
import { findUse, impliedUse, withoutUses } from '../fields/uses.ts'

const wholeDay = 86_399

function settle(uses: readonly OptionUse[]): readonly OptionUse[] | Wrong {
  const from = (findUse(uses, '--timestart')?.value ?? 0) as number
  const to = (findUse(uses, '--timestop')?.value ?? wholeDay) as number
  if (findUse(uses, '--contiguous') !== undefined && from <= to) return new Wrong('syntax/contiguous-day')
  const settled = withoutUses(uses, ['--utc', '--localtz', '--kerneltz', '--timestart', '--timestop']).map(
    withoutNegation,
  )
  if (from !== 0 || to !== wholeDay) {
    settled.push(findUse(uses, '--timestart') ?? impliedUse(uses, '--timestart', from))
    settled.push(findUse(uses, '--timestop') ?? impliedUse(uses, '--timestop', to))
  }
  const zone = findUse(uses, '--kerneltz') ?? findUse(uses, '--localtz')
  return zone === undefined ? settled : [...settled, { ...zone, name: '--kerneltz' }]
}

// Days that are not meant are saved as all the others.
function withoutNegation(use: OptionUse): OptionUse {
  if (!use.negated) return use
  const all = use.name === '--weekdays' ? weekDays.all : monthDays.all
  return { ...use, negated: false, value: ((use.value as number) ^ all) >>> 0 }
}

/** When the packet arrives, by the clock of the host: UTC unless --kerneltz. */
export const time = match({
  name: 'time',
  decidedBy: 'host',
  options: {
    '--timestart': { kind: clockTime },
    '--timestop': { kind: clockTime },
    '--monthdays': { kind: monthDays, not: true },
    '--weekdays': { kind: weekDays, not: true },
    '--datestart': { kind: date },
    '--datestop': { kind: date, default: lastSecond },
    '--kerneltz': { kind: flag, excludes: ['--utc'] },
    '--contiguous': { kind: flag },
    '--utc': { kind: flag, excludes: ['--localtz'] },
    '--localtz': { kind: flag },
  },
  settle,
})
