import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds, interval } from '#base/intervals.ts'
import { findByValue } from '#netfilter/rows-by-value.ts'

const value = fc.integer({ min: 0, max: 4 })
const set = fc.option(
  fc.tuple(value, value).map(([a, b]) => interval(Math.min(a, b), Math.max(a, b))),
  { nil: undefined },
)

describe('what asks for addresses and ports', () => {
  it('is found as when each is asked, in its order', () => {
    const rows = fc.array(fc.record({ address: set, port: set }))
    fc.assert(
      fc.property(rows, fc.array(value), fc.array(value), (all, addresses, ports) => {
        const found = findByValue(
          all,
          ({ address }) => address,
          ({ port }) => port,
        )(addresses, ports)
        const expected = all.filter(
          ({ address, port }) =>
            (address === undefined || addresses.some((one) => holds(address, one))) &&
            (port === undefined || ports.some((one) => holds(port, one))),
        )
        expect(found).toEqual(expected)
      }),
    )
  })
})
