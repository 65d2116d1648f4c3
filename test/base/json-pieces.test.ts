import { expect, test } from 'vitest'
import { JsonList, jsonPieces } from '#base/json-text.ts'

const values = [{ a: 1, b: ['x\ny', { c: null }] }, [], {}, 'text', 5]

test('a record written in pieces is what JSON.stringify writes, lists that are made while it is written included', () => {
  const record = { kind: 'explain', none: undefined, values, empty: [], deep: { of: values } }
  const lists = { ...record, values: new JsonList(() => values), empty: new JsonList(() => []) }
  expect([...jsonPieces(lists)].join('')).toBe(`${JSON.stringify(record, undefined, 2)}\n`)
  expect([...jsonPieces({})].join('')).toBe('{}\n')
})

test('a long list comes in pieces of about 64 KiB, however long it is', () => {
  const long = Array.from({ length: 20_000 }, (_, index) => ({ index, text: 'x'.repeat(20) }))
  const pieces = [...jsonPieces({ long: new JsonList(() => long) })]
  expect(pieces.every(({ length }) => length < 70_000)).toBe(true)
  expect(JSON.parse(pieces.join(''))).toEqual({ long })
})
