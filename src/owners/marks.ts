import type { Claims, Owner, Ownership, Place, Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { ownership } from '#model/parts.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'

/** The part of a rule and facts for its texts. */
export interface Finding<O extends Owner> {
  readonly part: Part<O>
  readonly args?: Ownership['args']
}

/** How one owner marks what is its own. */
export interface Marks<O extends Owner> {
  readonly owner: O
  /** What a chain of this name is part of; undefined: not the owner's. */
  chain(name: string, table: string): Part<O> | undefined
  /** What a rule inside an own chain does, where that is more than its chain tells. */
  inside?(rule: Rule, place: Place): Finding<O> | undefined
  /** What marks a rule that stands in another chain, beside a jump into an own chain. */
  outside?(rule: Rule, place: Place): Finding<O> | undefined
}

/**
 * A recogniser for owners that work in chains of their own: these chains, the rules in them, the jumps into them.
 * `args.role` is 'chain', 'jump' or 'rule'; `args.chain` the owner's chain.
 */
export function markedBy<O extends Owner>({ owner, chain: partOf, inside, outside }: Marks<O>): Claims {
  const known = new Map<string, Map<string, Part<O> | undefined>>()
  const part = (name: string, table: string) => {
    const names = known.get(table) ?? new Map<string, Part<O> | undefined>()
    if (names.size === 0) known.set(table, names)
    if (!names.has(name)) names.set(name, partOf(name, table))
    return names.get(name)
  }
  const claim = (role: string, chain: string, found: Finding<O>) =>
    ownership(owner, found.part, { role, chain, ...found.args })
  return {
    ofChain(_ruleset, table, { name }) {
      const found = part(name, table)
      return found === undefined ? undefined : claim('chain', name, { part: found })
    },
    ofRule(rule, place) {
      const { name } = place.chain
      const own = part(name, place.table)
      if (own !== undefined) return claim('rule', name, inside?.(rule, place) ?? { part: own })
      const found = outside?.(rule, place)
      if (found !== undefined) return claim('rule', name, found)
      const target = rule.target?.name
      const jumped = target === undefined ? undefined : part(target, place.table)
      return target === undefined || jumped === undefined ? undefined : claim('jump', target, { part: jumped })
    },
  }
}

/** A recogniser whose marks do not depend on the rest of the host. */
export function always<O extends Owner>(marks: Marks<O>): Recogniser {
  return () => markedBy(marks)
}

/** Whether any table has a chain with such a name. */
export function hasChain(rulesets: readonly Ruleset[], pattern: RegExp): boolean {
  return rulesets.some(({ tables }) => tables.some(({ chains }) => chains.some(({ name }) => pattern.test(name))))
}

/** The texts of the rule's comments. */
export function comments(rule: Rule): readonly string[] {
  return values(rule, 'comment', '--comment')
}

/** The names of the ipsets the rule looks into. */
export function sets(rule: Rule): readonly string[] {
  return values(rule, 'set', '--match-set')
}

function values(rule: Rule, match: string, option: string): readonly string[] {
  const found: string[] = []
  for (const use of rule.matches) {
    if (use.name !== match) continue
    for (const { name, value } of use.options) {
      if (name !== option) continue
      if (typeof value === 'string') found.push(value)
      else if (typeof value === 'object' && 'set' in value) found.push(value.set)
    }
    const at = use.words.indexOf(option)
    if (at >= 0) found.push(use.words[at + 1] ?? '')
  }
  return found
}

/** Whether the rule takes every packet. */
export function isUnconditional(rule: Rule): boolean {
  const { source, destination, protocol, fragment, matches, hidden } = rule
  return (
    [source, destination, rule.in, rule.out, protocol, fragment].every((use) => use === undefined) &&
    matches.length === 0 &&
    hidden.length === 0
  )
}
