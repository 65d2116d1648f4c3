import { target } from '../extension.ts'
import { flag } from '../kinds/kinds.ts'
import { choice } from '../nat/nat-choice.ts'
import { redirectPorts } from '../nat/nat-range.ts'

/** Sends the connection to this host itself: the primary address of the incoming interface, 127.0.0.1 in OUTPUT. */
export const redirect = target({
  name: 'REDIRECT',
  options: {
    '--to-ports': { kind: redirectPorts },
    '--random': { kind: flag },
  },
  effect: (uses) => ({ kind: 'nat', change: 'redirect', range: uses['--to-ports']?.value, ...choice(uses) }),
})
