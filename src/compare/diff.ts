import type { Cause, ChainChange, ChangeGroup, Difference, RuleChange, Standing, TableName } from '#model/difference.ts'
import type { Owner, Owners } from '#model/owner.ts'
import { familyId, ruleId } from '#model/rule-id.ts'
import type { Chain, Rule, Ruleset, Table } from '#model/ruleset.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { causeKey, causeOf } from './causes.ts'
import { diffLists } from './diff-lists.ts'

/** One side of a comparison. */
export interface Side {
  readonly name: string
  readonly rulesets: readonly Ruleset[]
  readonly owners: Owners
}

/** Every rule is compared in one spelling, whatever the version it was read from. */
const dialect = { version: '1.8.9', variant: 'nft' } as const

interface Found {
  readonly chains: ChainChange[]
  readonly rules: RuleChange[]
  unchanged: number
}

/** What changed between two sides, by cause. Counters do not count; changes of the ignored owners are only counted. */
export function diff(before: Side, after: Side, ignore: ReadonlySet<Owner> = new Set()): Difference {
  const found: Found = { chains: [], rules: [], unchanged: 0 }
  const onlyBefore: TableName[] = []
  const onlyAfter: TableName[] = []
  for (const [old, fresh] of pairs(before.rulesets, after.rulesets)) {
    for (const name of tableNames(old, fresh)) {
      const tables = [tableOf(old, name), tableOf(fresh, name)] as const
      const ruleset = (fresh ?? old) as Ruleset
      const place = { family: ruleset.family, variant: ruleset.variant, table: name }
      if (tables[0] === undefined) onlyAfter.push(place)
      if (tables[1] === undefined) onlyBefore.push(place)
      diffTable({ before, after, old, fresh, name, tables, found })
    }
  }
  const kept = found.rules.filter(({ ownership }) => !ignore.has(ownership.owner))
  const keptChains = found.chains.filter(({ ownership }) => !ignore.has(ownership.owner))
  return {
    before: before.name,
    after: after.name,
    groups: group(keptChains, kept),
    onlyBefore,
    onlyAfter,
    unchanged: found.unchanged,
    ignored: found.rules.length + found.chains.length - kept.length - keptChains.length,
  }
}

/** Rulesets of one family and variant belong together; a side that does not tell its variant pairs with the only other one. */
function pairs(
  before: readonly Ruleset[],
  after: readonly Ruleset[],
): readonly (readonly [Ruleset | undefined, Ruleset | undefined])[] {
  const left = [...after]
  const found: [Ruleset | undefined, Ruleset | undefined][] = before.map((old) => {
    const same = left.filter(({ family }) => family === old.family)
    const twin =
      same.find(({ variant }) => variant === old.variant) ??
      same.find(({ variant }) => variant === undefined || old.variant === undefined) ??
      (same.length === 1 && before.filter(({ family }) => family === old.family).length === 1 ? same[0] : undefined)
    if (twin !== undefined) left.splice(left.indexOf(twin), 1)
    return [old, twin]
  })
  return [...found, ...left.map((fresh) => [undefined, fresh] as const)]
}

const tableOrder = ['raw', 'mangle', 'nat', 'filter', 'security']

function tableNames(...rulesets: readonly (Ruleset | undefined)[]): readonly string[] {
  const names = new Set(rulesets.flatMap((ruleset) => ruleset?.tables.map(({ name }) => name) ?? []))
  return [...names].sort((a, b) => tableOrder.indexOf(a) - tableOrder.indexOf(b))
}

function tableOf(ruleset: Ruleset | undefined, name: string): Table | undefined {
  return ruleset?.tables.find((table) => table.name === name)
}

interface TablePair {
  readonly before: Side
  readonly after: Side
  readonly old: Ruleset | undefined
  readonly fresh: Ruleset | undefined
  readonly name: string
  readonly tables: readonly [Table | undefined, Table | undefined]
  readonly found: Found
}

function diffTable(pair: TablePair): void {
  const [oldTable, newTable] = pair.tables
  const names = new Set([...(newTable?.chains ?? []), ...(oldTable?.chains ?? [])].map(({ name }) => name))
  for (const name of names) {
    const old = oldTable?.chains.find((chain) => chain.name === name)
    const fresh = newTable?.chains.find((chain) => chain.name === name)
    noteChain(pair, name, old, fresh)
    diffChain(pair, name, old?.rules ?? [], fresh?.rules ?? [])
  }
}

function noteChain(pair: TablePair, chain: string, old: Chain | undefined, fresh: Chain | undefined): void {
  const side = fresh === undefined ? pair.before : pair.after
  const ruleset = (fresh === undefined ? pair.old : pair.fresh) as Ruleset
  const builtin = (old ?? fresh)?.policy !== undefined
  const note = (kind: ChainChange['kind']) =>
    pair.found.chains.push({
      kind,
      family: ruleset.family,
      table: pair.name,
      chain,
      before: old?.policy,
      after: fresh?.policy,
      ownership: side.owners.ofChain(ruleset, pair.name, chain),
    })
  if (!builtin && old === undefined) note('made')
  else if (!builtin && fresh === undefined) note('removed')
  else if (builtin && (old?.policy ?? 'ACCEPT') !== (fresh?.policy ?? 'ACCEPT')) note('policy')
}

