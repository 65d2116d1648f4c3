import { target } from '../extension.ts'
import { flag } from '../kinds/kinds.ts'
import { choice } from '../nat/nat-choice.ts'
import { natRange } from '../nat/nat-range.ts'

/** Gives the connection another destination. */
export const dnat = target({
  name: 'DNAT',
  options: {
    '--to-destination': { kind: natRange, required: true },
    '--random': { kind: flag },
    '--persistent': { kind: flag },
  },
  effect: (uses) => ({ kind: 'nat', change: 'dnat', range: uses['--to-destination']?.value, ...choice(uses) }),
})
