import type { Json } from '#model/nft.ts'
import type { Cursor } from './cursor.ts'
import { readExpression, readOperations, startsExpression } from './read-expression.ts'
import { readRange, readSet, typeOf, type ValueType } from './read-value.ts'

/** What a field is set to, or where NAT leads: a value, an expression, or what a map gives for one. */
export function readResult(cursor: Cursor, type: ValueType): Json {
  const isExpression = startsExpression(cursor) && !cursor.isNext(1, '-', '/', ':')
  const value = isExpression ? readExpression(cursor) : readOperations(cursor, (inner) => readRange(inner, type))
  if (!isExpression || cursor.take('map') === undefined) return value
  return { map: { key: value, data: readMapData(cursor, value) } }
}

/** The elements of a map, or its name. */
export function readMapData(cursor: Cursor, key: Json): Json {
  return cursor.is('{') ? readSet(cursor, typeOf(key)) : cursor.name()
}
