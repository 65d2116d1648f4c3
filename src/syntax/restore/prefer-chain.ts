import type { Rule } from '#model/ruleset.ts'
import { verdicts } from '../line/base-options.ts'

/**
 * The rule with its target read as a jump where a chain has the name of an extension: iptables then jumps to the chain.
 * Other rules come back as they are.
 */
export function preferChain(rule: Rule, isChain: (name: string) => boolean): Rule {
  const { target } = rule
  if (target === undefined || !target.known || verdicts.has(target.name) || !isChain(target.name)) return rule
  return { ...rule, target: { ...target, known: false, options: [], words: [] } }
}
