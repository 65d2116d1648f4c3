import { match } from '../extension.ts'
import { flag, number, numberRange, unlessWhole } from '../kinds/kinds.ts'

const max = 0xffff_ffff

/** The fragment header of an IPv6 packet. */
export const frag = match({
  name: 'frag',
  families: ['ipv6'],
  options: {
    '--fragid': { kind: unlessWhole(numberRange(max), max), not: true },
    '--fraglen': { kind: number(0, max), not: true },
    '--fragres': { kind: flag },
    '--fragfirst': { kind: flag },
    '--fragmore': { kind: flag, excludes: ['--fraglast'] },
    '--fraglast': { kind: flag },
  },
  decidedBy: 'packet',
})
