import type { Json } from '#model/nft.ts'
import type { Cursor } from './cursor.ts'
import { readExpression } from './read-expression.ts'
import { readResult } from './read-result.ts'
import { readState, readTime } from './read-state.ts'

/** A rule that changes a set, `add @seen { ip saddr timeout 5m }`; as it was written before, `set add ip saddr @seen`. */
export function readSetChange(cursor: Cursor, op: string): Json {
  if (!cursor.place.text.startsWith('@')) {
    const elem = readElement(cursor)
    return { set: { op, elem, set: cursor.name() } }
  }
  const set = cursor.name()
  cursor.expect('{')
  cursor.skipLines()
  const elem = readElement(cursor)
  const stmt: Json[] = []
  for (let state = readState(cursor); state !== undefined; state = readState(cursor)) stmt.push(state)
  const more = stmt.length === 0 ? {} : { stmt }
  if (cursor.take(':') === undefined) {
    cursor.skipLines()
    cursor.expect('}')
    return { set: { op, elem, set, ...more } }
  }
  const data = readResult(cursor, 'plain')
  cursor.skipLines()
  cursor.expect('}')
  return { map: { op, elem, data, map: set, ...more } }
}

function readElement(cursor: Cursor): Json {
  const val = readExpression(cursor)
  return cursor.take('timeout') === undefined ? val : { elem: { val, timeout: readTime(cursor) } }
}
