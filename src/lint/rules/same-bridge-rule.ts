import { message } from '#model/diagnostic.ts'
import type { LoweredRule } from '#model/lowered.ts'
import { forwardedRules } from '../forwarded-rules.ts'
import { placeOf, textOf } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { View } from '../subject.ts'

/** A DROP between containers of one network, where the kernel does not ask iptables about packets inside a bridge. */
export const sameBridgeRule: LintRule = {
  id: 'lint/same-bridge-rule',
  about: message('lint-about/same-bridge-rule'),
  check: ({ views }) => views.flatMap(findIn),
}

function findIn(view: View): readonly Found[] {
  return forwardedRules(view).flatMap((rule) => {
    const bridge = bridgeOf(rule)
    const isSix = rule.chain.table.families.every((family) => family === 'ipv6')
    const sysctl = `net.bridge.bridge-nf-call-${isSix ? 'ip6tables' : 'iptables'}`
    if (bridge === undefined || view.snapshot.facts.sysctls?.[sysctl] !== '0') return []
    return [
      {
        said: message('lint/same-bridge-rule', { bridge, sysctl }),
        ...{ fails: 'open', who: 'container', places: [placeOf(rule)] },
        help: message('lint-help/same-bridge-rule', { sysctl }),
        evidence: [rule.chain.path, textOf(rule)],
      } satisfies Found,
    ]
  })
}

/** The bridge by which packets come in and leave, if the rule drops them. */
function bridgeOf({ effect, clauses }: LoweredRule): string | undefined {
  if (effect.kind !== 'verdict' || effect.verdict !== 'DROP') return undefined
  const nameOf = (field: 'in' | 'out') =>
    clauses
      .map(({ condition }) => condition)
      .flatMap((one) => (one.kind === 'interface' && one.field === field && !one.prefix ? [one.name] : []))[0]
  const name = nameOf('in')
  return name !== undefined && name === nameOf('out') ? name : undefined
}
