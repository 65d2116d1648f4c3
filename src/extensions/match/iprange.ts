import { readIpv4Network, readIpv6 } from '#base/address.ts'
import { fieldIn } from '#model/condition.ts'
import type { NumberRange } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, rangeSet, writeAddress } from '../kinds/kinds.ts'

const addressRange: Kind<NumberRange> = {
  label: 'kind/address-range',
  words: 1,
  read(word, { family }) {
    const dash = word.indexOf('-')
    const read = family === 'ipv4' ? readIpv4Network : readIpv6
    const from = read(dash < 0 ? word : word.slice(0, dash))
    const to = dash < 0 ? from : read(word.slice(dash + 1))
    return from === undefined || to === undefined ? badValue(word, 'kind/address-range') : { from, to }
  },
  write: ({ from, to }) => `${writeAddress(from)}-${writeAddress(to)}`,
}

/** Addresses from one to another. */
export const iprange = match({
  name: 'iprange',
  options: {
    '--src-range': { kind: addressRange, not: true, means: (range) => fieldIn('src', rangeSet(range)) },
    '--dst-range': { kind: addressRange, not: true, means: (range) => fieldIn('dst', rangeSet(range)) },
  },
  oneOf: ['--src-range', '--dst-range'],
})
