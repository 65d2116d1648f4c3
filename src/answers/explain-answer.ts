import type { Explainer } from '#explain/explain.ts'
import { explainer } from '#explain/explain.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Explanation, RulesetExplanation } from '#model/explanation.ts'
import type { Owners } from '#model/owner.ts'
import type { RuleId } from '#model/rule-id.ts'
import { readRuleId } from '#model/rule-id.ts'
import type { Chain, Rule, Table } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { conclusionOf, policyConclusion } from './conclusion.ts'

/** What of a snapshot is asked for; nothing: all of it. */
export interface Selection {
  readonly table?: string
  /** `FORWARD`, `filter/FORWARD`, `ipv4/filter/FORWARD`. */
  readonly chain?: string
  /** An id (`ipv4/filter/FORWARD#1`) or a rule as written. */
  readonly rule?: { readonly id: string } | { readonly rules: readonly Rule[]; readonly chain: string }
  /** The snapshot is nothing but the rule asked for: what leads to it is not known. */
  readonly alone?: boolean
}

/** Docker's layout that a ruleset shows, found out by whoever knows Docker. */
export type LayoutOf = (ruleset: Snapshot['rulesets'][number]) => RulesetExplanation['layout']

/** What there is to say of the snapshot or of the selected part; a message where the selection is not there. */
export function answerExplain(
  snapshot: Snapshot,
  owners: Owners,
  layoutOf: LayoutOf,
  selection: Selection,
): Explanation | Message {
  const explainers = snapshot.rulesets.map((ruleset) =>
    explainer(ruleset, snapshot.rulesets, owners, printRule, selection.alone),
  )
  const base = { source: snapshot.name, diagnostics: snapshot.texts.flatMap(({ diagnostics }) => diagnostics) }
  const policy = policyOf(selection)
  if (policy !== undefined) return answerPolicy(base, explainers, layoutOf, policy)
  if (selection.rule !== undefined) return answerRule(base, explainers, layoutOf, selection)
  const id = selection.chain === undefined ? undefined : readRuleId(selection.chain)
  const table = selection.table ?? id?.table
  const rulesets = explainers
    .filter((one) => id?.family === undefined || one.family === id.family)
    .map((one) => ({
      ...head(one, layoutOf),
      chains: one.ruleset.tables
        .filter(({ name }) => table === undefined || name === table)
        .flatMap((found) =>
          found.chains
            .filter((chain) => (id === undefined ? !isAssumed(chain, snapshot) : chain.name === id.chain))
            .map((chain) => one.chain(found, chain)),
        ),
    }))
    .filter(({ chains }) => chains.length > 0 || (table === undefined && id === undefined))
  if (rulesets.length === 0 && (id !== undefined || table !== undefined)) return missing(selection, explainers)
  const asked = id !== undefined ? 'chain' : table !== undefined ? 'table' : 'ruleset'
  return { ...base, asked, rulesets, conclusion: conclusionOf(asked, rulesets, snapshot) }
}

/** A built-in chain that the text does not speak of: that it is empty and accepts is not known. `-S` tells every policy. */
function isAssumed({ policy, counters, rules }: Chain, { texts }: Snapshot): boolean {
  if (policy !== 'ACCEPT' || counters !== undefined || rules.length > 0) return false
  return texts.length > 0 && !texts.some(({ forms }) => forms.includes('rules'))
}

function policyOf({ rule, table }: Selection): RuleId | undefined {
  const id = rule !== undefined && 'id' in rule ? readRuleId(rule.id) : undefined
  return id?.position === 'policy' ? { ...id, table: id.table ?? table } : undefined
}

