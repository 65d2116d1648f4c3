import { message } from '#model/diagnostic.ts'
import { isOwn } from '../forwarded-rules.ts'
import { usesNftables } from '../nftables-engine.ts'
import { placeOf } from '../places.ts'
import type { LintRule } from '../rule.ts'
import { dockerUserRules } from '../view-rules.ts'

/** Rules in DOCKER-USER, where the engine writes its rules with nftables and makes no jump to that chain. */
export const dockerUserUnderNftables: LintRule = {
  id: 'lint/docker-user-under-nftables',
  about: message('lint-about/docker-user-under-nftables'),
  check: (subject) => {
    if (!usesNftables(subject)) return []
    const rules = subject.views.flatMap((view) =>
      dockerUserRules(view).filter((rule) => isOwn(rule, view) && rule.effect.kind !== 'return'),
    )
    const closing = rules.find(({ effect }) => effect.kind === 'verdict' && effect.verdict === 'DROP')
    const first = closing ?? rules[0]
    if (first === undefined) return []
    return [
      {
        said: message('lint/docker-user-under-nftables', { count: rules.length }),
        ...{ fails: closing === undefined ? 'closed' : 'open', who: 'unknown' },
        places: [
          placeOf(first),
          ...rules
            .filter((one) => one !== first)
            .slice(0, 2)
            .map((one) => placeOf(one)),
        ],
        help: message('lint-help/docker-user-under-nftables'),
        evidence: ['DOCKER-USER', 'nftables'],
      },
    ]
  },
}
