import type { SetReference } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { target, Wrong } from '../extension.ts'
import { badValue, byteLength, flag, number } from '../kinds.ts'

// Up to six parts of the packet; what follows `src` or `dst` in a part is not looked at.
const setReference: Kind<SetReference> = {
  label: 'kind/set',
  words: 2,
  read(set, _context, parts) {
    if (byteLength(set) > 31) return new Wrong('syntax/too-long', { max: 31 })
    if (/^[-!]/.test(parts)) return badValue(parts, 'kind/set-directions')
    const directions = parts.split(',').map(direction)
    const known = directions.filter((part) => part !== undefined)
    return known.length < directions.length || known.length > 6
      ? badValue(parts, 'kind/set-directions')
      : { set, directions: known }
  },
  write: ({ set, directions }) => `${set} ${directions.join(',')}`,
}

function direction(part: string): 'src' | 'dst' | undefined {
  return part.startsWith('src') ? 'src' : part.startsWith('dst') ? 'dst' : undefined
}

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
