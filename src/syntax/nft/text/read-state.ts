import type { Json } from '#model/nft.ts'
import type { Cursor } from './cursor.ts'

type Fields = { readonly [name: string]: Json }

const seconds: Readonly<Record<string, number>> = { d: 86400, h: 3600, m: 60, s: 1, ms: 0 }

/** A time as nft writes it, `1h30m`, in seconds. */
export function readTime(cursor: Cursor): number {
  const text = cursor.name()
  const parts = [...text.matchAll(/(\d+)(ms|[dhms]|$)/g)]
  if (parts.map(([part]) => part).join('') !== text) cursor.fail()
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (seconds[unit || 's'] ?? 0), 0)
}

/** What counts or limits; undefined: nothing of that stands here. The same words stand in rules, and in elements of sets. */
export function readState(cursor: Cursor): Fields | undefined {
  switch (cursor.place.kind === 'word' ? cursor.place.text : '') {
    case 'counter':
      cursor.next()
      return counter(cursor)
    case 'limit':
      cursor.next()
      return limit(cursor)
    case 'quota':
      cursor.next()
      return quota(cursor)
    case 'last':
      cursor.next()
      return last(cursor)
    case 'ct':
      return cursor.isNext(1, 'count') ? connections(cursor) : undefined
    default:
      return undefined
  }
}

function named(cursor: Cursor): string | undefined {
  return cursor.take('name') === undefined ? undefined : cursor.name()
}

function counter(cursor: Cursor): Fields {
  const name = named(cursor)
  if (name !== undefined) return { counter: name }
  if (cursor.take('packets') === undefined) return { counter: null }
  const packets = cursor.number()
  cursor.expect('bytes')
  return { counter: { packets, bytes: cursor.number() } }
}

function last(cursor: Cursor): Fields {
  if (cursor.take('used') !== undefined) cursor.name()
  return { last: null }
}

function connections(cursor: Cursor): Fields {
  cursor.next()
  cursor.next()
  const inv = cursor.take('over') !== undefined ? { inv: true } : {}
  return { 'ct count': { val: cursor.number(), ...inv } }
}

function quota(cursor: Cursor): Fields {
  const name = named(cursor)
  if (name !== undefined) return { quota: name }
  const inv = cursor.take('over', 'until') === 'over' ? { inv: true } : {}
  const val = cursor.number()
  const unit = cursor.name()
  if (cursor.take('used') !== undefined) {
    cursor.number()
    cursor.name()
  }
  return { quota: { val, val_unit: unit, ...inv } }
}

const units = ['packets', 'bytes', 'kbytes', 'mbytes']

function limit(cursor: Cursor): Fields {
  const name = named(cursor)
  if (name !== undefined) return { limit: name }
  cursor.expect('rate')
  const inv = cursor.take('over', 'until') === 'over' ? { inv: true } : {}
  const rate = cursor.number()
  const unit = cursor.takeOneOf(units)
  const isBytes = unit !== undefined && unit !== 'packets'
  cursor.expect('/')
  const per = cursor.name()
  const burst = cursor.take('burst') === undefined ? undefined : cursor.number()
  const burstUnit = burst === undefined ? undefined : cursor.takeOneOf(units)
  return {
    limit: {
      rate,
      burst: burst ?? (isBytes ? 0 : 5),
      per,
      ...inv,
      ...(isBytes && { rate_unit: unit }),
      ...(isBytes && burstUnit !== undefined && { burst_unit: burstUnit }),
    },
  }
}
