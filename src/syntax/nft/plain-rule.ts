import type { Json, NftRule } from '#model/nft.ts'
import { printNftRule } from './print-rule.ts'

/** A rule in one spelling, whatever the version of nft it was read from: without counts, the members of sets in order. */
export function plainRuleText({ statements, comment, printed }: NftRule): string {
  if (!statements.some(hasSet)) return printed.origin.text
  return printNftRule(statements.map(sorted), comment, '').origin.text
}

function hasSet(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) ? value.some(hasSet) : Object.hasOwn(value, 'set') || Object.values(value).some(hasSet)
}

// The kernel gives the members of a set in an order of its own.
function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted)
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === 'set' && Array.isArray(member)
        ? [name, (member as readonly Json[]).map(sorted).sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)))]
        : [name, sorted(member)],
    ),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
