import type { Variant } from '#model/family.ts'
import type { Rule } from '#model/ruleset.ts'
import { verdicts } from '../line/base-options.ts'
import type { DraftChain } from './draft-chain.ts'

/** The rules of a chain that the kernel looks at when it checks a ruleset: legacy stops at the first that no packet gets past. */
export function walkedRules({ rules }: DraftChain, variant: Variant): readonly Rule[] {
  if (variant === 'nft') return rules
  const end = rules.findIndex(isEnd)
  return end < 0 ? rules : rules.slice(0, end + 1)
}

function isEnd({ source, destination, in: incoming, out, protocol, fragment, matches, target }: Rule): boolean {
  if (target === undefined || !target.known || !verdicts.has(target.name) || matches.length > 0) return false
  if (incoming !== undefined && (incoming.negated || incoming.value !== '+')) return false
  if (out !== undefined && (out.negated || out.value !== '+')) return false
  if (protocol !== undefined && protocol.value !== 0) return false
  return fragment === undefined && matchesAny(source) && matchesAny(destination)
}

function matchesAny(use: Rule['source']): boolean {
  return use === undefined || (!use.negated && 'mask' in use.value && Number(use.value.mask) === 0)
}
