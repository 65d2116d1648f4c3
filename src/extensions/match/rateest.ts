import type { OptionUse } from '#model/ruleset.ts'
import { match } from '../extension.ts'
import { keptText } from '../kinds/kept-text.ts'
import { bitRate, packetRate } from '../kinds/estimated-rate.ts'
import { flag } from '../kinds/kinds.ts'
import { findUse, impliedUse } from '../fields/uses.ts'

const name = keptText(15)

// In the order of iptables-save: two estimators stand around what is compared; one of them is compared with a number.
function settle(uses: readonly OptionUse[]): readonly OptionUse[] {
  const delta = findUse(uses, '--rateest-delta')
  const first = findUse(uses, '--rateest1') ?? impliedUse(uses, '--rateest1', '')
  const second = findUse(uses, '--rateest2')
  const compared = (['bps', 'pps'] as const).flatMap((unit) =>
    comparison(uses, unit, delta !== undefined, second !== undefined),
  )
  const one = second === undefined ? { ...first, name: '--rateest' } : first
  return [...(delta === undefined ? [] : [delta]), one, ...compared, ...(second === undefined ? [] : [second])]
}

// The last of lt, gt and eq counts, and `!` before any of them.
function comparison(
  uses: readonly OptionUse[],
  unit: 'bps' | 'pps',
  delta: boolean,
  two: boolean,
): readonly OptionUse[] {
  const [left, right] = [`--rateest-${unit}1`, `--rateest-${unit}2`]
  if (findUse(uses, left) === undefined && findUse(uses, right) === undefined) return []
  const modes = uses.filter(({ name: option }) => /^--rateest-(lt|gt|eq)$/.test(option))
  const mode = modes.slice(-1).map((use) => ({ ...use, negated: modes.some(({ negated }) => negated) }))
  const value = (option: string) => {
    const use = findUse(uses, option) ?? impliedUse(uses, option, 0)
    return use.value === true ? { ...use, value: 0 } : use
  }
  if (delta) return [value(left), ...mode, value(right)]
  return [...mode, { ...value(right), name: `--rateest-${unit}`, ...(two && { value: true as const }) }]
}

/** Rates that -j RATEEST measures, compared with each other or with a number. */
export const rateest = match({
  name: 'rateest',
  decidedBy: 'history',
  keepsOrder: true,
  options: {
    '--rateest-delta': { kind: flag },
    '--rateest1': { kind: name },
    '--rateest': { kind: name, as: '--rateest1' },
    '--rateest-bps1': { kind: bitRate },
    '--rateest-pps1': { kind: packetRate },
    '--rateest-lt': { kind: flag, not: true },
    '--rateest-gt': { kind: flag, not: true },
    '--rateest-eq': { kind: flag, not: true },
    '--rateest-bps2': { kind: bitRate },
    '--rateest-bps': { kind: bitRate, as: '--rateest-bps2' },
    '--rateest-pps2': { kind: packetRate },
    '--rateest-pps': { kind: packetRate, as: '--rateest-pps2' },
    '--rateest2': { kind: name },
  },
  settle,
})
