import type { ChainExplanation, RuleExplanation } from '#model/explanation.ts'
import type { Dialect, Family, Variant } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { LoweredChain, LoweredRule, LoweredTable } from '#model/lowered.ts'
import type { Owners, Ownership } from '#model/owner.ts'
import { ownership } from '#model/parts.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'
import { coverIndex } from './cover-index.ts'
import { effectPhrase, effectStyle } from './effect-phrase.ts'
import { type PortRewrites, portRewrites } from './nat-index.ts'
import { notesOf } from './notes.ts'
import { phraseOf } from './phrase.ts'
import { reachIndex } from './reach-index.ts'

/** How rules are shown; explain and syntax lie on one floor, so the printer is handed in. */
export type PrintRule = (rule: Rule, family: Ruleset['family'], dialect: Dialect) => string

/** Explains chains and rules on demand, so that one rule of a long dump costs little. */
export interface Explainer {
  chain(chain: LoweredChain): ChainExplanation
  /** The chain without its rules. */
  head(chain: LoweredChain): ChainExplanation
  rule(rule: LoweredRule): RuleExplanation
}

/** Prepares the answers about tables that lie in one place. `alone`: it is one pasted rule. */
export function explainer(tables: readonly LoweredTable[], owners: Owners, print: PrintRule, alone = false): Explainer {
  const reach = reachIndex()
  const covers = coverIndex(reach.callers)
  let rewrites: PortRewrites | undefined
  const rewritten = () => (rewrites ??= portRewrites(tables))

  const head = (chain: LoweredChain): ChainExplanation => ({
    id: chain.path,
    ...placeOf(chain.table),
    chain: chain.name,
    policy: chain.policy,
    ownership: ownerOfChain(chain, owners),
    reachedFrom: reach.reaches(chain),
    rules: [],
  })
  const explain = (rule: LoweredRule): RuleExplanation => {
    const { chain, effect, written } = rule
    return {
      id: rule.id,
      ...placeOf(chain.table),
      chain: chain.name,
      position: rule.position,
      text: textOf(rule, print),
      clauses: rule.clauses
        .filter(({ condition }) => condition.kind !== 'all' || condition.of.length > 0)
        .map(({ condition, start, end }) => ({
          text: rule.origin.text.slice(start, end),
          phrase: phraseOf(condition),
        })),
      effect: effectPhrase(effect, chain.policy !== undefined),
      effectText: written?.target?.name ?? '',
      effectStyle: effectStyle(effect),
      ownership: written === undefined ? ownership('user', 'rule') : owners.ofRule(written),
      reachedFrom: reach.reaches(chain),
      notes: notesOf(rule, {
        comes: reach.comes(chain),
        cover: () => covers.reason(rule),
        hooks: reach.hooks(chain),
        rewrites: rewritten,
        alone,
      }),
      counters: written?.counters,
      hidden: written?.hidden ?? [],
    }
  }
  return { head, rule: explain, chain: (chain) => ({ ...head(chain), rules: chain.rules.map(explain) }) }
}

function placeOf({ families: [family = 'ipv4'], variant, name }: LoweredTable): {
  readonly family: Family
  readonly variant: Variant | undefined
  readonly table: string
} {
  return { family, variant, table: name }
}

function textOf({ written, chain, origin, start, end }: LoweredRule, print: PrintRule): string {
  const { families, variant } = chain.table
  if (written === undefined) return origin.text.slice(start, end)
  const dialect = { ...defaultDialect, variant: variant ?? defaultDialect.variant }
  return `-A ${chain.name}${print(written, families[0] ?? 'ipv4', dialect)}`
}

function ownerOfChain({ table, name }: LoweredChain, owners: Owners): Ownership {
  if (table.written === undefined) return ownership('user', 'chain', { chain: name })
  return owners.ofChain(table.written.ruleset, table.name, name)
}
