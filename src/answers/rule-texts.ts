import { defaultDialect } from '#model/family.ts'
import { eachRule, familyId, ruleId } from '#model/rule-id.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { printRule } from '#syntax/print/print-rule.ts'

/** Every rule by its id, as iptables-save prints it behind `-A CHAIN`. */
export function ruleTexts({ rulesets }: Pick<Snapshot, 'rulesets'>): ReadonlyMap<string, { readonly text: string }> {
  const texts = new Map<string, { readonly text: string }>()
  for (const ruleset of rulesets) {
    const { family, variant = 'nft' } = ruleset
    const prefix = familyId(ruleset, rulesets)
    eachRule(ruleset, (rule, table, chain, position) => {
      const text = printRule(rule, family, { ...defaultDialect, variant }).trimStart()
      texts.set(ruleId(prefix, table, chain, position), { text })
    })
  }
  return texts
}
