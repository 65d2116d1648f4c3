import type { OptionUse } from '#model/ruleset.ts'
import type { ReadContext } from '../extension.ts'
import { match } from '../extension.ts'
import { flag, number } from '../kinds/kinds.ts'
import { fullMask, maskLength } from '../kinds/mask-length.ts'
import { findUse, impliedUse } from '../fields/uses.ts'

const count = number(0, 0xffffffff)

// `! --connlimit-above` is `--connlimit-upto`; mask and side are always printed.
function settle(uses: readonly OptionUse[], { family }: ReadContext): readonly OptionUse[] {
  const settled = uses.map((use) => {
    const other = use.name === '--connlimit-above' ? '--connlimit-upto' : '--connlimit-above'
    return use.negated ? { ...use, negated: false, name: other } : use
  })
  if (findUse(uses, '--connlimit-mask') === undefined)
    settled.push(impliedUse(uses, '--connlimit-mask', fullMask(family)))
  if (findUse(uses, '--connlimit-daddr') === undefined && findUse(uses, '--connlimit-saddr') === undefined) {
    settled.push(impliedUse(uses, '--connlimit-saddr', true))
  }
  return settled
}

/** How many connections a host or network has open. */
export const connlimit = match({
  name: 'connlimit',
  decidedBy: 'history',
  oneOf: ['--connlimit-above', '--connlimit-upto'],
  options: {
    '--connlimit-above': { kind: count, not: true, excludes: ['--connlimit-upto'] },
    '--connlimit-upto': { kind: count, not: true },
    '--connlimit-mask': { kind: maskLength },
    '--connlimit-saddr': { kind: flag, excludes: ['--connlimit-daddr'] },
    '--connlimit-daddr': { kind: flag },
  },
  settle,
})
