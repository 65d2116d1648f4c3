import type { Effect } from '#model/effect.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { Masked } from '#model/value.ts'
import type { Uses } from '../extension.ts'
import { target } from '../extension.ts'
import { flag, hexNumber, number } from '../kinds/kinds.ts'
import { markChange } from '../fields/mark-change.ts'
import { omitDefault } from '../fields/omit-default.ts'
import { findUse, impliedUse, withoutUses } from '../fields/uses.ts'

const all = 0xffffffff
const bits = hexNumber(0, all)
const shift = omitDefault(0, number(0, 32))
const changes = ['--set-xmark', '--set-mark', '--and-mark', '--or-mark', '--xor-mark'] as const
const copies = ['--save-mark', '--restore-mark']

/** Changes the mark of the connection, or copies between it and the mark of the packet. */
export const connmark = target({
  name: 'CONNMARK',
  options: {
    '--set-xmark': { kind: markChange('xset'), excludes: copies },
    '--set-mark': { kind: markChange('set'), as: '--set-xmark' },
    '--and-mark': { kind: markChange('and'), as: '--set-xmark' },
    '--or-mark': { kind: markChange('or'), as: '--set-xmark' },
    '--xor-mark': { kind: markChange('xor'), as: '--set-xmark' },
    '--save-mark': { kind: flag, excludes: ['--restore-mark'] },
    '--restore-mark': { kind: flag },
    '--nfmask': { kind: bits },
    '--ctmask': { kind: bits },
    '--mask': { kind: bits, excludes: ['--nfmask', '--ctmask'] },
    '--left-shift-mark': { kind: shift },
    '--right-shift-mark': { kind: shift },
  },
  oneOf: [...changes, '--save-mark', '--restore-mark'],
  settle: (uses) => (findUse(uses, '--set-xmark') === undefined ? settleCopy : settleChange)(lastShift(uses)),
  effect: effectOf,
})

// The shifts are one field of the rule: the last one counts.
function lastShift(uses: readonly OptionUse[]): readonly OptionUse[] {
  const shifts = uses.filter(({ name }) => name === '--left-shift-mark' || name === '--right-shift-mark')
  return uses.filter((use) => !shifts.includes(use) || use === shifts.at(-1))
}

// A mask behind the change replaces the mask of the change; one before it is lost.
function settleChange(uses: readonly OptionUse[]): readonly OptionUse[] {
  const behind = uses.slice(uses.findIndex(({ name }) => name === '--set-xmark'))
  const mask = behind.filter(({ name }) => name === '--mask' || name === '--ctmask').at(-1)?.value
  const settled = withoutUses(uses, ['--mask', '--nfmask', '--ctmask'])
  if (typeof mask !== 'number') return settled
  return settled.map((use) =>
    use.name === '--set-xmark' ? { ...use, value: { ...(use.value as Masked), mask } } : use,
  )
}

function settleCopy(uses: readonly OptionUse[]): readonly OptionUse[] {
  const both = findUse(uses, '--mask')
  const settled = [...withoutUses(uses, ['--mask'])]
  for (const name of ['--nfmask', '--ctmask']) {
    if (findUse(uses, name) !== undefined) continue
    settled.push(both === undefined ? impliedUse(uses, name, all) : { ...both, name })
  }
  return settled
}

function effectOf(uses: Uses<Record<string, true | number | Masked>>): Effect {
  const packet = Number(uses['--nfmask']?.value ?? all)
  const connection = Number(uses['--ctmask']?.value ?? all)
  const restores = uses['--restore-mark'] !== undefined
  const field = restores ? 'mark' : 'connmark'
  if (Number(uses['--left-shift-mark']?.value ?? 0) + Number(uses['--right-shift-mark']?.value ?? 0) > 0) {
    return { kind: 'rewrite', field, to: undefined, how: 'shift' }
  }
  if (restores) return { kind: 'mark', field, change: { value: connection, mask: packet }, copy: 'from-connmark' }
  const change = uses['--set-xmark']?.value as Masked | undefined
  if (change !== undefined) return { kind: 'mark', field, change }
  return { kind: 'mark', field, change: { value: packet, mask: connection }, copy: 'to-connmark' }
}
