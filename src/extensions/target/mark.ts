import { target } from '../extension.ts'
import { markChange } from '../fields/mark-change.ts'

/** Changes the mark of the packet. */
export const mark = target({
  name: 'MARK',
  options: {
    '--set-xmark': { kind: markChange('xset') },
    '--set-mark': { kind: markChange('set'), as: '--set-xmark' },
    '--and-mark': { kind: markChange('and'), as: '--set-xmark' },
    '--or-mark': { kind: markChange('or'), as: '--set-xmark' },
    '--xor-mark': { kind: markChange('xor'), as: '--set-xmark' },
  },
  oneOf: ['--set-xmark', '--set-mark', '--and-mark', '--or-mark', '--xor-mark'],
  effect(uses) {
    const change = uses['--set-xmark']?.value
    return change === undefined ? { kind: 'unknown', target: 'MARK' } : { kind: 'mark', field: 'mark', change }
  },
})
