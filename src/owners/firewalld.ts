import type { Place, Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import type { Rule } from '#model/ruleset.ts'
import { ruleFeatures } from '#syntax/rule-features.ts'
import { fitShape, shape } from '#syntax/shape.ts'
import type { Finding } from './marks.ts'
import { hasChain, markedBy } from './marks.ts'

const marker = /^(INPUT|OUTPUT|FORWARD|PREROUTING|POSTROUTING)_(direct|ZONES|POLICIES_pre)$/

const chains: readonly (readonly [RegExp, Part<'firewalld'>])[] = [
  [/^(INPUT|OUTPUT|FORWARD|PREROUTING|POSTROUTING)_direct$/, 'direct'],
  [/^(INPUT|OUTPUT|FORWARD|FORWARD_IN|FORWARD_OUT|PREROUTING|POSTROUTING)_ZONES(_SOURCE|_IFACES)?$/, 'zones'],
  [/^(INPUT|OUTPUT|FORWARD|PREROUTING|POSTROUTING)_POLICIES_(pre|post)$/, 'policies'],
  [/^IN_/, 'zone-input'],
  [/^FWD[IO]?_/, 'zone-forward'],
  [/^OUT_/, 'zone-output'],
]

const base: readonly (readonly [ReturnType<typeof shape>, Part<'firewalld'>])[] = [
  [shape('-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'), 'base'],
  [shape('-m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT'), 'base'],
  [shape('-m conntrack --ctstate INVALID -j DROP'), 'base'],
  [shape('-i lo -j ACCEPT'), 'base'],
  [shape('-o lo -j ACCEPT'), 'base'],
  [shape('-j REJECT --reject-with icmp-host-prohibited'), 'final-reject'],
  [shape('-j REJECT --reject-with icmp-admin-prohibited'), 'final-reject'],
  [shape('-j REJECT --reject-with icmp6-adm-prohibited'), 'final-reject'],
]

/** firewalld with its iptables back end. Zone chains (`IN_public`) count only where its own names stand beside them. */
export const firewalld: Recogniser = (rulesets) =>
  hasChain(rulesets, marker)
    ? markedBy({ owner: 'firewalld', chain: partOf, outside: baseRule })
    : markedBy({ owner: 'firewalld', chain: () => undefined })

function partOf(name: string, table: string): Part<'firewalld'> | undefined {
  if (/^(PRE|POST)_/.test(name)) return table === 'nat' ? 'zone-nat' : 'zone-mangle'
  return chains.find(([pattern]) => pattern.test(name))?.[1]
}

/** What firewalld writes around its jumps in a built-in chain: at most two rules before the first and after the last. */
function baseRule(rule: Rule, { ruleset, table, chain, index }: Place): Finding<'firewalld'> | undefined {
  if (table !== 'filter' || chain.policy === undefined) return undefined
  const near = chain.rules.slice(Math.max(0, index - 2), index + 3)
  if (
    !near.some(({ target }) => target !== undefined && /^[A-Z]+(_IN|_OUT)?_(direct|ZONES|POLICIES)/.test(target.name))
  )
    return undefined
  const features = ruleFeatures(rule, ruleset.family)
  const found = base.find(([pattern]) => fitShape(pattern, rule, features) !== undefined)
  return found === undefined ? undefined : { part: found[1] }
}
