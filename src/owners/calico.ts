import type { Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { always, comments } from './marks.ts'

const chains: readonly (readonly [RegExp, Part<'calico'>])[] = [
  [/^cali-(INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING)$/, 'hook'],
  [/^cali-(fw|tw|from-wl|to-wl|wl)-|^cali-wl-to-host$/, 'workload'],
  [/^cali-(fh|th|fhfw|thfw|from-h|to-h)/, 'host'],
  [/^cali-(pi|po|pri|pro|gi|go)-/, 'policy'],
  [/^cali-(nat-outgoing|fip|snat)/, 'nat'],
  [/^cali-/, 'other'],
]

/** Calico's Felix: `cali-*` chains, and a `cali:HASH` comment on every rule it puts elsewhere. */
export const calico: Recogniser = always({
  owner: 'calico',
  chain: partOf,
  outside(rule) {
    if (!comments(rule).some((comment) => comment.startsWith('cali:'))) return undefined
    const target = rule.target?.name ?? ''
    const part = partOf(target)
    return part === undefined ? { part: 'accepted' } : { part, args: { role: 'jump', chain: target } }
  },
})

function partOf(name: string): Part<'calico'> | undefined {
  return chains.find(([pattern]) => pattern.test(name))?.[1]
}
