import { target } from '../extension.ts'
import { flag } from '../kinds/kinds.ts'
import { choice } from '../nat/nat-choice.ts'
import { sourceRange } from '../nat/nat-range.ts'

/** Gives the connection another source. */
export const snat = target({
  name: 'SNAT',
  options: {
    '--to-source': { kind: sourceRange, required: true },
    '--random': { kind: flag },
    '--random-fully': { kind: flag },
    '--persistent': { kind: flag },
  },
  effect: (uses) => ({ kind: 'nat', change: 'snat', range: uses['--to-source']?.value, ...choice(uses) }),
})
