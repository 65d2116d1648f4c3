import { match } from '../extension.ts'
import { headerOptions } from '../fields/header-options.ts'
import { number } from '../kinds/kinds.ts'

/** The destination options header of an IPv6 packet. */
export const dst = match({
  name: 'dst',
  families: ['ipv6'],
  options: {
    '--dst-len': { kind: number(0, 0xffff_ffff), not: true },
    '--dst-opts': { kind: headerOptions },
  },
  decidedBy: 'packet',
})
