import type { Owner, Owners } from '#model/owner.ts'
import { familyId, readRuleId } from '#model/rule-id.ts'
import { findChain } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'

/** Whose a rule is, by its id; undefined: a policy, or no rule of the snapshot. */
export function ownerOfRule(id: string, { rulesets }: Snapshot, owners: Owners): Owner | undefined {
  const { family, table, chain, position } = readRuleId(id) ?? {}
  if (typeof position !== 'number' || table === undefined || chain === undefined) return undefined
  const ruleset = rulesets.find((one) => familyId(one, rulesets) === family)
  const rule = ruleset && findChain(ruleset, table, chain)?.rules[position - 1]
  return rule === undefined ? owners.ofNative(table, id).owner : owners.ofRule(rule).owner
}
