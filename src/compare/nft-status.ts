import { bridgesTable, type NftBook, type NftWrittenRule } from '#docker/nftables/nft-book.ts'
import type { Family } from '#model/family.ts'
import type { NftBase, NftChain, NftTable } from '#model/nft.ts'
import type { Owners } from '#model/owner.ts'
import type { DockerRuleStatus, Standing } from '#model/repair.ts'
import { printBase, printElements } from '#syntax/nft/print-object.ts'
import { plainRuleText } from '#syntax/nft/plain-rule.ts'

/** One rule that is there. */
export interface FoundRule {
  readonly text: string
  readonly handle: number | undefined
  readonly isDockers: boolean
}

/** A chain of the engine's table, as expected and as it is. `found` undefined: it is not there. */
export interface NftChainStatus {
  readonly name: string
  readonly base: NftBase | undefined
  readonly found: readonly FoundRule[] | undefined
  /** Whether another hook calls it, or none. */
  readonly isRehooked: boolean
  /** Whether it drops, or accepts, what no rule decides, and the engine says otherwise. */
  readonly isRepoliced: boolean
  readonly expected: readonly NftWrittenRule[]
  /** By the place in `expected` the place in `found`, of rules that are there and in place. */
  readonly kept: ReadonlyMap<number, number>
}

/** The engine's table of one family held against what the engine would write. */
export interface NftStatus {
  readonly rules: readonly DockerRuleStatus[]
  readonly isThere: boolean
  /** Whether the table is switched off: none of its chains is called. */
  readonly isDormant: boolean
  readonly chains: readonly NftChainStatus[]
  /** Maps that are not there. */
  readonly missingMaps: readonly string[]
  /** Elements that are not there; `instead`: the key leads elsewhere now. */
  readonly missingElements: readonly {
    readonly map: string
    readonly key: string
    readonly chain: string
    readonly instead: boolean
  }[]
}

/** Holds the engine's table against a prediction. What is not the engine's is not spoken of. */
export function nftStatus(family: Family, book: NftBook, tables: readonly NftTable[], owners: Owners): NftStatus {
  const table = tables.find((one) => one.name === bridgesTable && one.family === book.family)
  const place = { family, table: bridgesTable }
  const rules: DockerRuleStatus[] = []
  const found = new Map((table?.chains ?? []).map((chain) => [chain.name, chain]))
  const chains = [...book.chains].map(([name, { base, rules: expected }]) => {
    const chain = found.get(name)
    const status = chainStatus(name, base, expected, chain, `${book.family}/${bridgesTable}`, owners)
    for (const one of ruleStatus(status)) rules.push({ ...place, chain: name, ...one })
    return status
  })
  const missingElements = [...book.maps].flatMap(([map, elements]) => {
    const set = table?.sets.find(({ name }) => name === map)
    const there = new Map((set === undefined ? [] : printElements(set)).map((text) => [text.split(' : ')[0], text]))
    return [...elements].flatMap(([key, chain]) => {
      const text = `"${key}" : jump ${chain}`
      const now = there.get(`"${key}"`)
      if (now === text) return []
      rules.push({ ...place, chain: `@${map}`, standing: 'missing', text, position: undefined, cause: {} })
      return [{ map, key, chain, instead: now !== undefined }]
    })
  })
  const missingMaps = [...book.maps.keys()].filter((name) => !table?.sets.some((set) => set.name === name))
  return {
    rules,
    isThere: table !== undefined,
    isDormant: table?.dormant === true,
    chains,
    missingMaps,
    missingElements,
  }
}

function chainStatus(
  name: string,
  base: NftBase | undefined,
  expected: readonly NftWrittenRule[],
  chain: NftChain | undefined,
  path: string,
  owners: Owners,
): NftChainStatus {
  const found = chain?.rules.map((rule, index) => ({
    text: plainRuleText(rule),
    handle: rule.handle,
    isDockers: owners.ofNative(bridgesTable, `${path}/${name}#${index + 1}`).owner === 'docker',
  }))
  const isRehooked = chain !== undefined && printBase(chain.base) !== printBase(base)
  const isRepoliced = chain !== undefined && !isRehooked && chain.base?.policy !== base?.policy
  return { name, base, found, isRehooked, isRepoliced, expected, kept: inPlace(expected, found ?? []) }
}

/** Of the expected rules that are there, as many as can stay where they are, group after group. */
function inPlace(expected: readonly NftWrittenRule[], found: readonly FoundRule[]): ReadonlyMap<number, number> {
  const first = new Map<string, number>()
  for (const [index, { text }] of found.entries()) if (!first.has(text)) first.set(text, index)
  const there = expected.flatMap(({ text, group }, at) => {
    const index = first.get(text)
    return index === undefined ? [] : [{ at, group, index }]
  })
  // The longest row of rules whose groups do not go down: per group the best that ends in it.
  type Row = { readonly length: number; readonly last: (typeof there)[number]; readonly before: Row | undefined }
  const best: (Row | undefined)[] = []
  for (const last of there.toSorted((a, b) => a.index - b.index)) {
    let before: Row | undefined
    for (let group = 0; group <= last.group; group++)
      if ((best[group]?.length ?? 0) > (before?.length ?? 0)) before = best[group]
    best[last.group] = { length: (before?.length ?? 0) + 1, last, before }
  }
  let row = best.reduce<Row | undefined>((a, b) => ((b?.length ?? 0) > (a?.length ?? 0) ? b : a), undefined)
  const kept = new Map<number, number>()
  for (; row !== undefined; row = row.before) kept.set(row.last.at, row.last.index)
  return kept
}

type RuleStanding = Pick<DockerRuleStatus, 'standing' | 'text' | 'position' | 'cause'>

function ruleStatus({ name, base, found, isRehooked, expected, kept }: NftChainStatus): readonly RuleStanding[] {
  const head: RuleStanding[] =
    found === undefined || isRehooked
      ? [
          {
            standing: found === undefined ? 'missing' : 'altered',
            text: chainText(name, base),
            position: undefined,
            cause: {},
          },
        ]
      : []
  const known = new Set(expected.map(({ text }) => text))
  const own = expected.map(({ text, cause }, at): RuleStanding => {
    const index = kept.get(at)
    const there = index ?? found?.findIndex((rule) => rule.text === text) ?? -1
    const standing: Standing = index !== undefined ? 'expected' : there < 0 ? 'missing' : 'out-of-place'
    return { standing, text, position: there < 0 ? undefined : there + 1, cause }
  })
  const stale = (found ?? []).flatMap(({ text, isDockers }, index): readonly RuleStanding[] =>
    isDockers && !known.has(text) ? [{ standing: 'stale', text, position: index + 1, cause: {} }] : [],
  )
  return [...head, ...own, ...stale]
}

function chainText(name: string, base: NftBase | undefined): string {
  return base === undefined ? `chain ${name}` : `chain ${name} { ${printBase(base)}; policy ${base.policy}; }`
}
