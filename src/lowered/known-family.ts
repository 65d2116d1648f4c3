import { allOf, always, anyOf, type Condition, negateIf, never } from '#model/condition.ts'
import type { Family } from '#model/family.ts'

const numbers: Readonly<Record<Family, number>> = { ipv4: 2, ipv6: 10 }

/** A condition where all packets are of one family: what it asks about the family is answered. */
export function ofFamily(condition: Condition, family: Family): Condition {
  switch (condition.kind) {
    case 'all':
      return allOf(condition.of.map((one) => ofFamily(one, family)))
    case 'any': {
      const parts = condition.of.map((one) => ofFamily(one, family))
      if (parts.some(isAlways)) return always
      return anyOf(parts)
    }
    case 'not': {
      const inner = ofFamily(condition.of, family)
      return isAlways(inner) ? never : isNever(inner) ? always : negateIf(true, inner)
    }
    case 'in': {
      if (condition.field !== 'nfproto') return condition
      return condition.set.some(({ from, to }) => from <= numbers[family] && numbers[family] <= to) ? always : never
    }
    case 'bits':
    case 'interface':
    case 'member':
    case 'unknown':
      return condition
  }
}

function isAlways(condition: Condition): boolean {
  return condition.kind === 'all' && condition.of.length === 0
}

function isNever(condition: Condition): boolean {
  return condition.kind === 'any' && condition.of.length === 0
}
