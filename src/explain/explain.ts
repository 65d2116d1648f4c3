import { groupBy } from '#base/group.ts'
import { allOf } from '#model/condition.ts'
import type { ChainExplanation, RuleExplanation } from '#model/explanation.ts'
import type { Dialect, TableFamily, Variant } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { Clause, LoweredChain, LoweredRule, LoweredTable } from '#model/lowered.ts'
import type { Owners, Ownership } from '#model/owner.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'
import { coverIndex } from './cover-index.ts'
import { effectStyle, rulePhrase } from './effect-phrase.ts'
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
      clauses: clausesOf(rule),
      effect: rulePhrase(rule),
      effectText: written === undefined ? '' : (written.target?.name ?? ''),
      effectStyle: effectStyle(effect),
      ownership: written === undefined ? owners.ofNative(chain.table.name, 'rule') : owners.ofRule(written),
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

// What a rule says with one word of its text is one clause, however many conditions that is.
function clausesOf({ clauses, origin, written }: LoweredRule): RuleExplanation['clauses'] {
  const asked = clauses.filter(({ condition }) => condition.kind !== 'all' || condition.of.length > 0)
  const spans = groupBy(asked, ({ start, end }) => (written === undefined ? `${start} ${end}` : {}))
  return [...spans.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const text = origin.text.slice(first.start, first.end)
    const [protocol, rest] = own.length > 1 && isProtocol(first) ? [[first], own.slice(1)] : [[], own]
    const phrase = phraseOf(allOf(rest.map(({ condition }) => condition)))
    const named = protocol.map(({ condition }) => ({ text: text.replace(/ .*$/s, ''), phrase: phraseOf(condition) }))
    return [...named, { text, phrase }]
  })
}

function isProtocol({ condition }: Clause): boolean {
  return condition.kind === 'in' && condition.field === 'protocol'
}

function placeOf({ family, variant, name }: LoweredTable): {
  readonly family: TableFamily
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
  if (table.written === undefined) return owners.ofNative(table.name, 'chain')
  return owners.ofChain(table.written.ruleset, table.name, name)
}
