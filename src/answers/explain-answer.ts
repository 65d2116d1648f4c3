import type { Explainer } from '#explain/explain.ts'
import { explainer } from '#explain/explain.ts'
import { groupBy } from '#base/lists.ts'
import { bridgesTable } from '#docker/nftables/nft-book.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { defaultDialect } from '#model/family.ts'
import { type Refusal, refusal } from '#model/answer.ts'
import type { ChainExplanation, Explanation, RulesetExplanation } from '#model/explanation.ts'
import type { LoweredChain, LoweredRule, LoweredTable } from '#model/lowered.ts'
import type { Owners } from '#model/owner.ts'
import type { RuleId } from '#model/rule-id.ts'
import { familyId, readRuleId } from '#model/rule-id.ts'
import type { Rule } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { explainSets } from './explained-sets.ts'
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

/** Tables that are explained together: those of one ruleset. */
interface Group extends Explainer {
  /** The family part of their ids. */
  readonly prefix: string
  readonly tables: readonly LoweredTable[]
  readonly head: Explainer['head']
  readonly about: Omit<RulesetExplanation, 'chains' | 'sets'>
}

/** What there is to say of the snapshot or of the selected part; a message where the selection is not there. */
export function answerExplain(snapshot: Snapshot, owners: Owners, selection: Selection): Explanation | Refusal {
  const groups = groupsOf(snapshot, owners, selection)
  const base = { source: snapshot.name, diagnostics: snapshot.texts.flatMap(({ diagnostics }) => diagnostics) }
  const policy = policyOf(selection)
  if (policy !== undefined) return answerPolicy(base, groups, policy)
  if (selection.rule !== undefined) return answerRule(base, groups, selection)
  const id = selection.chain === undefined ? undefined : readRuleId(selection.chain)
  const table = selection.table ?? id?.table
  const isAsked = (chain: LoweredChain) => (id === undefined ? !isAssumed(chain, snapshot) : chain.name === id.chain)
  const rulesets = groups
    .filter((group) => isOf(group, id?.family))
    .map((group) => ({
      ...group.about,
      chains: chainsOf(group, table).filter(isAsked).map(group.chain),
      sets: id === undefined ? explainSets(tablesOf(group, table), snapshot, owners) : [],
    }))
    .filter(({ chains }) => chains.length > 0 || (table === undefined && id === undefined))
  if (rulesets.length === 0 && (id !== undefined || table !== undefined)) return missing(selection, groups)
  const asked = id !== undefined ? 'chain' : table !== undefined ? 'table' : 'ruleset'
  return { ...base, asked, rulesets, conclusion: conclusionOf(asked, rulesets, snapshot) }
}

function groupsOf(snapshot: Snapshot, owners: Owners, { alone }: Selection): readonly Group[] {
  const { tables } = lowerSnapshot(snapshot)
  const group = (own: readonly LoweredTable[], prefix: string, about: Group['about']): Group => ({
    ...explainer(own, owners, printRule, alone),
    prefix,
    tables: own,
    about,
  })
  const ofIptables = snapshot.rulesets.map((ruleset) => {
    const own = tables.filter(({ written }) => written?.ruleset === ruleset)
    const { family, variant } = ruleset
    return group(own, familyId(ruleset, snapshot.rulesets), { family, variant, layout: owners.layoutOf(ruleset) })
  })
  const native = groupBy(
    tables.filter(({ written }) => written === undefined),
    ({ prefix }) => prefix,
  )
  const isBare = native.size > 0
  return [
    // A dump of iptables without any rule says nothing where the rules are nftables'.
    ...ofIptables.filter(({ tables: own }) => own.length > 0 || !isBare),
    ...[...native].map(([prefix, own]) =>
      group(own, prefix, { family: own[0]?.family ?? 'inet', variant: undefined, layout: nativeLayout(own) }),
    ),
  ]
}

// 28.2 to 28.5 write it only where their environment asks for it.
function nativeLayout(tables: readonly LoweredTable[]): RulesetExplanation['layout'] {
  const isDockers = tables.some(({ name, families }) => name === bridgesTable && families.length === 1)
  return isDockers ? { name: 'nftables', versions: '28.2.0..' } : undefined
}

/** Whether an id asks for the tables of a group: `ip` and `ip6` are other words for what iptables has. */
function isOf({ prefix }: Group, family: string | undefined): boolean {
  return family === undefined || family === prefix.replace(/^ip$/, 'ipv4').replace(/^ip6$/, 'ipv6')
}

