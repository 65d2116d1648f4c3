import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, hex, readNumber } from '../kinds/kinds.ts'

/** As many tests, numbers of one place and values of one test as the kernel takes. */
const most = 10

/** Where the reader stands: each token is read at most twice, so that a long text takes no longer than its length. */
interface Reader {
  readonly text: string
  at: number
}

const token = /\s*(\+?0[xX][0-9a-fA-F]+|\+?\d+|&&|&|<<|>>|[@=,:])/y

function take(reader: Reader): string | undefined {
  token.lastIndex = reader.at
  const found = token.exec(reader.text)?.[1]
  if (found !== undefined) reader.at = token.lastIndex
  return found
}

function takeNumber(reader: Reader): string | undefined {
  const value = readNumber((take(reader) ?? '').replace('+', ''), 0, 0xffffffff)
  return value === undefined ? undefined : hex(value)
}

// number { operator number } "=": where the packet's 32 bits are found.
function readPlace(reader: Reader): string | undefined {
  let place = takeNumber(reader)
  for (let numbers = 1; place !== undefined; numbers++) {
    const operator = take(reader)
    if (operator === '=') return place
    if (operator === undefined || !['&', '<<', '>>', '@'].includes(operator) || numbers === most) return undefined
    const number = takeNumber(reader)
    place = number === undefined ? undefined : place + operator + number
  }
  return undefined
}

// number [":" number] { "," ... } up to "&&" or the end; both ends of a range as they stand, whichever is larger.
function readValues(reader: Reader): { values: string; more: boolean } | undefined {
  let values = ''
  for (let count = 1; count <= most; count++) {
    const from = takeNumber(reader)
    let next = from === undefined ? undefined : take(reader)
    const to = next === ':' ? takeNumber(reader) : undefined
    if (from === undefined || (next === ':' && to === undefined)) return undefined
    values += to === undefined ? from : `${from}:${to}`
    if (next === ':') next = take(reader)
    if (next === undefined) return /\S/.test(reader.text.slice(reader.at)) ? undefined : { values, more: false }
    if (next === '&&') return { values, more: true }
    if (next !== ',') return undefined
    values += ','
  }
  return undefined
}

function readTests(text: string): string | undefined {
  const reader: Reader = { text, at: 0 }
  const tests: string[] = []
  while (tests.length < most) {
    const place = readPlace(reader)
    const read = place === undefined ? undefined : readValues(reader)
    if (place === undefined || read === undefined) return undefined
    tests.push(`${place}=${read.values}`)
    if (!read.more) return tests.join('&&')
  }
  return undefined
}

/** Tests of 32-bit words; the value is what iptables-save prints, without quotes. */
const tests: Kind<string> = {
  label: 'kind/u32',
  words: 1,
  read: (word) => readTests(word) ?? badValue(word, 'kind/u32'),
  write: (value) => `"${value}"`,
}

/** Words of 32 bits anywhere in the packet. */
export const u32 = match({
  name: 'u32',
  options: { '--u32': { kind: tests, not: true, required: true } },
})
