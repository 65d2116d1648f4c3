import { groupBy } from '#base/lists.ts'
import type { Part } from '#model/parts.ts'
import type { Taken } from '#syntax/shape.ts'
import type { Candidate } from './recognise-candidates.ts'
import type { Fit } from './recognise-state.ts'

/** A rule that looks like Docker's, and how it fits Docker's state. */
export interface Weighed extends Candidate {
  readonly part: Part<'docker'>
  readonly fit: Fit
}

/** What companions of a rule are looked up by. */
export interface Likeness {
  readonly taken: Taken
  readonly place: Pick<Candidate['place'], 'ruleset'>
}

/** Finds the rules of one part that agree with a rule in some of what its pattern took. Families stay apart. */
export type Companions = (part: Part<'docker'>, rule: Likeness, fields: readonly string[]) => readonly Weighed[]

/** The fields that name a published port on the container's side. */
export const containerSide = ['protocol', 'containerAddress', 'containerPort'] as const

/** Looks companions up; each kind of question is indexed when it is asked first. */
export function companionsOf(all: readonly Weighed[]): Companions {
  const parts = groupBy(all, ({ part }) => part)
  const indexes = new Map<string, ReadonlyMap<string, readonly Weighed[]>>()
  return (part, rule, fields) => {
    const rules = parts.get(part)
    if (rules === undefined) return []
    const name = `${part} ${fields.join(' ')}`
    const index = indexes.get(name) ?? groupBy(rules, (one) => keyOf(one, fields))
    indexes.set(name, index)
    return index.get(keyOf(rule, fields)) ?? []
  }
}

function keyOf({ taken, place }: Likeness, fields: readonly string[]): string {
  let key: string = place.ruleset.family
  for (const field of fields) key += ` ${taken[field] ?? ''}`
  return key
}
