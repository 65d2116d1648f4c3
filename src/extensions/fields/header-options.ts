import type { Kind } from '../extension.ts'
import { badValue } from '../kinds/kinds.ts'

/** Up to 16 options of a header, `type[:length]`, numbers cut to a byte as iptables cuts them. */
export const headerOptions: Kind<readonly string[]> = {
  label: 'kind/header-options',
  words: 1,
  read(word) {
    const options = word.split(',').map(readOption)
    const known = options.filter((option) => option !== undefined)
    const full = known.length > 16 || (known.length === 16 && known[15]?.includes(':') === true)
    return full || known.length !== options.length ? badValue(word, 'kind/header-options') : known
  },
  write: (value) => value.join(','),
}

// Padding of one byte (type 0) has no length, and length 255 means any.
function readOption(text: string): string | undefined {
  const colon = text.indexOf(':')
  const type = readByte(colon < 0 ? text : text.slice(0, colon))
  const length = colon < 0 ? 255 : readByte(text.slice(colon + 1))
  if (type === undefined || length === undefined || (type === 0 && colon >= 0)) return undefined
  return length === 255 ? String(type) : `${type}:${length}`
}

// As strtoul reads it, with a sign, and what is too big for 64 bits refused.
function readByte(text: string): number | undefined {
  const [, sign, digits = ''] = /^[\t-\r ]*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(text) ?? []
  if (digits === '' || digits.length > 24) return undefined
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits}` : digits)
  return value < 1n << 64n ? Number(BigInt.asUintN(8, sign === '-' ? -value : value)) : undefined
}
