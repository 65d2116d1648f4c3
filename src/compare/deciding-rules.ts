import { iptablesTables } from '#lowered/iptables-table.ts'
import type { LoweredChain, LoweredRule, RulePart } from '#model/lowered.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'

/**
 * Whether a rule of a built-in chain can keep packets from the rules below it. What logs, counts, marks or calls a chain that does
 * no more lets all of them go on.
 */
export function canDecide(rule: Rule, ruleset: Ruleset, table: string, chain: string): boolean {
  const lowered = iptablesTables(ruleset, [ruleset]).find(({ name }) => name === table)
  const meant = lowered?.chains.get(chain)?.rules.find(({ written }) => written === rule)
  return meant === undefined || decides(meant, [])
}

function decides({ parts }: LoweredRule, way: readonly LoweredChain[]): boolean {
  return parts.some((part) => partDecides(part, way))
}

function partDecides({ effect, target }: RulePart, way: readonly LoweredChain[]): boolean {
  switch (effect.kind) {
    case 'continue':
    case 'mark':
    case 'rewrite':
    case 'untrack':
      return false
    case 'return':
      return way.length === 0
    case 'jump':
      if (target === undefined || effect.goto || way.includes(target)) return true
      return target.rules.some((rule) => decides(rule, [...way, target]))
    case 'verdict':
    case 'nat':
    case 'queue':
    case 'unknown':
      return true
  }
}
