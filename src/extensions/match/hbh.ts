import { match } from '../extension.ts'
import { headerOptions } from '../fields/header-options.ts'
import { number } from '../kinds/kinds.ts'

/** The hop-by-hop options header of an IPv6 packet. */
export const hbh = match({
  name: 'hbh',
  families: ['ipv6'],
  options: {
    '--hbh-len': { kind: number(0, 0xffff_ffff), not: true },
    '--hbh-opts': { kind: headerOptions },
  },
  decidedBy: 'packet',
})
