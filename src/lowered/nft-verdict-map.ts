import { allOf, type Condition, negateIf, unknown } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Json } from '#model/nft.ts'
import { keyOf } from './nft-expression.ts'
import { type Branch, verdictOf } from './nft-branch.ts'
import { memberOf, oneOf } from './nft-key.ts'
import { plainElement } from './nft-match.ts'
import type { Sets } from './nft-sets.ts'

/** What a map leads to, by what it asks; undefined: a map that we do not understand. */
export interface MapBranch {
  readonly condition: Condition
  readonly to: Json
}

/** What a verdict map may do, element by element. */
export function verdictBranches(about: Json, sets: Sets, text: string): readonly Branch[] | undefined {
  const branches = mapBranches(about, sets)
  if (branches === undefined) return unknownMap(text)
  const found = branches.map(({ condition, to }) => ({ condition, effect: verdictOf(to) }))
  return found.every((one): one is { condition: Condition; effect: Effect } => one.effect !== undefined)
    ? found
    : undefined
}

// Where the elements are not known, it may do anything.
function unknownMap(text: string): readonly Branch[] {
  return [{ condition: unknown('host', text), effect: { kind: 'unknown', target: text } }]
}

/** The elements of a map, each with what it asks of the packet; undefined where the key or an element is not understood. */
export function mapBranches(about: Json, sets: Sets): readonly MapBranch[] | undefined {
  const key = keyOf(memberOf(about, 'key') ?? null)
  const data = memberOf(about, 'data') ?? null
  const named = sets.find(data)
  const list = named === undefined ? memberOf(data, 'set') : named.members
  if (key === undefined || !Array.isArray(list)) return undefined
  const found: MapBranch[] = []
  const asked: Condition[] = []
  let rest: Json | undefined
  for (const pair of list as readonly Json[]) {
    const [element = null, to = null] = Array.isArray(pair) ? (pair as readonly Json[]) : []
    const value = plainElement(element)
    if (value === '*') {
      rest = to
      continue
    }
    const condition = key.is(value)
    if (condition === undefined) return undefined
    asked.push(condition)
    found.push({ condition: allOf([...key.needs, condition]), to })
  }
  return rest === undefined
    ? found
    : [...found, { condition: allOf([...key.needs, negateIf(true, oneOf(asked))]), to: rest }]
}
