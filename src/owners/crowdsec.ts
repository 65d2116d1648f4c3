import type { Recogniser } from '#model/owner.ts'
import { always, isUnconditional, sets } from './marks.ts'

/** CrowdSec's firewall bouncer: its chain and its block lists as ipsets (`crowdsec-blacklists`, `crowdsec6-blacklists-0`). */
export const crowdsec: Recogniser = always({
  owner: 'crowdsec',
  chain: (name) => (/^CROWDSEC_LOG/.test(name) ? 'log' : /^CROWDSEC_CHAIN/.test(name) ? 'bouncer' : undefined),
  inside(rule) {
    if (isUnconditional(rule) && rule.target?.name === 'RETURN') return { part: 'return' }
    return blocklist(sets(rule))
  },
  outside: (rule) => blocklist(sets(rule)),
})

function blocklist(
  names: readonly string[],
): { readonly part: 'blocklist'; readonly args: { readonly set: string } } | undefined {
  const set = names.find((name) => /^crowdsec6?-/.test(name))
  return set === undefined ? undefined : { part: 'blocklist', args: { set } }
}
