import { covers } from '#base/intervals.ts'
import { remembered } from '#base/remember.ts'
import type { Condition } from '#model/condition.ts'
import type { LoweredRule } from '#model/lowered.ts'

// Rules further up are not compared: a chain of many rules would take too long.
const mostBefore = 100

const conditionsOf = remembered(({ clauses }: LoweredRule): readonly Condition[] =>
  clauses.map(({ condition }) => condition).flatMap((one) => (one.kind === 'all' ? one.of : [one])),
)

/** A rule before this one in its chain whose conditions are all wider: it takes every packet that this one asks for. */
export function coveringRule(rule: LoweredRule): LoweredRule | undefined {
  const own = conditionsOf(rule)
  const { rules } = rule.chain
  const to = rule.position - 1
  for (let index = Math.max(0, to - mostBefore); index < to; index++) {
    const earlier = rules[index] as LoweredRule
    if (isWider(earlier, own) && areQuiet(rules.slice(index + 1, to))) return earlier
  }
  return undefined
}

function isWider(earlier: LoweredRule, own: readonly Condition[]): boolean {
  if (earlier.parts.length !== 1 || conditionsOf(earlier).length > own.length) return false
  if (earlier.effect.kind !== 'verdict' && earlier.effect.kind !== 'return') return false
  return conditionsOf(earlier).every((wide) => own.some((narrow) => implies(narrow, wide)))
}

function implies(narrow: Condition, wide: Condition): boolean {
  if (narrow.kind === 'in' && wide.kind === 'in') return narrow.field === wide.field && covers(wide.set, narrow.set)
  if (narrow.kind === 'interface' && wide.kind === 'interface')
    return (
      narrow.field === wide.field &&
      (wide.prefix ? narrow.name.startsWith(wide.name) : !narrow.prefix && narrow.name === wide.name)
    )
  if (narrow.kind === 'bits' && wide.kind === 'bits' && wide.value === 'any' && narrow.value === 'any')
    return narrow.field === wide.field && (BigInt(narrow.mask) & ~BigInt(wide.mask)) === 0n
  return false
}

// A mark or another field may change between two rules.
function areQuiet(rules: readonly LoweredRule[]): boolean {
  return rules.every(({ effect }) => effect.kind !== 'mark' && effect.kind !== 'rewrite' && effect.kind !== 'unknown')
}
