import type { Json } from '#model/nft.ts'
import { membersOf } from './json-members.ts'

/** Statements with the elements of their sets in one order: the kernel keeps none. */
export function withSortedSets(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withSortedSets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(membersOf(value)).map(([name, member]) => {
      const inner = withSortedSets(member)
      return [name, name === 'set' && Array.isArray(inner) ? [...(inner as readonly Json[])].sort(byText) : inner]
    }),
  )
}

function byText(a: Json, b: Json): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