function tablesOf({ tables }: Group, table: string | undefined): readonly LoweredTable[] {
  return tables.filter(({ name }) => table === undefined || name === table)
}

function chainsOf(group: Group, table: string | undefined): readonly LoweredChain[] {
  return tablesOf(group, table).flatMap(({ chains }) => [...chains.values()])
}

/** A built-in chain that the text does not speak of: that it is empty and accepts is not known. `-S` tells every policy. */
function isAssumed({ name, table, policy, rules }: LoweredChain, { texts }: Snapshot): boolean {
  if (table.written === undefined || policy !== 'ACCEPT' || rules.length > 0) return false
  const chain = table.written.table.chains.find((one) => one.name === name)
  if (chain?.counters !== undefined) return false
  return texts.length > 0 && !texts.some(({ forms }) => forms.includes('rules'))
}

function policyOf({ rule, table }: Selection): RuleId | undefined {
  const id = rule !== undefined && 'id' in rule ? readRuleId(rule.id) : undefined
  return id?.position === 'policy' ? { ...id, table: id.table ?? table } : undefined
}

function answerPolicy(base: Base, groups: readonly Group[], id: RuleId): Explanation | Refusal {
  const rulesets = groups
    .filter((group) => isOf(group, id.family))
    .map((group) => ({
      ...group.about,
      sets: [],
      chains: chainsOf(group, id.table)
        .filter(({ name, policy }) => name === id.chain && policy !== undefined)
        .map(group.head),
    }))
    .filter(({ chains }) => chains.length > 0)
  const chains: readonly ChainExplanation[] = rulesets.flatMap((ruleset) => ruleset.chains)
  if (chains.length === 0) return refusal('explain/no-such-rule', { id: `${id.chain}#policy` })
  return { ...base, asked: 'policy', rulesets, conclusion: chains.map(policyConclusion) }
}

function missing(selection: Selection, groups: readonly Group[]): Refusal {
  if (selection.chain === undefined) return refusal('explain/no-such-table', { table: selection.table ?? '' })
  const names = groups.flatMap((group) => chainsOf(group, undefined).map(({ name }) => name))
  return refusal('explain/no-such-chain', {
    chain: selection.chain,
    chains: [...new Set(names)].slice(0, 12).join(', '),
  })
}

type Base = Pick<Explanation, 'source' | 'diagnostics'>

function answerRule(base: Base, groups: readonly Group[], selection: Selection): Explanation | Refusal {
  const wanted = selection.rule as NonNullable<Selection['rule']>
  const matches = 'id' in wanted ? byId(groups, wanted.id, selection) : byText(groups, wanted, selection)
  if (matches.length === 0) {
    return 'id' in wanted ? refusal('explain/no-such-rule', { id: wanted.id }) : refusal('explain/rule-not-there', {})
  }
  const rulesets = matches.map(({ group, rule }) => ({
    ...group.about,
    sets: [],
    chains: [{ ...group.head(rule.chain), rules: [group.rule(rule)] }],
  }))
  return { ...base, asked: 'rule', rulesets, conclusion: conclusionOf('rule', rulesets, undefined) }
}

interface Match {
  readonly group: Group
  readonly rule: LoweredRule
}

function byId(groups: readonly Group[], text: string, selection: Selection): readonly Match[] {
  const id = readRuleId(text)
  const { position } = id ?? {}
  if (id === undefined || typeof position !== 'number') return []
  return groups
    .filter((group) => isOf(group, id.family))
    .flatMap((group) =>
      chainsOf(group, id.table ?? selection.table).flatMap(({ name, rules }) => {
        const rule = name === id.chain ? rules[position - 1] : undefined
        return rule === undefined ? [] : [{ group, rule }]
      }),
    )
}

function byText(
  groups: readonly Group[],
  wanted: { readonly rules: readonly Rule[]; readonly chain: string },
  selection: Selection,
): readonly Match[] {
  const dialect = defaultDialect
  return groups.flatMap((group) => {
    const family = group.about.family === 'ipv6' ? 'ipv6' : 'ipv4'
    const print = (rule: Rule) => printRule(rule, family, dialect)
    const texts = new Set(wanted.rules.map(print))
    return chainsOf(group, selection.table)
      .filter(({ name }) => wanted.chain === '' || wanted.chain === name)
      .flatMap(({ rules }) => rules)
      .flatMap((rule) => (rule.written !== undefined && texts.has(print(rule.written)) ? [{ group, rule }] : []))
  })
}
