import { groupBy } from '#base/lists.ts'
import { remembered } from '#base/remember.ts'
import type { WrittenRule } from '#docker/engines/book.ts'
import type { Prediction } from '#docker/predict.ts'
import { defaultDialect } from '#model/family.ts'
import type { Owners } from '#model/owner.ts'
import type { DockerRuleStatus } from '#model/repair.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'
import { findChain } from '#model/ruleset.ts'
import { isBaseChain } from '#lowered/iptables-places.ts'
import { canDecide } from './deciding-rules.ts'
import { shadowsAmong } from './shadowing.ts'
import { printRule } from '#syntax/print/print-rule.ts'

/** Expected rules are spelled as this iptables-save spells them. */
export const spelling = defaultDialect

/** The rules of a chain as texts (`-o docker0 -j DOCKER`), in order. */
export function chainTexts(ruleset: Ruleset, table: string, chain: string): readonly string[] {
  return (findChain(ruleset, table, chain)?.rules ?? []).map((rule) =>
    printRule(rule, ruleset.family, spelling).trimStart(),
  )
}

/** Every rule of Docker's in a ruleset held against what the engine would have written; what is not Docker's is not spoken of. */
export function dockerStatus(ruleset: Ruleset, prediction: Prediction, owners: Owners): readonly DockerRuleStatus[] {
  const places = new Set<string>()
  for (const [table, chains] of prediction.book.tables)
    for (const chain of chains.keys()) places.add(`${table}/${chain}`)
  for (const { name, chains } of ruleset.tables) for (const chain of chains) places.add(`${name}/${chain.name}`)
  return [...places].flatMap((place) => {
    const slash = place.indexOf('/')
    return chainStatus(ruleset, prediction, owners, place.slice(0, slash), place.slice(slash + 1))
  })
}

function chainStatus(
  ruleset: Ruleset,
  prediction: Prediction,
  owners: Owners,
  table: string,
  chain: string,
): readonly DockerRuleStatus[] {
  const expected = prediction.book.tables.get(table)?.get(chain) ?? []
  const rules = findChain(ruleset, table, chain)?.rules ?? []
  const texts = chainTexts(ruleset, table, chain)
  const yours = (index: number) => isYours(rules[index], owners)
  const first = firstPositions(texts, yours)
  const base = { family: ruleset.family, table, chain }
  const sunk = misplaced(expected, first)
  const isAbove = (rule: Rule) => isYours(rule, owners) && canDecide(rule, ruleset, table, chain)
  const below = belowUsers(expected, first, rules, isAbove)
  const wanted = new Set(expected.map(({ text }) => text))
  const extra = texts.flatMap((text, index): DockerRuleStatus[] => {
    const known = wanted.has(text)
    if (known && (first.get(text) === index + 1 || yours(index))) return []
    if (!known && isOldReturn(chain, text)) return []
    if (!known && !isDockers(rules[index], owners)) {
      const changed =
        isOwnChain(table, chain) &&
        isLikeOne(text, expected, (rule) => (first.get(rule.text) ?? Number.POSITIVE_INFINITY) > index + 1)
      return changed ? [{ ...base, standing: 'altered', text, position: index + 1, cause: {}, byHand: true }] : []
    }
    const standing = known ? 'doubled' : isLikeOne(text, expected) ? 'altered' : 'stale'
    return [{ ...base, standing, text, position: index + 1, cause: {} }]
  })
  const shadowing = shadowsAmong(
    extra.filter(({ standing }) => standing !== 'doubled'),
    ({ text }) => text,
  )
  const isShadowed = (text: string, at: number) => shadowing(text).some(({ position = at }) => position < at)
  const found = expected.map((rule): DockerRuleStatus => {
    const position = first.get(rule.text)
    const standing =
      position === undefined
        ? 'missing'
        : sunk.has(rule.text) || rule === below || isShadowed(rule.text, position)
          ? 'out-of-place'
          : 'expected'
    return { ...base, standing, text: rule.text, position, cause: rule.cause }
  })
  return [...found, ...extra]
}

/** Where each text first stands, from 1; of equal ones the engine's own counts before somebody else's. */
function firstPositions(texts: readonly string[], yours: (index: number) => boolean): ReadonlyMap<string, number> {
  const positions = new Map<string, number>()
  for (const skipped of [true, false])
    texts.forEach((text, index) => {
      if (!(skipped && yours(index)) && !positions.has(text)) positions.set(text, index + 1)
    })
  return positions
}

// Engines before 28.2.2 end DOCKER-USER with it: after an upgrade it stays, does nothing and may be anybody's by now.
function isOldReturn(chain: string, text: string): boolean {
  return chain === 'DOCKER-USER' && text === '-j RETURN'
}

/** What the engine puts first of all in a chain, where a rule of the user's that decides has come to stand above it since. */
function belowUsers(
  expected: readonly WrittenRule[],
  first: ReadonlyMap<string, number>,
  rules: readonly Rule[],
  isAbove: (rule: Rule) => boolean,
): WrittenRule | undefined {
  const [top] = expected
  const at = top?.place === 'top' ? first.get(top.text) : undefined
  const above = at === undefined ? [] : rules.slice(0, at - 1)
  return above.some(isAbove) ? top : undefined
}

/** A chain in which nobody but the engine writes. */
function isOwnChain(table: string, chain: string): boolean {
  return chain !== 'DOCKER-USER' && !isBaseChain(table, chain)
}

function isYours(rule: Rule | undefined, owners: Owners): boolean {
  return rule !== undefined && owners.ofRule(rule).owner === 'user'
}

function isDockers(rule: Rule | undefined, owners: Owners): boolean {
  return rule !== undefined && owners.ofRule(rule).owner === 'docker'
}

/** A rule that differs from an expected one only behind `-j`, or only in one option, was changed by hand. */
function isLikeOne(
  text: string,
  expected: readonly WrittenRule[],
  counts: (rule: WrittenRule) => boolean = () => true,
): boolean {
  return (
    heads(expected)
      .get(headOf(text))
      ?.some((rule) => rule.text !== text && counts(rule)) === true
  )
}

const heads = remembered((expected: readonly WrittenRule[]) => groupBy(expected, ({ text }) => headOf(text)))

function headOf(text: string): string {
  return text.replace(/ -[jg] .*$/, '')
}

/**
 * The rules that do not stand where they work. What the engine puts first of all belongs above everything that it expects below;
 * what it inserts always comes to stand above what it appends, whichever comes first. A restart shuffles the rest without harm.
 */
function misplaced(expected: readonly WrittenRule[], first: ReadonlyMap<string, number>): ReadonlySet<string> {
  const ends = expected.filter(({ place }) => place === 'end')
  // For each rule: the highest position of the rules that are expected below it.
  const below = new Map<number, number>()
  let least = Number.POSITIVE_INFINITY
  for (let index = expected.length - 1; index >= 0; index--) {
    below.set(index, least)
    least = Math.min(least, first.get(expected[index]?.text ?? '') ?? least)
  }
  const highestEnd = highest(ends, first)
  const sunk = expected.filter(({ place, text }, index) => {
    const at = first.get(text)
    if (at === undefined || place === 'end') return false
    return at > highestEnd || (place === 'top' && at > (below.get(index) ?? least))
  })
  return new Set(sunk.map(({ text }) => text))
}

function highest(rules: readonly WrittenRule[], first: ReadonlyMap<string, number>): number {
  return rules.reduce((least, { text }) => Math.min(least, first.get(text) ?? least), Number.POSITIVE_INFINITY)
}
