import type { Dialect, Family } from '#model/family.ts'
import type { Rule } from '#model/ruleset.ts'
import { printRule } from '../print/print-rule.ts'

/**
 * The index of the first rule that `-D` or `-C` takes for the wanted one, -1 where there is none: rules are equal when they
 * print alike, comments included, counters not.
 */
export function findRule(rules: readonly Rule[], wanted: Rule, family: Family, dialect: Dialect): number {
  const text = printRule(wanted, family, dialect)
  return rules.findIndex((rule) => couldBe(rule, wanted) && printRule(rule, family, dialect) === text)
}

// Long chains are searched often: most rules are told apart without being printed.
function couldBe(rule: Rule, wanted: Rule): boolean {
  return (
    rule.target?.name === wanted.target?.name &&
    rule.matches.length === wanted.matches.length &&
    rule.matches.every(({ name }, index) => name === wanted.matches[index]?.name)
  )
}
