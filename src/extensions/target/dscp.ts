import { target } from '../extension.ts'
import { hex } from '../kinds/kinds.ts'
import { dscpClass, dscpValue } from '../match/dscp.ts'

/** Changes the code point of differentiated services; the two bits of ECN stay. */
export const dscp = target({
  name: 'DSCP',
  options: {
    '--set-dscp': { kind: dscpValue },
    '--set-dscp-class': { kind: dscpClass, as: '--set-dscp' },
  },
  oneOf: ['--set-dscp', '--set-dscp-class'],
  effect(uses) {
    const value = uses['--set-dscp']?.value ?? 0
    return {
      kind: 'rewrite',
      field: 'tos',
      to: undefined,
      how: `set DSCP ${hex(value)}`,
      change: { value: value << 2, mask: 0xfc },
    }
  },
})
