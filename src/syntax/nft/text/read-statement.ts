import type { Json } from '#model/nft.ts'
import { memberIn } from '../json-members.ts'
import type { Cursor } from './cursor.ts'
import { readExpression, startsExpression } from './read-expression.ts'
import { readNat } from './read-nat.ts'
import { readMapData, readResult } from './read-result.ts'
import { readSetChange } from './read-set-change.ts'
import { readState } from './read-state.ts'
import { readRight, typeOf, readRange } from './read-value.ts'
import { readVerdict } from './read-verdict.ts'

/** One statement of a rule in the JSON of nft. */
export function readStatement(cursor: Cursor): Json {
  const plain = readVerdict(cursor) ?? readState(cursor)
  if (plain !== undefined) return plain
  const { kind, text } = cursor.place
  const read = kind === 'word' && Object.hasOwn(statements, text) ? statements[text] : undefined
  if (read !== undefined && !(text === 'ct' && !isSetting(cursor))) {
    cursor.next()
    return read(cursor, text)
  }
  return readAbout(cursor)
}

const statements: Readonly<Record<string, (cursor: Cursor, name: string) => Json>> = {
  notrack: () => ({ notrack: null }),
  log: readLog,
  reject: readReject,
  queue: readQueue,
  dnat: readNat,
  snat: readNat,
  masquerade: readNat,
  redirect: readNat,
  tproxy: readNat,
  add: readSetChange,
  update: readSetChange,
  delete: readSetChange,
  set: (cursor) => readSetChange(cursor, cursor.next().text),
  meter: readMeter,
  flow: readFlow,
  xt: (cursor) => ({ xt: { type: cursor.name(), name: cursor.name() } }),
  dup: readCopy,
  fwd: readCopy,
  ct: (cursor) => {
    const what = cursor.name()
    cursor.expect('set')
    return { [`ct ${what}`]: cursor.name() }
  },
}

// `ct helper "ftp"` asks, `ct helper set "ftp"` does.
function isSetting(cursor: Cursor): boolean {
  return cursor.isNext(1, 'helper', 'timeout', 'expectation') && cursor.isNext(2, 'set')
}

const signs: Readonly<Record<string, string>> = {
  eq: '==',
  ne: '!=',
  neq: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  lte: '<=',
  ge: '>=',
  gte: '>=',
}

const comparisons = ['==', '!=', '<', '>', '<=', '>=', '!', ...Object.keys(signs)]

/** A statement that begins with what it asks or sets. */
function readAbout(cursor: Cursor): Json {
  if (!startsExpression(cursor)) cursor.fail()
  const key = readExpression(cursor)
  if (cursor.take('set') !== undefined) return { mangle: { key, value: setTo(cursor, key) } }
  if (cursor.take('vmap') !== undefined) return { vmap: { key, data: readMapData(cursor, key) } }
  const sign = cursor.takeOneOf(comparisons)
  const op = sign === undefined ? undefined : (signs[sign] ?? sign)
  const right = readRight(cursor, typeOf(key))
  if (cursor.take('/') !== undefined) {
    const mask = readRight(cursor, 'plain')
    return matching({ '&': [key, mask] }, op ?? '==', right)
  }
  // None of these flags.
  if (op === '!') return matching({ '&': [key, right] }, '==', 0)
  // With a sign, several flags are one value: these and no others.
  const value = op !== undefined && Array.isArray(right) && isFlags(key) ? { '|': right as readonly Json[] } : right
  return matching(key, op ?? (isFlags(key) && !isSet(right) ? 'in' : '=='), value)
}

function matching(left: Json, op: string, right: Json): Json {
  return { match: { op, left, right } }
}

// A class is written as two numbers.
function setTo(cursor: Cursor, key: Json): Json {
  if (memberIn(memberIn(key, 'meta'), 'key') === 'priority' && cursor.isNext(1, ':')) {
    const [major, , minor] = [cursor.next(), cursor.next(), cursor.next()]
    return `${major.text}:${minor.text}`
  }
  const value = readResult(cursor, typeOf(key))
  if (!cursor.is(',')) return value
  const list = [value]
  while (cursor.take(',') !== undefined) list.push(readRange(cursor, 'plain'))
  return list
}

