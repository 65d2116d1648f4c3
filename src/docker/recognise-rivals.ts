import { liesIn } from '#base/network.ts'
import { readAddress, readPrefix } from '#base/prefix.ts'
import type { Part } from '#model/parts.ts'
import type { Companions, Likeness, Weighed } from './recognise-companions.ts'
import { inDefaultPools } from './recognise-evidence.ts'

/**
 * Whether another rule of the same bridge says what the engine would say instead of this one: it writes one of the two. Where the
 * rest does not tell which one is the engine's, neither is.
 */
export function hasRival(rule: Weighed, find: Companions): boolean {
  const { part, place } = rule
  const here = (of: Part<'docker'>) =>
    find(of, rule, ['bridge']).filter((one) => one.place.chain.name === place.chain.name)
  switch (part) {
    case 'network-masquerade':
    case 'network-snat':
      return rewriting(rule, find) !== signature(rule)
    case 'unprotected-accept':
      return here('unpublished-drop').length > 0
    case 'between-containers':
      return here('between-containers-drop').length > 0 && !belowEgress(rule, here('egress'))
    case 'between-containers-drop':
      return here('outgoing').length > 0 || here('between-containers').some((one) => belowEgress(one, here('egress')))
    case 'outgoing':
      return here('between-containers-drop').length > 0 && here('egress').length > 0
    case 'egress':
      // In FORWARD only 28.0.0 accepts all that leaves a bridge.
      if (place.chain.name === 'FORWARD' && find('replies-set', rule, []).length === 0) return false
      return here('outgoing').length > 0 && here('between-containers-drop').length === 0
    default:
      return false
  }
}

/** Up to 27 the rule between containers is inserted just before the way out, and so stands right below it. */
function belowEgress({ place }: Weighed, egress: readonly Weighed[]): boolean {
  return egress.some((one) => one.place.chain === place.chain && one.place.index === place.index - 1)
}

/** The subnet behind a bridge, where the rules that rewrite its addresses agree on one. */
export function subnetOn(rule: Likeness, find: Companions): string | undefined {
  return rewriting(rule, find)?.split(' ')[1]
}

/** Which of the rules that rewrite a bridge's addresses is the engine's: a network has one subnet of a family. */
function rewriting(rule: Likeness, find: Companions): string | undefined {
  const all = [...find('network-masquerade', rule, ['bridge']), ...find('network-snat', rule, ['bridge'])]
  const signatures = [...new Set(all.map(signature))]
  if (signatures.length < 2) return signatures[0]
  const addresses = [...find('port-accept', rule, ['bridge']), ...find('direct-access-drop', rule, ['bridge'])]
    .map(({ taken }) => readAddress(String(taken.containerAddress)))
    .filter((address) => address !== undefined)
  const holds = ({ taken }: Weighed) => {
    const subnet = readPrefix(String(taken.subnet))
    return subnet !== undefined && addresses.length > 0 && addresses.every((address) => liesIn(address, subnet))
  }
  const isCustomary = ({ rule: { source } }: Weighed) =>
    source !== undefined && 'mask' in source.value && inDefaultPools(source.value)
  const left = [holds, isCustomary, ({ part }: Weighed) => part === 'network-masquerade'].reduce(prefer, all)
  const signs = new Set(left.map(signature))
  return signs.size === 1 ? [...signs][0] : undefined
}

function prefer(rules: readonly Weighed[], wanted: (rule: Weighed) => boolean): readonly Weighed[] {
  const found = rules.filter(wanted)
  return found.length > 0 ? found : rules
}

function signature({ part, taken }: Weighed): string {
  return `${part} ${taken.subnet} ${taken.snatAddress ?? ''}`
}
