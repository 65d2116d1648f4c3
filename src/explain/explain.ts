import { groupBy } from '#base/lists.ts'
import { allOf, withoutNot } from '#model/condition.ts'
import type { ChainExplanation, Phrase, RuleExplanation } from '#model/explanation.ts'
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
import { type ReachIndex, reachIndex } from './reach-index.ts'

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
  const asking: Asking = {
    owners,
    print,
    reaches: reach.reaches,
    notes: (rule) =>
      notesOf(rule, {
        comes: reach.comes(rule.chain),
        cover: () => covers.reason(rule),
        hooks: reach.hooks(rule.chain),
        rewrites: rewritten,
        alone,
      }),
  }
  const explain = (rule: LoweredRule) => new ExplainedRule(rule, asking)
  return { head, rule: explain, chain: (chain) => ({ ...head(chain), rules: chain.rules.map(explain) }) }
}

/** Whom a rule's explanation asks. */
interface Asking {
  readonly owners: Owners
  readonly print: PrintRule
  readonly reaches: ReachIndex['reaches']
  notes(rule: LoweredRule): readonly Phrase[]
}

/** Says what it is asked for: of 100,000 rules in words, most pages show a part, and none of them twice. */
class ExplainedRule implements RuleExplanation {
  readonly #rule: LoweredRule
  readonly #asking: Asking
  #notes: readonly Phrase[] | undefined

  constructor(rule: LoweredRule, asking: Asking) {
    this.#rule = rule
    this.#asking = asking
  }

  get id() {
    return this.#rule.id
  }

  get family() {
    return this.#rule.chain.table.family
  }

  get variant() {
    return this.#rule.chain.table.variant
  }

  get table() {
    return this.#rule.chain.table.name
  }

  get chain() {
    return this.#rule.chain.name
  }

  get position() {
    return this.#rule.position
  }

  get text() {
    return textOf(this.#rule, this.#asking.print)
  }

  get clauses() {
    return clausesOf(this.#rule)
  }

  get untold() {
    return untoldBy(this.#rule)
  }

  get effect() {
    return rulePhrase(this.#rule)
  }

  get effectText() {
    return this.#rule.written?.target?.name ?? ''
  }

  get effectStyle() {
    return effectStyle(this.#rule.effect)
  }

  get ownership() {
    const { written, chain } = this.#rule
    const { owners } = this.#asking
    return written === undefined ? owners.ofNative(chain.table.name, this.#rule.id) : owners.ofRule(written)
  }

  get reachedFrom() {
    return this.#asking.reaches(this.#rule.chain)
  }

  get notes() {
    this.#notes ??= this.#asking.notes(this.#rule)
    return this.#notes
  }

  get counters() {
    return this.#rule.written?.counters
  }

  get hidden() {
    return this.#rule.written?.hidden ?? []
  }

  /** The same as a plain record, for JSON. */
  toJSON(): RuleExplanation {
    const { id, family, variant, table, chain, position, text, clauses, untold, effect, effectText, effectStyle } = this
    const what = { id, family, variant, table, chain, position, text, clauses, untold, effect, effectText, effectStyle }
    const { ownership, reachedFrom, notes, counters, hidden } = this
    return { ...what, ownership, reachedFrom, notes, counters, hidden }
  }
}

/** What the rule asks and its text does not tell: a column that a listing lacks, the value of a variable. */
function untoldBy({ clauses }: LoweredRule): readonly string[] {
  return clauses.flatMap(({ condition }) => {
    const asked = withoutNot(condition)
    return asked.kind === 'unknown' && asked.cause === 'hidden' ? [asked.key] : []
  })
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

function ownerOfChain({ table, name, path }: LoweredChain, owners: Owners): Ownership {
  if (table.written === undefined) return owners.ofNative(table.name, path)
  return owners.ofChain(table.written.ruleset, table.name, name)
}