function diffChain(pair: TablePair, chain: string, old: readonly Rule[], fresh: readonly Rule[]): void {
  const family = ((pair.fresh ?? pair.old) as Ruleset).family
  const oldTexts = old.map((rule) => printRule(rule, family, dialect))
  const newTexts = fresh.map((rule) => printRule(rule, family, dialect))
  const removed: number[] = []
  const added: number[] = []
  let i = 0
  let j = 0
  for (const { kind, count } of diffLists(oldTexts, newTexts)) {
    for (let n = 0; n < count; n++) {
      if (kind === 'removed') removed.push(i)
      if (kind === 'added') added.push(j)
      if (kind !== 'added') i++
      if (kind !== 'removed') j++
    }
    if (kind === 'same') pair.found.unchanged += count
  }
  noteRules({ pair, chain, old, fresh, oldTexts, newTexts, removed, added })
}

interface ChainPair {
  readonly pair: TablePair
  readonly chain: string
  readonly old: readonly Rule[]
  readonly fresh: readonly Rule[]
  readonly oldTexts: readonly string[]
  readonly newTexts: readonly string[]
  readonly removed: readonly number[]
  readonly added: readonly number[]
}

function noteRules(chains: ChainPair): void {
  const { pair, chain, old, fresh, oldTexts, newTexts, added } = chains
  const gone = new Map<string, number[]>()
  const spans = { before: userSpan(pair.before.owners, old), after: userSpan(pair.after.owners, fresh) }
  for (const index of chains.removed) {
    const text = oldTexts[index] as string
    gone.set(text, [...(gone.get(text) ?? []), index])
  }
  const kept = keptTexts(newTexts, added)
  for (const index of added) {
    const text = newTexts[index] as string
    const from = gone.get(text)?.shift()
    const ownership = pair.after.owners.ofRule(fresh[index] as Rule)
    pair.found.rules.push({
      ...common(pair, chain, 'after', index, text),
      kind: from === undefined ? 'added' : 'moved',
      positionBefore: from === undefined ? undefined : from + 1,
      positionAfter: index + 1,
      sameAs: from === undefined ? kept.get(text) : undefined,
      standing: standing(spans.after, ownership.owner, index),
      ownership,
    })
  }
  for (const indexes of gone.values()) {
    for (const index of indexes) {
      const ownership = pair.before.owners.ofRule(old[index] as Rule)
      pair.found.rules.push({
        ...common(pair, chain, 'before', index, oldTexts[index] as string),
        kind: 'removed',
        positionBefore: index + 1,
        positionAfter: undefined,
        sameAs: undefined,
        standing: standing(spans.before, ownership.owner, index),
        ownership,
      })
    }
  }
}

/** The rules that were there before, by their text, with their positions in the chain after. */
function keptTexts(texts: readonly string[], added: readonly number[]): ReadonlyMap<string, number> {
  if (added.length === 0) return new Map()
  const fresh = new Set(added)
  const kept = new Map<string, number>()
  texts.forEach((text, index) => {
    if (!fresh.has(index) && !kept.has(text)) kept.set(text, index + 1)
  })
  return kept
}

function common(pair: TablePair, chain: string, side: 'before' | 'after', index: number, text: string) {
  const ruleset = (side === 'after' ? pair.fresh : pair.old) as Ruleset
  const all = pair[side].rulesets
  const id = ruleId(familyId(ruleset, all), pair.name, chain, index + 1)
  return { family: ruleset.family, table: pair.name, chain, text: `-A ${chain}${text}`, id }
}

/** The first and last rule of the user's in a chain; undefined where there is none. */
function userSpan(owners: Owners, rules: readonly Rule[]): { first: number; last: number } | undefined {
  const yours = (rule: Rule) => owners.ofRule(rule).owner === 'user'
  const first = rules.findIndex(yours)
  return first < 0 ? undefined : { first, last: rules.findLastIndex(yours) }
}

function standing(span: { first: number; last: number } | undefined, owner: Owner, index: number): Standing {
  if (span === undefined || owner === 'user') return 'alone'
  if (index < span.first) return 'before-yours'
  return index > span.last ? 'after-yours' : 'between-yours'
}

function group(chains: readonly ChainChange[], rules: readonly RuleChange[]): readonly ChangeGroup[] {
  const groups = new Map<string, { cause: Cause; chains: ChainChange[]; rules: RuleChange[] }>()
  const of = (cause: Cause) => {
    const key = causeKey(cause)
    const known = groups.get(key)
    if (known === undefined) {
      const made = { cause, chains: [], rules: [] }
      groups.set(key, made)
      return made
    }
    known.cause = { ...cause, args: { ...cause.args, ...known.cause.args } }
    return known
  }
  for (const change of chains) of(causeOf(change.ownership)).chains.push(change)
  for (const change of rules) of(causeOf(change.ownership)).rules.push(change)
  return [...groups.values()].sort((a, b) => rank(a.cause) - rank(b.cause))
}

/** What people did themselves comes first, then the engine, its networks and its ports; equal ranks stay in their order. */
function rank({ kind, owner }: Cause): number {
  switch (kind) {
    case 'owner':
      return owner === 'user' ? 0 : 1
    case 'engine':
      return 2
    case 'network':
      return 3
    case 'port':
      return 4
  }
}
