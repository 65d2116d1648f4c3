import type { Json } from '#model/nft.ts'
import { memberIn } from '../json-members.ts'
import type { Cursor } from './cursor.ts'
import { readResult } from './read-result.ts'

const flagNames = ['random', 'fully-random', 'persistent']

/** What stands behind `dnat`, `snat`, `masquerade`, `redirect` and `tproxy`. */
export function readNat(cursor: Cursor, name: string): Json {
  const fields: { [name: string]: Json } = {}
  const family = cursor.take('ip', 'ip6')
  if (family !== undefined) fields.family = family
  const isPrefix = cursor.take('prefix') !== undefined
  // `addr . port`: what the map behind it gives.
  if (cursor.take('addr') !== undefined && cursor.take('.') !== undefined) cursor.expect('port')
  cursor.take('interval')
  if (cursor.take('to') !== undefined) readPlace(cursor, name, fields)
  const flags: Json[] = isPrefix ? ['netmap'] : []
  while (cursor.isOneOf(flagNames)) {
    flags.push(cursor.name())
    cursor.take(',')
  }
  if (flags.length > 0) fields.flags = flags.length === 1 ? (flags[0] ?? null) : flags
  if (isPrefix) fields.type_flags = 'prefix'
  return { [name]: Object.keys(fields).length === 0 ? null : fields }
}

function readPlace(cursor: Cursor, name: string, fields: { [name: string]: Json }): void {
  if (cursor.take(':') !== undefined) {
    fields.port = readResult(cursor, 'port')
    return
  }
  const address = readResult(cursor, 'plain')
  // A map behind `redirect to` gives ports.
  if (memberIn(address, 'map') !== undefined && (name === 'redirect' || name === 'masquerade')) fields.port = address
  else fields.addr = address
  if (cursor.take(':') !== undefined) fields.port = readResult(cursor, 'port')
}
