import { negateIf, unknown } from '#model/condition.ts'
import { match } from '../extension.ts'
import { flag } from '../kinds/kinds.ts'

/** Whether an answer would leave by the interface the packet came in by. */
export const rpfilter = match({
  name: 'rpfilter',
  options: {
    '--loose': { kind: flag },
    '--validmark': { kind: flag },
    '--accept-local': { kind: flag },
    '--invert': { kind: flag },
  },
  meaning(uses) {
    const options = (['--loose', '--validmark', '--accept-local'] as const).filter((name) => uses[name] !== undefined)
    return negateIf(uses['--invert'] !== undefined, unknown('host', ['rpfilter', ...options].join(' ')))
  },
})