// Of flags, any will do where no sign is written.
function isFlags(key: Json): boolean {
  const ct = memberIn(memberIn(key, 'ct'), 'key')
  const { protocol, field } = { protocol: undefined, field: undefined, ...(memberIn(key, 'payload') as object) }
  return (
    ct === 'state' || ct === 'status' || ct === 'label' || ct === 'event' || (protocol === 'tcp' && field === 'flags')
  )
}

function isSet(right: Json): boolean {
  return memberIn(right, 'set') !== undefined || (typeof right === 'string' && right.startsWith('@'))
}

function readLog(cursor: Cursor): Json {
  const fields: { [name: string]: Json } = {}
  for (;;) {
    const name = cursor.take('prefix', 'group', 'snaplen', 'queue-threshold', 'level', 'flags')
    if (name === undefined) return { log: Object.keys(fields).length === 0 ? null : fields }
    if (name === 'prefix' || name === 'level') fields[name] = cursor.name()
    else if (name === 'flags') addFlags(fields, cursor)
    else fields[name] = cursor.number()
  }
}

function addFlags(fields: { [name: string]: Json }, cursor: Cursor): void {
  const flags = [fields.flags ?? []].flat() as Json[]
  do {
    const what = cursor.name()
    if (what !== 'tcp' && what !== 'ip') flags.push(what)
    else {
      do flags.push(`${what} ${cursor.name()}`)
      while (what === 'tcp' && cursor.take(',') !== undefined)
    }
  } while (cursor.take(',') !== undefined)
  fields.flags = flags.length === 1 ? (flags[0] ?? null) : flags
}

const rejections: Readonly<Record<string, string>> = { ip: 'icmp', ip6: 'icmpv6' }

function readReject(cursor: Cursor): Json {
  const type = Object.hasOwn(rejections, cursor.family) ? (rejections[cursor.family] as string) : 'icmpx'
  if (cursor.take('with') === undefined) return { reject: { type, expr: 'port-unreachable' } }
  if (cursor.take('tcp') !== undefined) {
    cursor.expect('reset')
    return { reject: { type: 'tcp reset' } }
  }
  const said = cursor.take('icmp', 'icmpv6', 'icmpx') ?? cursor.fail()
  cursor.take('type')
  return { reject: { type: said, expr: cursor.name() } }
}

function readQueue(cursor: Cursor): Json {
  const fields: { [name: string]: Json } = {}
  for (;;) {
    if (cursor.take('flags') !== undefined) fields.flags = readWords(cursor)
    else if (cursor.is('bypass', 'fanout')) fields.flags = readWords(cursor)
    else if (cursor.take('num', 'to') !== undefined) fields.num = readResult(cursor, 'plain')
    else return { queue: Object.keys(fields).length === 0 ? null : fields }
  }
}

/** Words with commas between; one alone is no list. */
function readWords(cursor: Cursor): Json {
  const words = [cursor.name()]
  while (cursor.take(',') !== undefined) words.push(cursor.name())
  return words.length === 1 ? (words[0] ?? null) : words
}

function readMeter(cursor: Cursor): Json {
  const name = cursor.name()
  const size = cursor.take('size') === undefined ? {} : { size: cursor.number() }
  cursor.expect('{')
  const key = readExpression(cursor)
  const stmt = readState(cursor) ?? cursor.fail()
  cursor.expect('}')
  return { meter: { key, stmt, ...size, name } }
}

function readFlow(cursor: Cursor): Json {
  const op = cursor.take('add', 'offload') ?? cursor.fail()
  return { flow: { op: op === 'offload' ? 'add' : op, flowtable: cursor.name() } }
}

function readCopy(cursor: Cursor, name: string): Json {
  cursor.take('ip', 'ip6')
  cursor.expect('to')
  const addr = readResult(cursor, 'plain')
  return { [name]: cursor.take('device') === undefined ? { addr } : { addr, dev: readResult(cursor, 'plain') } }
}
