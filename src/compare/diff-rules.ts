import type { RuleChange, Standing } from '#model/difference.ts'
import type { Owner } from '#model/owner.ts'
import { diffLists } from './diff-lists.ts'

/** The rules of a chain on one side: their texts in one spelling, and what is known of each. */
export interface RuleSide {
  readonly texts: readonly string[]
  about(index: number): Pick<RuleChange, 'family' | 'table' | 'chain' | 'text' | 'id' | 'ownership'>
}

/** What came, went and moved in a chain, and how many rules stayed. */
export function changedRules(
  before: RuleSide,
  after: RuleSide,
): { readonly rules: readonly RuleChange[]; readonly unchanged: number } {
  const removed: number[] = []
  const added: number[] = []
  let i = 0
  let j = 0
  let unchanged = 0
  for (const { kind, count } of diffLists(before.texts, after.texts)) {
    for (let n = 0; n < count; n++) {
      if (kind === 'removed') removed.push(i)
      if (kind === 'added') added.push(j)
      if (kind !== 'added') i++
      if (kind !== 'removed') j++
    }
    if (kind === 'same') unchanged += count
  }
  return { rules: removed.length + added.length === 0 ? [] : changesOf(before, after, removed, added), unchanged }
}

function changesOf(
  before: RuleSide,
  after: RuleSide,
  removed: readonly number[],
  added: readonly number[],
): readonly RuleChange[] {
  const changes: RuleChange[] = []
  const gone = new Map<string, number[]>()
  const spans = { before: userSpan(before), after: userSpan(after) }
  for (const index of removed) {
    const text = before.texts[index] as string
    gone.set(text, [...(gone.get(text) ?? []), index])
  }
  const kept = keptTexts(after.texts, added)
  for (const index of added) {
    const text = after.texts[index] as string
    const from = gone.get(text)?.shift()
    const about = after.about(index)
    changes.push({
      ...about,
      kind: from === undefined ? 'added' : 'moved',
      positionBefore: from === undefined ? undefined : from + 1,
      positionAfter: index + 1,
      sameAs: from === undefined ? kept.get(text) : undefined,
      standing: standing(spans.after, about.ownership.owner, index),
    })
  }
  for (const index of [...gone.values()].flat()) {
    const about = before.about(index)
    changes.push({
      ...about,
      kind: 'removed',
      positionBefore: index + 1,
      positionAfter: undefined,
      sameAs: undefined,
      standing: standing(spans.before, about.ownership.owner, index),
    })
  }
  return changes
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

/** The first and last rule of the user's in a chain; undefined where there is none. */
function userSpan({ texts, about }: RuleSide): { first: number; last: number } | undefined {
  const yours = (index: number) => about(index).ownership.owner === 'user'
  const indexes = texts.map((_, index) => index)
  const first = indexes.find(yours)
  return first === undefined ? undefined : { first, last: indexes.findLast(yours) ?? first }
}

function standing(span: { first: number; last: number } | undefined, owner: Owner, index: number): Standing {
  if (span === undefined || owner === 'user') return 'alone'
  if (index < span.first) return 'before-yours'
  return index > span.last ? 'after-yours' : 'between-yours'
}
