import { writeAddress, writeMask } from '#extensions/kinds/kinds.ts'
import type { Recogniser } from '#model/owner.ts'
import type { Rule } from '#model/ruleset.ts'
import { isUnknown } from '#model/value.ts'
import { always, isUnconditional, sets } from './marks.ts'

const chainName = /^(?:f2b|fail2ban)-(.+)$/

/** fail2ban: one chain a jail (`f2b-sshd`, before 0.9 `fail2ban-SSH`), or one ipset of that name. */
export const fail2ban: Recogniser = always({
  owner: 'fail2ban',
  chain: (name) => (chainName.test(name) ? 'jail' : undefined),
  inside(rule, { chain }) {
    const jail = chainName.exec(chain.name)?.[1] ?? ''
    if (rule.target?.name === 'RETURN' && isUnconditional(rule)) return { part: 'return', args: { jail } }
    return { part: 'ban', args: { jail, address: sourceOf(rule) } }
  },
  outside(rule) {
    const set = sets(rule).find((name) => chainName.test(name))
    if (set !== undefined) return { part: 'set-ban', args: { jail: chainName.exec(set)?.[1] ?? '', set } }
    const jail = chainName.exec(rule.target?.name ?? '')?.[1]
    return jail === undefined
      ? undefined
      : { part: 'jail', args: { role: 'jump', chain: rule.target?.name ?? '', jail } }
  },
})

function sourceOf({ source }: Rule): string {
  if (source === undefined || isUnknown(source.value)) return ''
  const mask = writeMask(source.value.mask)
  return writeAddress(source.value.address) + (mask === '/32' || mask === '/128' ? '' : mask)
}
