import { lower } from '#lowered/lower.ts'
import type { NftTable } from '#model/nft.ts'
import { ListedRule } from '#syntax/nft/listed-rule.ts'
import { printElements } from '#syntax/nft/print-object.ts'
import { withSortedSets } from '#syntax/nft/sort-sets.ts'

/** What tables mean, as data that can be compared: rules with their text and parts, whatever the order of elements in sets. */
export function plainForm(tables: readonly NftTable[]): unknown {
  const sorted = tables.map((table) => ({
    ...table,
    listedBy: '',
    chains: table.chains.map((chain) => ({
      ...chain,
      rules: chain.rules.map(({ statements, comment }) => {
        return new ListedRule(statements.map(withSortedSets), comment, undefined, '')
      }),
    })),
    sets: table.sets.map((set) => ({ ...set, elements: (set.elements ?? []).map(withSortedSets) })),
  }))
  return {
    tables: lower([], sorted).tables.map(({ path, families, chains }) => ({
      path,
      families,
      chains: [...chains.values()].map(({ name, base, rules }) => ({
        name,
        base: base === undefined ? undefined : { ...base, registered: undefined },
        rules: rules.map(({ origin, clauses, effect, parts, tracks }) => ({
          text: origin.text,
          clauses: clauses.map(({ condition }) => condition),
          effect,
          parts: parts.map(({ clauses: asks, effect: does, next, otherwise, target }) => ({
            asks: asks.map(({ condition }) => condition),
            does,
            next,
            otherwise,
            target: target?.path,
          })),
          tracks,
        })),
      })),
    })),
    sets: tables.map(({ sets }) =>
      sets.map((set) => ({ name: set.name, kind: set.kind, elements: [...printElements(set)].sort() })),
    ),
  }
}
