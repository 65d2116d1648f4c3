import type { Ownership, Place } from '#model/owner.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'

/** A rule's place, and the names of the chains that it could jump to. */
export interface PlacedRule extends Place {
  readonly names: ReadonlySet<string>
  /** Whose the rule is, once that was asked. */
  owner: Ownership | undefined
}

/** Tells where a rule of the rulesets stands; undefined: it is none of them. */
export type PlaceIndex = (rule: Rule) => PlacedRule | undefined

/** Tells where rules stand. They are gone through at the first question. */
export function placeIndex(rulesets: readonly Ruleset[]): PlaceIndex {
  let places: ReadonlyMap<Rule, PlacedRule> | undefined
  return (rule) => {
    places ??= placesOf(rulesets)
    return places.get(rule)
  }
}

function placesOf(rulesets: readonly Ruleset[]): ReadonlyMap<Rule, PlacedRule> {
  const found = new Map<Rule, PlacedRule>()
  for (const ruleset of rulesets) {
    for (const { name: table, chains } of ruleset.tables) {
      const names = new Set(chains.map(({ name }) => name))
      for (const chain of chains) {
        for (let index = 0; index < chain.rules.length; index++) {
          found.set(chain.rules[index] as Rule, { ruleset, table, chain, index, names, owner: undefined })
        }
      }
    }
  }
  return found
}
