import { servicePort } from '#extensions/kinds/services.ts'
import type { Json } from '#model/nft.ts'
import { memberIn } from '../json-members.ts'
import type { Cursor } from './cursor.ts'
import { readState, readTime } from './read-state.ts'
import { readVerdict } from './read-verdict.ts'

/** What the values are of which names stand for numbers; of a concatenation part by part. */
export type ValueType = 'port' | 'plain' | readonly ValueType[]

/** What values stand beside an expression. */
export function typeOf(left: Json): ValueType {
  const parts = memberIn(left, 'concat')
  if (Array.isArray(parts)) return (parts as readonly Json[]).map(typeOf)
  const field = memberIn(memberIn(left, 'payload'), 'field')
  const ct = memberIn(memberIn(left, 'ct'), 'key')
  return field === 'sport' || field === 'dport' || ct === 'proto-src' || ct === 'proto-dst' ? 'port' : 'plain'
}

/** What values the elements of a set have. */
export function typeOfElements(types: readonly string[]): ValueType {
  const each = types.map((type): ValueType => (type === 'inet_service' ? 'port' : 'plain'))
  return each.length === 1 && each[0] !== undefined ? each[0] : each
}

/** What stands on the right of a comparison: a value, a list of flags, a set, or the name of one. */
export function readRight(cursor: Cursor, type: ValueType): Json {
  if (cursor.is('{')) return readSet(cursor, type)
  const first = readConcat(cursor, type)
  if (!cursor.is(',')) return first
  const list = [first]
  while (cursor.take(',') !== undefined) list.push(readConcat(cursor, type))
  return list
}

/** A set without a name, or the map of one: `{ 22, 80-90 }`, `{ 22 : accept }`. Sets in sets are one set. */
export function readSet(cursor: Cursor, type: ValueType): Json {
  return { set: readElements(cursor, type) }
}

/** The elements between braces. */
export function readElements(cursor: Cursor, type: ValueType): readonly Json[] {
  const elements: Json[] = []
  cursor.expect('{')
  for (;;) {
    cursor.skipLines()
    if (cursor.take('}') !== undefined) return elements
    if (cursor.is('{')) for (const one of readElements(cursor, type)) elements.push(one)
    else elements.push(readElement(cursor, type))
    cursor.skipLines()
    if (cursor.take(',') === undefined && !cursor.is('}')) cursor.fail()
  }
}

function readElement(cursor: Cursor, type: ValueType): Json {
  const value = cursor.is('*') && !cursor.isNext(1, '.') ? cursor.next().text : readConcat(cursor, type)
  cursor.skipLines()
  const more: { [name: string]: Json } = {}
  for (;;) {
    if (cursor.is('timeout', 'expires')) more[cursor.name()] = readTime(cursor)
    else if (cursor.take('comment') !== undefined) more.comment = cursor.name()
    else {
      const state = readState(cursor)
      if (state === undefined) break
      Object.assign(more, state)
    }
    cursor.skipLines()
  }
  const element = Object.keys(more).length === 0 ? value : { elem: { val: value, ...more } }
  if (cursor.take(':') === undefined) return element
  cursor.skipLines()
  return [element, readVerdict(cursor) ?? readConcat(cursor, 'plain')]
}

function readConcat(cursor: Cursor, type: ValueType): Json {
  const partType = (index: number): ValueType => (typeof type === 'string' ? type : (type[index] ?? 'plain'))
  const parts = [readRange(cursor, partType(0))]
  while (cursor.take('.') !== undefined) {
    cursor.skipLines()
    parts.push(readRange(cursor, partType(parts.length)))
  }
  const [only = null, ...more] = parts
  return more.length === 0 ? only : { concat: parts }
}

/** A value, a range or a prefix, with bits joined by `|`. */
export function readRange(cursor: Cursor, type: ValueType): Json {
  const from = joined(cursor, type)
  if (cursor.take('-') !== undefined) return { range: [from, readPlain(cursor, type)] }
  if (!cursor.is('/') || !/^\d+$/.test(cursor.peek(1)?.text ?? '')) return from
  cursor.next()
  return { prefix: { addr: from, len: cursor.number() } }
}

function joined(cursor: Cursor, type: ValueType): Json {
  const parts = [readPlain(cursor, type)]
  while (cursor.take('|') !== undefined) parts.push(readPlain(cursor, type))
  const [only = null, ...more] = parts
  return more.length === 0 ? only : parts
}

function readPlain(cursor: Cursor, type: ValueType): Json {
  if (cursor.take('(') !== undefined) {
    const inner = joined(cursor, type)
    cursor.expect(')')
    return inner
  }
  if (cursor.take('[') !== undefined) {
    const address = cursor.name()
    cursor.expect(']')
    return address
  }
  if (cursor.is('*')) return cursor.next().text
  const token = cursor.peek()
  if (token?.kind === 'text') return cursor.next().text
  if (token?.kind !== 'word') cursor.fail()
  return plainOf(cursor.next().text, type)
}

function plainOf(text: string, type: ValueType): Json {
  if (/^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) return Number(text)
  if (text === 'exists') return true
  if (text === 'missing') return false
  return type === 'port' ? (servicePort(text) ?? text) : text
}

/** What is computed with: a number, flags in parentheses, an address. */
export function readOperand(cursor: Cursor): Json {
  return readPlain(cursor, 'plain')
}
