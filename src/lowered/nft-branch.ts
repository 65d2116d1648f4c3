import type { Condition } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Json } from '#model/nft.ts'
import { memberOf } from './nft-key.ts'

/** One of the things that a statement may do, with what it asks before. */
export interface Branch {
  /** undefined: always. */
  readonly condition: Condition | undefined
  readonly effect: Effect
}

/** A verdict as a statement or as what a map leads to; undefined: it is none. */
export function verdictOf(statement: Json): Effect | undefined {
  const [name] = typeof statement === 'object' && statement !== null ? Object.keys(statement) : []
  switch (name) {
    case 'accept':
      return { kind: 'verdict', verdict: 'ACCEPT' }
    case 'drop':
      return { kind: 'verdict', verdict: 'DROP' }
    case 'return':
      return { kind: 'return' }
    case 'continue':
      return { kind: 'continue', does: 'count' }
    case 'jump':
    case 'goto': {
      const chain = memberOf(memberOf(statement, name) ?? null, 'target')
      return typeof chain === 'string' ? { kind: 'jump', chain, goto: name === 'goto' } : undefined
    }
    default:
      return undefined
  }
}
