import type { Json } from '#model/nft.ts'

/** The members of an object of JSON. */
export type Members = { readonly [key: string]: Json }

/** The members of a value; none where it is no object. */
export function membersOf(value: Json | undefined): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}
}

/** One member of a value, its own. */
export function memberIn(value: Json | undefined, name: string): Json | undefined {
  const members = membersOf(value)
  return Object.hasOwn(members, name) ? members[name] : undefined
}
