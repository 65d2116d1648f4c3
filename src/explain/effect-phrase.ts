import { phraseOf } from './phrase.ts'
import { writeIpv4, writeIpv6 } from '#base/address.ts'
import type { Effect } from '#model/effect.ts'
import type { Phrase, RuleExplanation } from '#model/explanation.ts'
import type { LoweredRule } from '#model/lowered.ts'
import type { NatRange } from '#model/value.ts'

/** What a rule does, also where it does several things: one after the other, or one of several by what the packet is. */
export function rulePhrase({ parts, chain }: LoweredRule): Phrase {
  const builtIn = chain.policy !== undefined
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return effectPhrase(only.effect, builtIn)
  const shown = parts.slice(0, mostParts).map(({ clauses, effect }): Phrase => {
    const asked = clauses.at(-1)
    const does = effectPhrase(effect, builtIn)
    return asked === undefined ? does : { id: 'effect/where', args: {}, parts: [phraseOf(asked.condition), does] }
  })
  const rest = parts.length - mostParts
  const more: readonly Phrase[] = rest > 0 ? [{ id: 'effect/more', args: { count: rest } }] : []
  return { id: 'effect/several', args: {}, parts: [...shown, ...more] }
}

// A map may have thousands of elements.
const mostParts = 12

/** What happens to a packet that a rule takes. `builtIn`: the rule stands in a built-in chain, which has a policy. */
export function effectPhrase(effect: Effect, builtIn = false): Phrase {
  switch (effect.kind) {
    case 'verdict':
      if (effect.error !== undefined) return { id: 'effect/reject', args: { error: effect.error } }
      return { id: effect.verdict === 'ACCEPT' ? 'effect/accept' : 'effect/drop', args: {} }
    case 'jump':
      return { id: effect.goto ? 'effect/goto' : 'effect/jump', args: { chain: effect.chain } }
    case 'return':
      return { id: builtIn ? 'effect/return-policy' : 'effect/return', args: {} }
    case 'continue':
      return { id: 'effect/continue', args: { does: effect.does } }
    case 'nat':
      return { id: `effect/${effect.change}`, args: { to: showNatRange(effect.range) } }
    case 'mark':
      return {
        id: effect.copy === undefined ? 'effect/mark' : `effect/mark-${effect.copy}`,
        args: {
          field: effect.field,
          value: `0x${effect.change.value.toString(16)}`,
          mask: `0x${effect.change.mask.toString(16)}`,
        },
      }
    case 'rewrite':
      return { id: 'effect/rewrite', args: { field: effect.field, how: effect.how } }
    case 'untrack':
      return { id: 'effect/untrack', args: {} }
    case 'queue':
      return { id: effect.bypass ? 'effect/queue-bypass' : 'effect/queue', args: {} }
    case 'unknown':
      return { id: 'effect/unknown', args: { target: effect.target } }
  }
}

/** How a reader should see the effect. */
export function effectStyle(effect: Effect): RuleExplanation['effectStyle'] {
  switch (effect.kind) {
    case 'verdict':
      return effect.verdict === 'ACCEPT' ? 'accept' : 'drop'
    case 'jump':
    case 'return':
      return 'route'
    case 'nat':
      return 'nat'
    case 'queue':
    case 'unknown':
      return 'unknown'
    case 'continue':
    case 'mark':
    case 'rewrite':
    case 'untrack':
      return 'muted'
  }
}

/** `172.17.0.2:6379`, `:8080`, `10.0.0.1-10.0.0.9:1000-2000`; empty where the kernel chooses all. */
export function showNatRange(range: NatRange | undefined): string {
  if (range === undefined) return ''
  const { addresses, ports } = range
  const show = (value: number | bigint) => (typeof value === 'bigint' ? writeIpv6(value) : writeIpv4(value))
  let text = ''
  if (addresses !== undefined) {
    text = addresses.from === addresses.to ? show(addresses.from) : `${show(addresses.from)}-${show(addresses.to)}`
    if (ports !== undefined && typeof addresses.from === 'bigint') text = `[${text}]`
  }
  if (ports === undefined) return text
  return `${text}:${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`
}
