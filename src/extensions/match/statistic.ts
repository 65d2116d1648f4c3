import { always, any, negateIf } from '#model/condition.ts'
import type { OptionUse } from '#model/ruleset.ts'
import { exactWord } from '../kinds/exact-word.ts'
import type { Kind } from '../extension.ts'
import { Wrong, match } from '../extension.ts'
import { badValue, number } from '../kinds/kinds.ts'
import { findUse } from '../fields/uses.ts'

/** The kernel keeps a probability in steps of 2^-31; the value is the number of steps. */
const certain = 2 ** 31

const probability: Kind<number> = {
  label: 'kind/probability',
  words: 1,
  read(word) {
    const value = /^[ \t]*\+?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,4})?$/.test(word) ? Number(word) : Number.NaN
    return value >= 0 && value <= 1 ? Math.round(value * certain) : badValue(word, 'kind/probability')
  },
  write: (steps) => writeDecimals(BigInt(steps)),
}

// Eleven decimals as printf rounds them: exactly, and a tie to the even digit.
function writeDecimals(steps: bigint): string {
  const scaled = steps * 10n ** 11n
  const whole = scaled >> 31n
  const twice = (scaled & 0x7fff_ffffn) << 1n
  const up = twice > 0x8000_0000n || (twice === 0x8000_0000n && (whole & 1n) === 1n)
  const digits = String(up ? whole + 1n : whole).padStart(12, '0')
  return `${digits.slice(0, -11)}.${digits.slice(-11)}`
}

function settle(uses: readonly OptionUse[]): readonly OptionUse[] | Wrong {
  const missing = (option: string) => new Wrong('syntax/missing-option', { option })
  if (findUse(uses, '--mode')?.value === 'random')
    return findUse(uses, '--probability') === undefined ? missing('--probability') : uses
  const every = findUse(uses, '--every')
  const packet = findUse(uses, '--packet')
  if (every === undefined || packet === undefined) return missing(every === undefined ? '--every' : '--packet')
  if ((packet.value as number) < (every.value as number)) return uses
  return new Wrong('syntax/packet-beyond-every', { packet: packet.value as number, every: every.value as number })
}

/** By chance, or one packet of so many. */
export const statistic = match({
  name: 'statistic',
  decidedBy: 'history',
  options: {
    '--mode': { kind: exactWord('kind/statistic-mode', 'random', 'nth'), required: true },
    '--probability': { kind: probability, not: true, excludes: ['--every', '--packet'] },
    '--every': { kind: number(1, 0xffffffff), not: true, needs: ['--packet'] },
    '--packet': { kind: number(0, 0xffffffff), needs: ['--every'] },
  },
  settle,
  meaning(uses) {
    const chance = uses['--probability']
    if (chance?.value === certain || uses['--every']?.value === 1)
      return negateIf((chance ?? uses['--every'])?.negated ?? false, always)
    return chance?.value === 0 ? negateIf(chance.negated, any()) : undefined
  },
})