function answerPolicy(
  base: Base,
  explainers: readonly Explainer[],
  layoutOf: LayoutOf,
  id: RuleId,
): Explanation | Message {
  const rulesets = explainers
    .filter((one) => id.family === undefined || one.family === id.family)
    .map((one) => ({
      ...head(one, layoutOf),
      chains: one.ruleset.tables
        .filter(({ name }) => id.table === undefined || name === id.table)
        .flatMap((table) =>
          table.chains
            .filter(({ name, policy }) => name === id.chain && policy !== undefined)
            .map((chain) => chainHead(one, table, chain)),
        ),
    }))
    .filter(({ chains }) => chains.length > 0)
  const chains = rulesets.flatMap((ruleset) => ruleset.chains)
  if (chains.length === 0) return message('explain/no-such-rule', { id: `${id.chain}#policy` })
  return { ...base, asked: 'policy', rulesets, conclusion: chains.map(policyConclusion) }
}

function head({ ruleset }: Explainer, layoutOf: LayoutOf) {
  return { family: ruleset.family, variant: ruleset.variant, layout: layoutOf(ruleset) }
}

function missing(selection: Selection, explainers: readonly Explainer[]): Message {
  if (selection.chain === undefined) return message('explain/no-such-table', { table: selection.table ?? '' })
  const names = explainers.flatMap(({ ruleset }) =>
    ruleset.tables.flatMap(({ chains }) => chains.map(({ name }) => name)),
  )
  return message('explain/no-such-chain', {
    chain: selection.chain,
    chains: [...new Set(names)].slice(0, 12).join(', '),
  })
}

type Base = Pick<Explanation, 'source' | 'diagnostics'>

function answerRule(
  base: Base,
  explainers: readonly Explainer[],
  layoutOf: LayoutOf,
  selection: Selection,
): Explanation | Message {
  const wanted = selection.rule as NonNullable<Selection['rule']>
  const matches = 'id' in wanted ? byId(explainers, wanted.id, selection) : byText(explainers, wanted, selection)
  if (matches.length === 0) {
    return 'id' in wanted ? message('explain/no-such-rule', { id: wanted.id }) : message('explain/rule-not-there', {})
  }
  const rulesets = matches.map(({ one, table, chain, position }) => {
    const rule = one.rule(table, chain, position)
    return {
      ...head(one, layoutOf),
      chains: [{ ...chainHead(one, table, chain), rules: rule === undefined ? [] : [rule] }],
    }
  })
  return { ...base, asked: 'rule', rulesets, conclusion: conclusionOf('rule', rulesets, undefined) }
}

function chainHead(one: Explainer, table: Table, chain: Chain) {
  return one.chain(table, { ...chain, rules: [] })
}

interface Match {
  readonly one: Explainer
  readonly table: Table
  readonly chain: Chain
  readonly position: number
}

function byId(explainers: readonly Explainer[], text: string, selection: Selection): readonly Match[] {
  const id = readRuleId(text)
  const { position } = id ?? {}
  if (id === undefined || typeof position !== 'number') return []
  const table = id.table ?? selection.table
  return eachChain(explainers, (one, found, chain) => {
    const fits =
      (id.family === undefined || id.family === one.family) &&
      (table === undefined || table === found.name) &&
      chain.name === id.chain
    return fits && chain.rules[position - 1] !== undefined ? [{ one, table: found, chain, position }] : []
  })
}

function byText(
  explainers: readonly Explainer[],
  wanted: { readonly rules: readonly Rule[]; readonly chain: string },
  selection: Selection,
): readonly Match[] {
  return eachChain(explainers, (one, table, chain) => {
    if (wanted.chain !== '' && wanted.chain !== chain.name) return []
    if (selection.table !== undefined && selection.table !== table.name) return []
    const dialect = { version: '1.8.9', variant: 'nft' } as const
    const texts = new Set(wanted.rules.map((rule) => printRule(rule, one.ruleset.family, dialect)))
    return chain.rules.flatMap((rule, index) =>
      texts.has(printRule(rule, one.ruleset.family, dialect)) ? [{ one, table, chain, position: index + 1 }] : [],
    )
  })
}

function eachChain(
  explainers: readonly Explainer[],
  visit: (one: Explainer, table: Table, chain: Chain) => readonly Match[],
): readonly Match[] {
  return explainers.flatMap((one) =>
    one.ruleset.tables.flatMap((table) => table.chains.flatMap((chain) => visit(one, table, chain))),
  )
}
