import { meaning } from '#extensions/meaning.ts'
import type { ChainExplanation, RuleExplanation } from '#model/explanation.ts'
import type { Dialect } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { Owners } from '#model/owner.ts'
import { familyId, ruleId } from '#model/rule-id.ts'
import type { Chain, Rule, Ruleset, Table } from '#model/ruleset.ts'
import { coverIndex } from './cover-index.ts'
import { effectPhrase, effectStyle } from './effect-phrase.ts'
import { type PortRewrite, portRewrites } from './nat-index.ts'
import { notesOf } from './notes.ts'
import { phraseOf } from './phrase.ts'
import { reachIndex } from './reach-index.ts'

/** How rules are shown; explain and syntax lie on one floor, so the printer is handed in. */
export type PrintRule = (rule: Rule, family: Ruleset['family'], dialect: Dialect) => string

/** Explains the chains and rules of one ruleset on demand, so that one rule of a long dump costs little. */
export interface Explainer {
  readonly ruleset: Ruleset
  readonly family: string
  chain(table: Table, chain: Chain): ChainExplanation
  rule(table: Table, chain: Chain, position: number): RuleExplanation | undefined
}

/** Prepares the answers about a ruleset. `all`: the rulesets loaded beside it, for the ids; `alone`: it is one pasted rule. */
export function explainer(
  ruleset: Ruleset,
  all: readonly Ruleset[],
  owners: Owners,
  print: PrintRule,
  alone = false,
): Explainer {
  const family = familyId(ruleset, all)
  const reach = reachIndex(ruleset, family)
  const covers = coverIndex(ruleset, family)
  let rewrites: readonly PortRewrite[] | undefined
  const rewritten = () => (rewrites ??= portRewrites(ruleset, family))
  const dialect = { ...defaultDialect, variant: ruleset.variant ?? defaultDialect.variant }

  const chainNames = new Map(
    ruleset.tables.map(({ name, chains }) => [name, new Set(chains.map((chain) => chain.name))]),
  )

  const explainRule = (table: Table, chain: Chain, rule: Rule, position: number): RuleExplanation => {
    const meant = meaning(rule, ruleset.family, (name) => chainNames.get(table.name)?.has(name) ?? false)
    const hooks = reach.hooks(table.name, chain.name)
    return {
      id: ruleId(family, table.name, chain.name, position),
      family: ruleset.family,
      variant: ruleset.variant,
      table: table.name,
      chain: chain.name,
      position,
      text: `-A ${chain.name}${print(rule, ruleset.family, dialect)}`,
      clauses: meant.clauses
        .filter(({ condition }) => condition.kind !== 'all' || condition.of.length > 0)
        .map(({ condition, start, end }) => ({
          text: rule.origin.text.slice(start, end),
          phrase: phraseOf(condition),
        })),
      effect: effectPhrase(meant.effect, chain.policy !== undefined),
      effectText: rule.target === undefined ? '' : rule.target.name,
      effectStyle: effectStyle(meant.effect),
      ownership: owners.ofRule(rule),
      reachedFrom: reach.reaches(table.name, chain.name),
      notes: notesOf(rule, meant, {
        table: table.name,
        chain: chain.name,
        comes: reach.comes(table.name, chain.name),
        cover: () => covers.reason(table, chain, position),
        hooks,
        rewrites: rewritten,
        alone,
      }),
      counters: rule.counters,
      hidden: rule.hidden,
    }
  }

  return {
    ruleset,
    family,
    rule(table, chain, position) {
      const rule = chain.rules[position - 1]
      return rule === undefined ? undefined : explainRule(table, chain, rule, position)
    },
    chain(table, chain) {
      return {
        id: `${family}/${table.name}/${chain.name}`,
        family: ruleset.family,
        variant: ruleset.variant,
        table: table.name,
        chain: chain.name,
        policy: chain.policy,
        ownership: owners.ofChain(ruleset, table.name, chain.name),
        reachedFrom: reach.reaches(table.name, chain.name),
        rules: chain.rules.map((rule, index) => explainRule(table, chain, rule, index + 1)),
      }
    },
  }
}
