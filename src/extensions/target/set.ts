import { target, Wrong } from '../extension.ts'
import { flag, number } from '../kinds/kinds.ts'
import { setReference } from '../match/set.ts'

/** Puts parts of the packet into an ipset, takes them out, or gives the packet what the set says of it. */
export const set = target({
  name: 'SET',
  options: {
    '--add-set': { kind: setReference, not: true },
    '--exist': { kind: flag, not: true, repeats: true, needs: ['--add-set'] },
    '--timeout': { kind: number(0, 0xfffffffe), not: true, repeats: true, needs: ['--add-set'] },
    '--del-set': { kind: setReference, not: true },
    '--map-set': { kind: setReference, not: true },
    '--map-mark': { kind: flag, not: true, repeats: true, needs: ['--map-set'] },
    '--map-prio': { kind: flag, not: true, repeats: true, needs: ['--map-set'] },
    '--map-queue': { kind: flag, not: true, repeats: true, needs: ['--map-set'] },
  },
  oneOf: ['--add-set', '--del-set', '--map-set'],
  settle(uses) {
    const maps = uses.some(({ name }) => name === '--map-set')
    if (maps && !uses.some(({ name }) => name.startsWith('--map-') && name !== '--map-set')) {
      return new Wrong('syntax/missing-one-of', { options: '--map-mark, --map-prio, --map-queue' })
    }
    // `!` is taken and forgotten; of an option given again the last one counts.
    return uses
      .filter((use, index) => !uses.some((later, at) => at > index && later.name === use.name))
      .map((use) => ({ ...use, negated: false }))
  },
  effect(uses) {
    if (uses['--map-mark']) return { kind: 'rewrite', field: 'mark', to: undefined, how: 'from ipset' }
    if (uses['--map-prio']) return { kind: 'rewrite', field: 'class', to: undefined, how: 'from ipset' }
    return { kind: 'continue', does: 'set' }
  },
})
