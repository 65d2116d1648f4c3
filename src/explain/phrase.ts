import type { Condition } from '#model/condition.ts'
import type { Phrase } from '#model/explanation.ts'
import { showBits, showIntervals } from './values.ts'

/** What a condition asks, as a phrase that follows "packets": `from 10.0.0.0/8`, `not arriving on docker0`. */
export function phraseOf(condition: Condition, negated = false): Phrase {
  const not = negated ? 1 : 0
  switch (condition.kind) {
    case 'all':
    case 'any':
      return group(condition, negated)
    case 'not':
      return phraseOf(condition.of, !negated)
    case 'in':
      return { id: `phrase/${condition.field}`, args: { values: showIntervals(condition.field, condition.set), not } }
    case 'bits':
      return bits(condition, not)
    case 'interface': {
      const name = condition.prefix ? `${condition.name}*` : condition.name
      return { id: `phrase/${condition.field}`, args: { values: name, not } }
    }
    case 'member':
      return { id: 'phrase/member', args: { set: condition.set, directions: condition.directions.join(','), not } }
    case 'unknown':
      return { id: `phrase/unknown-${condition.cause}`, args: { key: condition.key, not } }
  }
}

function group(condition: Extract<Condition, { kind: 'all' | 'any' }>, negated: boolean): Phrase {
  if (condition.of.length === 0) {
    return { id: (condition.kind === 'all') !== negated ? 'phrase/every' : 'phrase/none', args: {} }
  }
  const joined = (condition.kind === 'all') !== negated ? 'phrase/all' : 'phrase/any'
  return { id: joined, args: {}, parts: condition.of.map((part) => phraseOf(part, negated)) }
}

function bits({ field, mask, value }: Extract<Condition, { kind: 'bits' }>, not: number): Phrase {
  if (value === 'any') return { id: `phrase/${field}`, args: { values: showBits(field, mask), not } }
  if (field === 'tcpflags') {
    return { id: 'phrase/tcpflags-exact', args: { set: showBits(field, value), of: showBits(field, mask), not } }
  }
  // A mask over all 32 bits of a mark asks for the value itself.
  const masked = Number(mask) === 0xffffffff ? '' : `/${showBits(field, mask)}`
  return { id: `phrase/${field}`, args: { values: `${showBits(field, value)}${masked}`, not } }
}
