import { always, negateIf } from '#model/condition.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { Kind, ReadContext } from '../extension.ts'
import { match } from '../extension.ts'
import { keptText } from '../kinds/kept-text.ts'
import { badValue, flag, number, readAddressMask, writeAddress } from '../kinds/kinds.ts'
import { fullMask } from '../kinds/mask-length.ts'
import { findUse, impliedUse, withoutUses } from '../fields/uses.ts'

/** A mask written as an address; it need not be a prefix. */
const mask: Kind<number | bigint> = {
  label: 'kind/mask',
  words: 1,
  read(word, { family }) {
    const read = word.includes('/') ? undefined : readAddressMask(word, family)
    return read === undefined ? badValue(word, `kind/address-${family}`) : read.address
  },
  write: writeAddress,
}

// Up to 1.8.10 the seconds are printed with a sign.
const seconds: Kind<number> = {
  ...number(1, 0xffffffff, 'kind/seconds'),
  write: (value, { dialect }) => String(dialect.version === '1.8.11' ? value : value | 0),
}

const hits: Kind<number> = { ...number(0, 0xffffffff), write: (value) => (value === 0 ? undefined : String(value)) }

// The last of --rsource and --rdest counts.
function settle(uses: readonly OptionUse[], { family }: ReadContext): readonly OptionUse[] {
  const side = uses.findLast(({ name }) => name === '--rsource' || name === '--rdest')
  const settled = [...withoutUses(uses, ['--rsource', '--rdest']), side ?? impliedUse(uses, '--rsource', true)]
  if (findUse(uses, '--mask') === undefined) settled.push(impliedUse(uses, '--mask', fullMask(family)))
  return settled
}

/** A list of addresses that rules put there themselves, with the time they were last seen. */
export const recent = match({
  name: 'recent',
  decidedBy: 'history',
  oneOf: ['--set', '--rcheck', '--update', '--remove'],
  options: {
    '--set': { kind: flag, not: true, excludes: ['--rcheck', '--update', '--remove', '--rttl'] },
    '--rcheck': { kind: flag, not: true, excludes: ['--update', '--remove'] },
    '--update': { kind: flag, not: true, excludes: ['--remove'] },
    '--remove': { kind: flag, not: true, excludes: ['--rttl'] },
    '--seconds': { kind: seconds },
    '--reap': { kind: flag, needs: ['--seconds'] },
    '--hitcount': { kind: hits },
    '--rttl': { kind: flag },
    '--name': { kind: keptText(199), default: 'DEFAULT' },
    '--mask': { kind: mask },
    '--rsource': { kind: flag },
    '--rdest': { kind: flag },
  },
  settle,
  meaning: (uses) => uses['--set'] && negateIf(uses['--set'].negated, always),
})
