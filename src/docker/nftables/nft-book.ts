import type { Cause } from '../engines/book.ts'
import type { Json, NftBase, NftTable } from '#model/nft.ts'
import { printNftRule } from '#syntax/nft/print-rule.ts'
import type { DockerNftFamily } from './statements.ts'

/** The table in which the engine keeps the rules of bridge networks. */
export const bridgesTable = 'docker-bridges'

/** A rule that the engine would write: as nft lists it, without its counts, and what in Docker's state it is there for. */
export interface NftWrittenRule {
  readonly statements: readonly Json[]
  readonly comment: string | undefined
  readonly text: string
  /** Rules of a lower group come first; within a group the order is that of events. */
  readonly group: number
  readonly cause: Cause
}

interface DraftChain {
  readonly base: NftBase | undefined
  readonly groups: NftWrittenRule[][]
  readonly held: Set<string>
}

/** The table of one family as the engine builds it. A rule that is there already is not added again. */
export interface NftBook {
  readonly family: DockerNftFamily
  /** By name; rules in the order in which they are asked. */
  readonly chains: ReadonlyMap<
    string,
    { readonly base: NftBase | undefined; readonly rules: readonly NftWrittenRule[] }
  >
  /** Verdict maps: by interface the chain to which they lead. */
  readonly maps: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** A book while it is written. `group`: rules of a lower group come first, whenever they are added. */
export interface NftDraft {
  readonly family: DockerNftFamily
  chain(name: string, base?: NftBase): void
  rule(chain: string, group: number, statements: readonly Json[], comment?: string, cause?: Cause): void
  map(name: string): void
  element(map: string, key: string, chain: string): void
  book(): NftBook
}

/** An empty table. */
export function newNftDraft(family: DockerNftFamily): NftDraft {
  const chains = new Map<string, DraftChain>()
  const maps = new Map<string, Map<string, string>>()
  const chainOf = (name: string, base?: NftBase): DraftChain => {
    const known = chains.get(name) ?? { base, groups: [], held: new Set() }
    chains.set(name, known)
    return known
  }
  return {
    family,
    chain: (name, base) => void chainOf(name, base),
    rule(chain, group, statements, comment, cause = {}) {
      const { groups, held } = chainOf(chain)
      const { text } = printNftRule(statements, comment, '').origin
      if (held.has(text)) return
      held.add(text)
      while (groups.length <= group) groups.push([])
      groups[group]?.push({ statements, comment, text, group, cause })
    },
    map: (name) => void maps.set(name, maps.get(name) ?? new Map()),
    element: (map, key, chain) => void maps.get(map)?.set(key, chain),
    book: () => ({
      family,
      chains: new Map([...chains].map(([name, { base, groups }]) => [name, { base, rules: groups.flat() }])),
      maps,
    }),
  }
}

/** The table as a reading of `nft -j list ruleset` would have it. `source`: the name of the text. */
export function tableOfBook({ family, chains, maps }: NftBook, source: string): NftTable {
  return {
    family,
    name: bridgesTable,
    handle: undefined,
    dormant: false,
    unread: [],
    chains: [...chains].map(([name, { base, rules }]) => ({
      name,
      handle: undefined,
      base,
      rules: rules.map(({ statements, comment }) => ({
        statements,
        comment,
        handle: undefined,
        printed: printNftRule(statements, comment, source),
      })),
    })),
    sets: [...maps].map(([name, elements]) => ({
      name,
      kind: 'map',
      type: ['ifname'],
      leadsTo: 'verdict',
      flags: [],
      elements: [...elements].map(([key, target]): Json => [key, { jump: { target } }]),
    })),
  }
}
