import { allOf, type Condition, negateIf, unknown } from '#model/condition.ts'
import type { Json } from '#model/nft.ts'
import { keyOf } from './nft-expression.ts'
import { type Key, memberOf, oneOf } from './nft-key.ts'
import { plainNumber } from './nft-symbols.ts'
import type { Sets } from './nft-sets.ts'

/** What a `match` statement asks. `text`: the statement, for what we cannot decide. */
export function matchCondition(match: Json, sets: Sets, text: string): Condition {
  const left = memberOf(match, 'left') ?? null
  const right = memberOf(match, 'right') ?? null
  const key = keyOf(left)
  if (key === undefined) return unknown(causeOf(left), text)
  const asked = compared(key, memberOf(match, 'op'), right, sets, text)
  return allOf([...key.needs, asked ?? unknown(causeOf(left), text)])
}

function compared(key: Key, op: Json | undefined, right: Json, sets: Sets, text: string): Condition | undefined {
  switch (op) {
    case '==':
    case 'in':
      return op === 'in' && key.has !== undefined ? key.has(right) : matchesAny(key, right, sets, text)
    case '!=': {
      const same = key.has !== undefined && Array.isArray(right) ? key.has(right) : matchesAny(key, right, sets, text)
      return same === undefined ? undefined : negateIf(true, same)
    }
    default:
      return ordered(key, op, plainNumber(right))
  }
}

function ordered(key: Key, op: Json | undefined, number: number | undefined): Condition | undefined {
  if (number === undefined || key.within === undefined) return undefined
  if (op === '<') return key.within(undefined, number - 1)
  if (op === '>') return key.within(number + 1, undefined)
  if (op === '<=') return key.within(undefined, number)
  return op === '>=' ? key.within(number, undefined) : undefined
}

/** The expression is one of the values of the right side: a value, a set, or a set by its name. */
export function matchesAny(key: Key, right: Json, sets: Sets, text: string): Condition | undefined {
  const named = sets.find(right)
  if (named?.members === 'unknown') return unknown(named.changes ? 'history' : 'host', text)
  const list = named?.members ?? memberOf(right, 'set')
  if (list === undefined) return key.is(right)
  const values = Array.isArray(list) ? (list as readonly Json[]) : [list]
  const each = values.map((value) => key.is(plainElement(value)))
  return each.includes(undefined) ? undefined : oneOf(each as readonly Condition[])
}

/** An element without its timeout, comment and counter. */
export function plainElement(element: Json): Json {
  const inner = memberOf(element, 'elem')
  return inner === undefined ? element : (memberOf(inner, 'val') ?? null)
}

// What depends on time or chance has another answer each time.
function causeOf(left: Json): 'packet' | 'host' | 'history' {
  const meta = memberOf(memberOf(left, 'meta') ?? null, 'key')
  if (memberOf(left, 'numgen') !== undefined || meta === 'random') return 'history'
  if (meta === 'time' || meta === 'day' || meta === 'hour') return 'host'
  return memberOf(left, 'fib') === undefined && memberOf(left, 'rt') === undefined ? 'packet' : 'host'
}
