import { type Accusation, Suspicions } from '#watch/accusations.ts'
import { describe, expect, test } from 'vitest'

const rule = { family: 'ipv4', table: 'nat', chain: 'DOCKER', text: '-A DOCKER -i docker0 -j RETURN' } as const
const lost = (container?: string): Accusation => ({ kind: 'lost', container, rule })
const wrong: Accusation = { kind: 'wrong', container: undefined, rule }
const nothing = new Map<string, Accusation>()
const still = () => false

describe('an accusation', () => {
  test('is not made by one look', () => {
    const { confirmed, lookIn, isNear } = new Suspicions().update(new Map([['a', lost()]]), still, 0)
    expect({ confirmed, isNear }).toEqual({ confirmed: [], isNear: true })
    expect(lookIn).toBeLessThanOrEqual(200)
  })

  test('is made once, by the second look in a row that sees it', () => {
    const suspicions = new Suspicions()
    const found = new Map([['a', lost()]])
    suspicions.update(found, still, 0)
    expect(suspicions.update(found, still, 200).confirmed).toEqual([lost()])
    expect(suspicions.update(found, still, 400).confirmed).toEqual([])
  })

  test('is forgotten when a look does not see it', () => {
    const suspicions = new Suspicions()
    const found = new Map([['a', lost()]])
    suspicions.update(found, still, 0)
    expect(suspicions.update(nothing, still, 200)).toMatchObject({ confirmed: [], cleared: [] })
    expect(suspicions.update(found, still, 400).confirmed).toEqual([])
  })

  test('waits as long as its container comes and goes', () => {
    const suspicions = new Suspicions()
    const found = new Map([['a', lost('web')]])
    for (let at = 0; at < 5000; at += 200)
      expect(suspicions.update(found, (name) => name === 'web', at).confirmed).toEqual([])
    expect(suspicions.update(found, (name) => name === 'db', 5200).confirmed).toEqual([lost('web')])
  })

  test('of a rule that is there too much takes two seconds', () => {
    const suspicions = new Suspicions()
    const found = new Map([['a', wrong]])
    expect(suspicions.update(found, still, 0)).toMatchObject({ lookIn: 2000, isNear: false })
    expect(suspicions.update(found, still, 1900).confirmed).toEqual([])
    expect(suspicions.update(found, still, 2100).confirmed).toEqual([wrong])
  })

  test('that was made is taken back when it is true no more', () => {
    const suspicions = new Suspicions()
    const found = new Map([['a', lost()]])
    suspicions.update(found, still, 0)
    suspicions.update(found, still, 200)
    expect(suspicions.update(nothing, still, 400).cleared).toEqual([lost()])
    expect(suspicions.update(nothing, still, 600).cleared).toEqual([])
  })

  test('that was made stays made while nothing can be judged', () => {
    const suspicions = new Suspicions()
    const found = new Map([['a', lost()]])
    suspicions.update(found, still, 0)
    suspicions.update(found, still, 200)
    expect(suspicions.pause()).toMatchObject({ confirmed: [], cleared: [], lookIn: undefined })
    expect(suspicions.update(found, still, 400)).toMatchObject({ confirmed: [], cleared: [] })
  })
})
