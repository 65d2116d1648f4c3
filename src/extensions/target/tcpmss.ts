import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { badValue, flag, readNumber } from '../kinds/kinds.ts'

// A segment and its TCP header must fit into a packet of 65535 bytes; IPv6 counts its own header too.
const segmentSize: Kind<number> = {
  label: 'kind/number',
  words: 1,
  read: (word, { family }) => readNumber(word, 0, family === 'ipv4' ? 65515 : 65495) ?? badValue(word, 'kind/number'),
  write: String,
}

/** Changes the largest segment size that a SYN packet announces. */
export const tcpmss = target({
  name: 'TCPMSS',
  options: {
    '--clamp-mss-to-pmtu': { kind: flag },
    '--set-mss': { kind: segmentSize },
  },
  oneOf: ['--clamp-mss-to-pmtu', '--set-mss'],
  // Both are one field of the rule: the last one counts.
  settle: (uses) => uses.slice(-1),
  effect(uses) {
    const to = uses['--set-mss']?.value
    return { kind: 'rewrite', field: 'tcpmss', to, how: to === undefined ? 'clamp to path MTU' : `set ${to}` }
  },
})
