import type { Recogniser } from '#model/owner.ts'
import { always, comments } from './marks.ts'

/** wg-quick where it moves the default route: no chains, but the comment `wg-quick(8) rule for wg0` on each rule. */
export const wgQuick: Recogniser = always({
  owner: 'wg-quick',
  chain: () => undefined,
  outside(rule) {
    for (const text of comments(rule)) {
      const found = /^wg-quick\(8\) rule for (\S+)$/.exec(text)
      if (found !== null) return { part: 'rule', args: { interface: found[1] ?? '' } }
    }
    return undefined
  },
})
