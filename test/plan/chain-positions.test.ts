import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shadows, shadowsAmong } from '#compare/shadowing.ts'
import { chainPositions } from '#plan/chain-positions.ts'

const letters = fc.constantFrom('a', 'b', 'c', 'd', 'e')

describe('the positions in a chain', () => {
  it('are those of a list that is searched and cut for each step', () => {
    const steps = fc.array(fc.record({ how: fc.constantFrom('before', 'after', 'start', 'end'), near: letters }))
    fc.assert(
      fc.property(fc.array(letters), fc.array(letters), steps, (texts, gone, puts) => {
        const list: string[] = [...texts]
        const positions = chainPositions(texts)
        for (const text of gone) {
          const at = list.indexOf(text)
          expect(positions.remove(text)).toBe(at < 0 ? undefined : at)
          if (at >= 0) list.splice(at, 1)
        }
        for (const [index, { how, near }] of puts.entries()) {
          const at = list.indexOf(near)
          const expected = { before: at, after: at + 1, start: 0, end: list.length }[how] ?? 0
          const place =
            how === 'start' || how === 'end'
              ? positions[how]
              : at < 0
                ? undefined
                : positions[how === 'before' ? 'before' : 'after'](near)
          if (place === undefined) continue
          expect(positions.insert(`new ${index}`, place)).toBe(expected)
          list.splice(expected, 0, `new ${index}`)
        }
      }),
    )
  })

  it('know the place behind a text that was put in', () => {
    const positions = chainPositions(['a', 'b'])
    positions.insert('x', positions.start)
    positions.insert('y', positions.after('x') ?? positions.end)
    expect(positions.insert('z', positions.after('y') ?? positions.start)).toBe(2)
    expect(positions.insert('w', positions.after('x') ?? positions.start)).toBe(1)
  })

  it('take a time that hardly grows with the chain for each step', () => {
    const texts = Array.from({ length: 200_000 }, (_, index) => `rule ${index}`)
    const positions = chainPositions(texts)
    const began = performance.now()
    let place = positions.start
    for (const text of texts.toReversed()) {
      positions.remove(text)
      positions.insert(`new ${text}`, place)
      place = positions.after(`new ${text}`) ?? positions.end
    }
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})

describe('the rules that shadow a rule', () => {
  const part = (values: readonly string[]) => fc.constantFrom('', ...values)
  const rule = fc
    .tuple(
      part(['-d 172.17.0.2/32 ', '-d 172.17.0.3/32 ']),
      part(['-s 10.0.0.0/8 ']),
      part(['-p tcp ', '-p udp ']),
      part(['-m tcp --dport 80 ', '-m tcp --dport 81 ']),
      fc.constantFrom('-j ACCEPT', '-j DROP'),
    )
    .map((parts) => parts.join(''))

  it('are those that are found when each is compared with it', () => {
    fc.assert(
      fc.property(fc.array(rule), rule, (rules, below) => {
        const found = shadowsAmong(rules, (text) => text)(below)
        expect(found.toSorted()).toEqual(rules.filter((text) => shadows(text, below)).toSorted())
      }),
    )
  })
})
