import { target } from '../extension.ts'
import { flag } from '../kinds/kinds.ts'
import { choice } from '../nat/nat-choice.ts'
import { masqueradePorts } from '../nat/nat-range.ts'

/** Gives the connection the address of the outgoing interface as its source. */
export const masquerade = target({
  name: 'MASQUERADE',
  options: {
    '--to-ports': { kind: masqueradePorts },
    '--random': { kind: flag },
    '--random-fully': { kind: flag },
  },
  effect: (uses) => ({ kind: 'nat', change: 'masquerade', range: uses['--to-ports']?.value, ...choice(uses) }),
})
