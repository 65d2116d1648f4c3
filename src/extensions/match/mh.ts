import type { NumberRange } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, readNumber, unlessWhole } from '../kinds/kinds.ts'

// By number; of names cut short the first one is meant.
const names: readonly (readonly string[])[] = [
  ['binding-refresh-request', 'brr'],
  ['home-test-init', 'hoti'],
  ['careof-test-init', 'coti'],
  ['home-test', 'hot'],
  ['careof-test', 'cot'],
  ['binding-update', 'bu'],
  ['binding-acknowledgement', 'ba'],
  ['binding-error', 'be'],
]

const messageTypes: Kind<NumberRange> = {
  label: 'kind/mh-type',
  words: 1,
  read(word) {
    const colon = word.indexOf(':')
    const low = colon < 0 ? word : word.slice(0, colon)
    const from = low === '' ? 0 : readType(low)
    const to = colon < 0 ? from : colon === word.length - 1 ? 255 : readType(word.slice(colon + 1))
    return from === undefined || to === undefined || to < from ? badValue(word, 'kind/mh-type') : { from, to }
  },
  write: ({ from, to }) => (from === to ? String(from) : `${from}:${to}`),
}

function readType(word: string): number | undefined {
  const lower = word.toLowerCase()
  const exact = names.findIndex((spellings) => spellings.includes(lower))
  const named = exact >= 0 ? exact : names.findIndex((spellings) => spellings.some((name) => name.startsWith(lower)))
  return named >= 0 ? named : readNumber(word, 0, 255)
}

/** The type of a message of mobile IPv6. */
export const mh = match({
  name: 'mh',
  families: ['ipv6'],
  options: { '--mh-type': { kind: unlessWhole(messageTypes, 255), not: true } },
})
