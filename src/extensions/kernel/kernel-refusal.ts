import type { Family, Variant } from '#model/family.ts'
import type { ExtensionUse, Rule } from '#model/ruleset.ts'
import type { Masked } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'
import type { KernelNeed } from './kernel-needs.ts'
import { matchNeeds, targetNeeds } from './kernel-needs.ts'

/** Where a rule stands: its table, and the built-in chains from which packets come to it (none: nobody jumps there). */
export interface RulePlace {
  readonly family: Family
  readonly variant: Variant
  readonly table: string
  readonly chains: ReadonlySet<string>
}

/** The match, target or option for which the kernel refuses a rule that iptables itself has taken; undefined: none we know of. */
export function kernelRefusal(rule: Rule, place: RulePlace): string | undefined {
  const { target, source, destination } = rule
  if (place.variant === 'nft') {
    for (const use of [source, destination]) {
      if (use?.negated && !isUnknown(use.value) && Number(use.value.mask) === 0) return `! ${use.name}`
    }
  }
  const match = rule.matches.find((use) => isRefused(use, matchNeeds, rule, place))
  if (match !== undefined) return match.name
  return target !== undefined && isRefused(target, targetNeeds, rule, place) ? target.name : undefined
}

function isRefused(
  use: ExtensionUse,
  needs: Readonly<Record<string, readonly KernelNeed[]>>,
  rule: Rule,
  place: RulePlace,
): boolean {
  const asked = use.known && Object.hasOwn(needs, use.name) ? needs[use.name] : undefined
  return asked?.some((need) => applies(need, use, place) && !isMet(need, rule, place)) === true
}

function applies({ option, value, variant, family }: KernelNeed, use: ExtensionUse, place: RulePlace): boolean {
  if (variant !== undefined && variant !== place.variant) return false
  if (family !== undefined && family !== place.family) return false
  if (option === undefined) return true
  return use.options.some((given) => given.name === option && (value === undefined || given.value === value))
}

function isMet({ tables, chains, protocols, syn }: KernelNeed, rule: Rule, place: RulePlace): boolean {
  if (tables !== undefined && !tables.includes(place.table)) return false
  if (chains !== undefined && [...place.chains].some((chain) => !chains.includes(chain))) return false
  if (protocols !== undefined && !isProtocol(rule, protocols)) return false
  return syn === undefined || rule.matches.some(wantsSyn)
}

function isProtocol({ protocol }: Rule, protocols: readonly number[]): boolean {
  return protocol !== undefined && !protocol.negated && protocols.includes(protocol.value)
}

const synFlag = 2

function wantsSyn({ options }: ExtensionUse): boolean {
  return options.some(({ name, value }) => name === '--tcp-flags' && ((value as Masked).value & synFlag) !== 0)
}
