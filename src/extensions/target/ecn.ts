import type { OptionUse } from '#model/ruleset.ts'
import { target } from '../extension.ts'
import { flag, number } from '../kinds/kinds.ts'
import { findUse, withoutUses } from '../fields/uses.ts'

/** Takes explicit congestion notification out of IPv4 packets, against hosts that drop it. */
export const ecn = target({
  name: 'ECN',
  families: ['ipv4'],
  options: {
    '--ecn-tcp-remove': { kind: flag, excludes: ['--ecn-tcp-ece', '--ecn-tcp-cwr'] },
    '--ecn-tcp-ece': { kind: number(0, 1) },
    '--ecn-tcp-cwr': { kind: number(0, 1) },
    '--ecn-ip-ect': { kind: number(0, 3) },
  },
  oneOf: ['--ecn-tcp-remove', '--ecn-tcp-ece', '--ecn-tcp-cwr', '--ecn-ip-ect'],
  settle,
  effect: (uses) => ({ kind: 'rewrite', field: uses['--ecn-ip-ect'] ? 'tos' : 'other', to: undefined, how: 'ECN' }),
})

// Removing means clearing both flags of TCP, and is printed so unless the IP header changes too.
function settle(uses: readonly OptionUse[]): readonly OptionUse[] {
  const inHeader = findUse(uses, '--ecn-ip-ect') !== undefined
  const removes = findUse(uses, '--ecn-tcp-remove')
  const echo = findUse(uses, '--ecn-tcp-ece')
  const reduced = findUse(uses, '--ecn-tcp-cwr')
  if (removes !== undefined && inHeader) {
    const flags = ['--ecn-tcp-ece', '--ecn-tcp-cwr'].map((name) => ({ ...removes, name, value: 0 }))
    return [...withoutUses(uses, ['--ecn-tcp-remove']), ...flags]
  }
  if (echo?.value !== 0 || reduced?.value !== 0 || inHeader) return uses
  return [{ ...echo, name: '--ecn-tcp-remove', value: true }]
}
