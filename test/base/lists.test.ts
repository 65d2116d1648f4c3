import { describe, expect, test } from 'vitest'
import { append, largest, replaceAt } from '#base/lists.ts'

const many = Array.from({ length: 300_000 }, (_, index) => index)

describe('lists too long for the arguments of a call', () => {
  test('are added behind another', () => {
    const list = [-1]
    append(list, many)
    expect(list.length).toBe(300_001)
    expect(list.slice(0, 3)).toEqual([-1, 0, 1])
  })

  test('are put where others were', () => {
    const list = [7, 8, 9]
    replaceAt(list, 1, 1, many)
    expect([list.length, list[0], list[1], list.at(-2), list.at(-1)]).toEqual([300_002, 7, 0, 299_999, 9])
    replaceAt(list, 0, 0, [])
    replaceAt(list, 1, 300_000, [8])
    expect(list).toEqual([7, 8, 9])
  })

  test('have a largest number', () => {
    expect(largest(many)).toBe(299_999)
    expect(largest([])).toBe(0)
  })
})
