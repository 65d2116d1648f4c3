import type { Recogniser } from '#model/owner.ts'
import { always } from './marks.ts'

/** miniupnpd: `MINIUPNPD` in nat, mangle and filter, `MINIUPNPD-POSTROUTING` (before 2.0 `MINIUPNPD-PCP-PEER`) in nat. */
export const miniupnpd: Recogniser = always({
  owner: 'miniupnpd',
  chain(name) {
    if (name === 'MINIUPNPD') return 'port'
    return name === 'MINIUPNPD-POSTROUTING' || name === 'MINIUPNPD-PCP-PEER' ? 'masquerade' : undefined
  },
})
