import { append } from '#base/lists.ts'
import type { ChainChange, ObjectChange, RuleChange, TableName } from '#model/difference.ts'
import type { TableFamily } from '#model/family.ts'
import type { NftBase, NftChain, NftSet, NftTable } from '#model/nft.ts'
import type { Owners } from '#model/owner.ts'
import type { Policy } from '#model/ruleset.ts'
import { printBase, printElements, printSetType } from '#syntax/nft/print-object.ts'
import { printNftRule } from '#syntax/nft/print-rule.ts'
import { withSortedSets } from '#syntax/nft/sort-sets.ts'
import { changedRules, type RuleSide } from './diff-rules.ts'

/** The tables that only nftables knows, of one side. `tables` undefined: nobody read them. */
export interface NativeSide {
  readonly tables: readonly NftTable[] | undefined
  readonly owners: Owners
}

/** What changed in the tables of nftables. A table whose other side was not read is named, and is no change. */
export interface NativeChanges {
  readonly chains: readonly ChainChange[]
  readonly objects: readonly ObjectChange[]
  readonly rules: readonly RuleChange[]
  readonly onlyBefore: readonly TableName[]
  readonly onlyAfter: readonly TableName[]
  readonly unchanged: number
}

/** Compares the tables of nftables: declarations, base chains, rules, and the elements of sets and maps. */
export function diffNative(before: NativeSide, after: NativeSide): NativeChanges {
  const none = { chains: [], objects: [], rules: [], unchanged: 0 }
  const names = (tables: readonly NftTable[] = []) => tables.map(nameOf)
  if (before.tables === undefined || after.tables === undefined)
    return { ...none, onlyBefore: names(before.tables), onlyAfter: names(after.tables) }
  const comparison = new Comparison(before, after)
  for (const [old, fresh] of byName(before.tables, after.tables, tableKey)) comparison.table(old, fresh)
  return { ...comparison.found, onlyBefore: [], onlyAfter: [] }
}

function tableKey({ family, name }: NftTable): string {
  return `${family}/${name}`
}

function nameOf({ family, name }: NftTable): TableName {
  return { family: familyOf(family), variant: 'nft', table: name }
}

function familyOf(family: NftTable['family']): TableFamily {
  return family === 'ip' ? 'ipv4' : family === 'ip6' ? 'ipv6' : family
}

/** The things of both sides by their keys, in the order of the second side; undefined: a side that does not have it. */
function byName<T>(
  before: readonly T[],
  after: readonly T[],
  key: (one: T) => string,
): readonly (readonly [T | undefined, T | undefined])[] {
  const old = new Map(before.map((one) => [key(one), one]))
  const fresh = new Map(after.map((one) => [key(one), one]))
  return [...new Set([...fresh.keys(), ...old.keys()])].map((name) => [old.get(name), fresh.get(name)])
}

/** Two things of which one may be missing, and the table they are in. */
interface Pair {
  readonly table: NftTable
  readonly path: string
  readonly owners: Owners
}

class Comparison {
  readonly found = {
    chains: [] as ChainChange[],
    objects: [] as ObjectChange[],
    rules: [] as RuleChange[],
    unchanged: 0,
  }
  readonly #before: NativeSide
  readonly #after: NativeSide

  constructor(before: NativeSide, after: NativeSide) {
    this.#before = before
    this.#after = after
  }

  table(old: NftTable | undefined, fresh: NftTable | undefined): void {
    const table = (fresh ?? old) as NftTable
    const { owners } = fresh === undefined ? this.#before : this.#after
    const pair = { table, path: tableKey(table), owners }
    this.#object(pair, 'table', pair.path, old && flagsOf(old), fresh && flagsOf(fresh))
    for (const [was, is] of byName(old?.sets ?? [], fresh?.sets ?? [], ({ name }) => name)) this.#set(pair, was, is)
    for (const [was, is] of byName(old?.chains ?? [], fresh?.chains ?? [], ({ name }) => name))
      this.#chain(pair, was, is)
  }

  #object(
    { table, owners }: Pair,
    what: ObjectChange['what'],
    id: string,
    before: string | undefined,
    after: string | undefined,
    elements: { readonly added: readonly string[]; readonly removed: readonly string[] } = { added: [], removed: [] },
  ): void {
    if (before === after && elements.added.length + elements.removed.length === 0) return
    const kind = before === undefined ? 'made' : after === undefined ? 'removed' : 'changed'
    const ownership = owners.ofNative(
      table.name,
      what === 'set' || what === 'map' ? id.replace(/\/([^/]*)$/, '/@$1') : id,
    )
    this.found.objects.push({ kind, what, id, before, after, ...elements, ownership })
  }

  #set(pair: Pair, old: NftSet | undefined, fresh: NftSet | undefined): void {
    const set = (fresh ?? old) as NftSet
    const was = elementsOf(old)
    const is = elementsOf(fresh)
    const elements =
      was === undefined || is === undefined
        ? undefined
        : { added: [...is].filter((one) => !was.has(one)), removed: [...was].filter((one) => !is.has(one)) }
    this.#object(
      pair,
      set.kind,
      `${pair.path}/${set.name}`,
      old && printSetType(old),
      fresh && printSetType(fresh),
      elements,
    )
  }

  #chain(pair: Pair, old: NftChain | undefined, fresh: NftChain | undefined): void {
    const { name } = (fresh ?? old) as NftChain
    const place = { family: familyOf(pair.table.family), table: pair.table.name, chain: name }
    const [before, after] = [policyOf(old?.base), policyOf(fresh?.base)]
    const kind = old === undefined ? 'made' : fresh === undefined ? 'removed' : 'policy'
    const ownership = pair.owners.ofNative(pair.table.name, `${pair.path}/${name}`)
    if (kind !== 'policy' || (before !== after && before !== undefined && after !== undefined))
      this.found.chains.push({ kind, ...place, before, after, ownership })
    if (old !== undefined && fresh !== undefined)
      this.#object(pair, 'chain', `${pair.path}/${name}`, printBase(old.base), printBase(fresh.base))
    const { rules, unchanged } = changedRules(
      rulesOf(pair, old, this.#before.owners, place),
      rulesOf(pair, fresh, this.#after.owners, place),
    )
    append(this.found.rules, rules)
    this.found.unchanged += unchanged
  }
}

function rulesOf(
  { table, path }: Pair,
  chain: NftChain | undefined,
  owners: Owners,
  place: Pick<RuleChange, 'family' | 'table' | 'chain'>,
): RuleSide {
  const rules = chain?.rules ?? []
  const texts = rules.map(
    ({ statements, comment }) => printNftRule(statements.map(withSortedSets), comment, '').origin.text,
  )
  return {
    texts,
    about: (index) => ({
      ...place,
      text: rules[index]?.printed.origin.text ?? '',
      id: `${path}/${place.chain}#${index + 1}`,
      ownership: owners.ofNative(table.name, `${path}/${place.chain}#${index + 1}`),
    }),
  }
}

function policyOf(base: NftBase | undefined): Policy | undefined {
  return base === undefined ? undefined : base.policy === 'drop' ? 'DROP' : 'ACCEPT'
}

function flagsOf({ dormant }: NftTable): string {
  return dormant ? 'flags dormant' : ''
}

// What packets put into a set comes and goes by itself, as counters do.
function elementsOf(set: NftSet | undefined): ReadonlySet<string> | undefined {
  if (set === undefined) return new Set()
  return set.elements === undefined || set.flags.includes('dynamic') ? undefined : new Set(printElements(set))
}
