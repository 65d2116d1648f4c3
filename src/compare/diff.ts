import { append } from '#base/lists.ts'
import { isOfIptables } from '#lowered/iptables-nft.ts'
import type {
  Cause,
  ChainChange,
  ChangeGroup,
  Difference,
  ObjectChange,
  RuleChange,
  SysctlChange,
  TableName,
} from '#model/difference.ts'
import { defaultDialect } from '#model/family.ts'
import type { NftTable } from '#model/nft.ts'
import type { Owner, Owners, Ownership } from '#model/owner.ts'
import { familyId, ruleId } from '#model/rule-id.ts'
import type { Chain, Rule, Ruleset, Table } from '#model/ruleset.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { causeKey, causeOf } from './causes.ts'
import { diffNative } from './diff-native.ts'
import { changedRules, type RuleSide } from './diff-rules.ts'

/** One side of a comparison. */
export interface Side {
  readonly name: string
  readonly rulesets: readonly Ruleset[]
  /** The tables of nftables, those of iptables-nft included; undefined: not read. */
  readonly native?: readonly NftTable[] | undefined
  readonly owners: Owners
  /** Undefined: not read. */
  readonly sysctls?: Readonly<Record<string, string>> | undefined
}

interface Found {
  readonly chains: ChainChange[]
  readonly objects: ObjectChange[]
  readonly rules: RuleChange[]
  unchanged: number
}

/** What changed between two sides, by cause. Counters do not count; changes of the ignored owners are only counted. */
export function diff(before: Side, after: Side, ignore: ReadonlySet<Owner> = new Set()): Difference {
  const found: Found = { chains: [], objects: [], rules: [], unchanged: 0 }
  const onlyBefore: TableName[] = []
  const onlyAfter: TableName[] = []
  const same: TableName[] = []
  for (const [old, fresh] of pairs(before.rulesets, after.rulesets)) {
    for (const name of tableNames(old, fresh)) {
      const tables = [tableOf(old, name), tableOf(fresh, name)] as const
      const ruleset = (fresh ?? old) as Ruleset
      const place = { family: ruleset.family, variant: ruleset.variant, table: name }
      if (tables[0] === undefined) onlyAfter.push(place)
      if (tables[1] === undefined) onlyBefore.push(place)
      const changes = found.chains.length + found.rules.length
      diffTable({ before, after, old, fresh, name, tables, found })
      const both = tables[0] !== undefined && tables[1] !== undefined
      if (both && found.chains.length + found.rules.length === changes) same.push(place)
    }
  }
  const native = diffNative(nativeSide(before, after), nativeSide(after, before))
  append(found.chains, native.chains)
  append(found.objects, native.objects)
  append(found.rules, native.rules)
  append(onlyBefore, native.onlyBefore)
  append(onlyAfter, native.onlyAfter)
  const isKept = ({ ownership }: { readonly ownership: Ownership }) => !ignore.has(ownership.owner)
  const kept = {
    chains: found.chains.filter(isKept),
    objects: found.objects.filter(isKept),
    rules: found.rules.filter(isKept),
  }
  const count = ({ chains, objects, rules }: Pick<Found, 'chains' | 'objects' | 'rules'>) =>
    chains.length + objects.length + rules.length
  return {
    before: before.name,
    after: after.name,
    groups: group(kept),
    onlyBefore,
    onlyAfter,
    same,
    sysctls: changedSysctls(before.sysctls, after.sysctls),
    unchanged: found.unchanged + native.unchanged,
    ignored: count(found) - count(kept),
  }
}

// What only one side has belongs to an interface that is not there on the other, or was not asked.
function changedSysctls(before: Side['sysctls'], after: Side['sysctls']): readonly SysctlChange[] {
  return Object.entries(before ?? {}).flatMap(([name, old]) => {
    const fresh = after?.[name]
    return fresh === undefined || fresh === old ? [] : [{ name, before: old, after: fresh }]
  })
}

// What either side knows from iptables-save is compared there.
function nativeSide(side: Side, other: Side) {
  const { native, owners } = side
  const own = native?.filter((table) => !isOfIptables(table, side.rulesets) && !isOfIptables(table, other.rulesets))
  return { tables: own, owners }
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
  const side = (side: 'before' | 'after', rules: readonly Rule[]): RuleSide => {
    const ruleset = (side === 'after' ? pair.fresh : pair.old) ?? ((pair.fresh ?? pair.old) as Ruleset)
    const prefix = familyId(ruleset, pair[side].rulesets)
    const texts = rules.map((rule) => printRule(rule, family, defaultDialect))
    return {
      texts,
      about: (index) => ({
        family,
        table: pair.name,
        chain,
        text: `-A ${chain}${texts[index]}`,
        id: ruleId(prefix, pair.name, chain, index + 1),
        ownership: pair[side].owners.ofRule(rules[index] as Rule),
      }),
    }
  }
  const { rules, unchanged } = changedRules(side('before', old), side('after', fresh))
  append(pair.found.rules, rules)
  pair.found.unchanged += unchanged
}

function group({ chains, objects, rules }: Pick<Found, 'chains' | 'objects' | 'rules'>): readonly ChangeGroup[] {
  const groups = new Map<
    string,
    { cause: Cause; chains: ChainChange[]; objects: ObjectChange[]; rules: RuleChange[] }
  >()
  const of = (cause: Cause) => {
    const key = causeKey(cause)
    const known = groups.get(key)
    if (known === undefined) {
      const made = { cause, chains: [], objects: [], rules: [] }
      groups.set(key, made)
      return made
    }
    known.cause = { ...cause, args: { ...cause.args, ...known.cause.args } }
    return known
  }
  for (const change of objects) of(causeOf(change.ownership)).objects.push(change)
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
