import { ipv4Mask, ipv6Mask, prefixLength, readIpv4Loose, readIpv6, writeIpv4, writeIpv6 } from '#base/address.ts'
import type { Intervals } from '#base/intervals.ts'
import type { Family } from '#model/family.ts'
import type { AddressMask, Masked, NumberRange } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { Wrong } from '../extension.ts'
import { servicePort } from './services.ts'

/** The refusal of a word that is not of its kind. */
export function badValue(value: string, kind: string): Wrong {
  return new Wrong('syntax/bad-value', { value, kind })
}

/** Reads a whole number as strtoull does: decimal, 0x hex, leading-0 octal, after blanks and `+`; undefined when there is more or less than a number. */
export function readNumber(word: string, min: number, max: number): number | undefined {
  const first = word.charCodeAt(0)
  if (!(first >= 48 && first <= 57)) return first <= 43 ? readSigned(word, min, max) : undefined
  let value: number
  if (first !== 48 || word.length === 1) value = readDecimal(word)
  else if (/^0[xX][0-9a-fA-F]+$/.test(word)) value = Number.parseInt(word, 16)
  else value = /^0[0-7]+$/.test(word) ? Number.parseInt(word, 8) : Number.NaN
  return value >= min && value <= max ? value : undefined
}

function readDecimal(word: string): number {
  let value = 0
  for (let at = 0; at < word.length; at++) {
    const digit = word.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function readSigned(word: string, min: number, max: number): number | undefined {
  const rest = /^[\t-\r ]*\+?(?=\d)/.exec(word)
  return rest === null || rest[0] === '' ? undefined : readNumber(word.slice(rest[0].length), min, max)
}

/** Reads a whole number of 64 bits, in the notations of `readNumber`. */
export function readBigNumber(word: string): bigint | undefined {
  const [, digits] = /^[\t-\r ]*\+?(0[xX][0-9a-fA-F]{1,16}|0[0-7]{0,22}|[1-9]\d{0,19})$/.exec(word) ?? []
  if (digits === undefined) return undefined
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits}` : digits)
  return value < 1n << 64n ? value : undefined
}

/** An option without a value. */
export const flag: Kind<true> = {
  label: 'kind/flag',
  words: 0,
  read: () => true,
  write: () => '',
}

/** A whole number from min to max, printed in decimal. */
export function number(min: number, max: number, label = 'kind/number'): Kind<number> {
  return {
    label,
    words: 1,
    read: (word) => readNumber(word, min, max) ?? badValue(word, label),
    write: (value) => String(value),
  }
}

/** A whole number from min to max, printed as 0x... */
export function hexNumber(min: number, max: number, label = 'kind/number'): Kind<number> {
  return { ...number(min, max, label), write: (value) => `0x${value.toString(16)}` }
}

/** `n`, `n:m`, `n:`, `:m`, `:` in whole numbers; nothing is 0. Before 1.8.11 a range that runs backwards is taken, and never matches. */
export function numberRange(max: number, label = 'kind/range', separator = ':'): Kind<NumberRange> {
  return {
    label,
    words: 1,
    read(word, { dialect }) {
      const at = word.indexOf(separator)
      const low = at < 0 ? word : word.slice(0, at)
      const from = low === '' ? 0 : readNumber(low, 0, max)
      const to = at < 0 ? from : at === word.length - 1 ? max : readNumber(word.slice(at + 1), 0, max)
      if (from === undefined || to === undefined) return badValue(word, label)
      return to < from && dialect.version === '1.8.11' ? badValue(word, label) : { from, to }
    },
    write: ({ from, to }) => (from === to ? String(from) : `${from}${separator}${to}`),
  }
}

/** A range that is not printed when it takes in all numbers; 1.8.11 prints it where it is negated. */
export function unlessWhole(kind: Kind<NumberRange>, max: number): Kind<NumberRange> {
  return {
    ...kind,
    write(value, context) {
      if (value.from !== 0 || value.to !== max) return kind.write(value, context)
      return context.negated === true && context.dialect.version === '1.8.11' ? `0:${max}` : undefined
    },
  }
}

/** The numbers of a range; none when it runs backwards. */
export function rangeSet(range: NumberRange): Intervals {
  return range.from > range.to ? [] : [range]
}

/** One of the words, by its exact spelling in any case; printed as listed. */
export function oneOf(words: readonly string[], label = 'kind/word'): Kind<string> {
  return {
    label,
    words: 1,
    read: (word) => words.find((known) => known.toLowerCase() === word.toLowerCase()) ?? badValue(word, label),
    write: (value) => value,
  }
}

/** Words of a fixed list in any case, each as short as one likes (the first that begins so is meant), separated by commas; printed in the order of the list. */
export function someByPrefix(words: readonly string[], label = 'kind/words'): Kind<readonly string[]> {
  // A file says the same few lists over and over.
  const read = new Map<string, readonly string[]>()
  return {
    label,
    words: 1,
    read(word) {
      const before = read.get(word)
      if (before !== undefined) return before
      const given = word.toUpperCase().split(',')
      const found = given.map((item) => words.find((known) => item !== '' && known.startsWith(item)))
      if (found.includes(undefined)) return badValue(word, label)
      const list = words.filter((known) => found.includes(known))
      if (read.size < 100 && word.length < 100) read.set(word, list)
      return list
    },
    write: (value) => value.join(','),
  }
}

/** Text as iptables-save prints it: bare when it is made of letters, digits, `_` and `-` only, else in double quotes. */
export function quote(text: string): string {
  return /^[A-Za-z0-9_-]+$/.test(text) ? text : `"${text.replace(/["\\']/g, '\\$&')}"`
}

/** Free text of at most so many bytes. */
export function text(maxBytes: number, label = 'kind/text'): Kind<string> {
  return {
    label,
    words: 1,
    read: (word) => (byteLength(word) > maxBytes ? new Wrong('syntax/too-long', { max: maxBytes }) : word),
    write: quote,
  }
}

/** The length of the text in UTF-8. */
export function byteLength(word: string): number {
  let bytes = word.length
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at)
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2
  }
  return bytes
}

/** A port by number or service name. */
export function readPort(word: string): number | undefined {
  return readNumber(word, 0, 65535) ?? servicePort(word)
}

/** `value[/mask]`; a full mask is not printed. */
export const masked: Kind<Masked> = {
  label: 'kind/masked',
  words: 1,
  read: (word) => readMasked(word) ?? badValue(word, 'kind/masked'),
  write: ({ value, mask }) => (mask === 0xffffffff ? hex(value) : `${hex(value)}/${hex(mask)}`),
}

/** Reads `value[/mask]` of 32 bits. */
export function readMasked(word: string): Masked | undefined {
  const slash = word.indexOf('/')
  const value = readNumber(slash < 0 ? word : word.slice(0, slash), 0, 0xffffffff)
  const mask = slash < 0 ? 0xffffffff : readNumber(word.slice(slash + 1), 0, 0xffffffff)
  return value === undefined || mask === undefined ? undefined : { value, mask }
}

/** `0x` and lower-case hex digits. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`
}

/** An address, `address/length` or `address/mask` of the family; host bits are kept. */
export function readAddressMask(word: string, family: Family): AddressMask | undefined {
  const slash = word.indexOf('/')
  const head = slash < 0 ? word : word.slice(0, slash)
  const tail = slash < 0 ? undefined : word.slice(slash + 1)
  const address = family === 'ipv6' ? readIpv6(head) : head === 'localhost' ? 0x7f000001 : readIpv4Loose(head)
  const mask = readMask(tail, family)
  return address === undefined || mask === undefined ? undefined : { family, address, mask }
}

function readMask(word: string | undefined, family: Family): number | bigint | undefined {
  const bits = family === 'ipv4' ? 32 : 128
  const length = word === undefined ? bits : readNumber(word, 0, bits)
  if (length !== undefined) return family === 'ipv4' ? ipv4Mask(length) : ipv6Mask(length)
  return family === 'ipv4' ? readIpv4Loose(word ?? '') : readIpv6(word ?? '')
}

/** The address alone. */
export function writeAddress(address: number | bigint): string {
  return typeof address === 'bigint' ? writeIpv6(address) : writeIpv4(address)
}

/** `/length` or `/mask`. */
export function writeMask(mask: number | bigint): string {
  const length = prefixLength(mask)
  return `/${length ?? writeAddress(mask)}`
}

/** The address with the bits below the mask cleared, and the mask. */
export function network({ family, address, mask }: AddressMask): AddressMask {
  if (typeof address === 'bigint' || typeof mask === 'bigint')
    return { family, address: BigInt(address) & BigInt(mask), mask }
  return { family, address: (address & mask) >>> 0, mask }
}

/** Whether only the one address matches. */
export function isHost({ mask }: AddressMask): boolean {
  return mask === 0xffffffff || (typeof mask === 'bigint' && mask === ipv6Mask(128))
}

/** The numbers that an address and a contiguous mask stand for. */
export function addressRange({ address, mask }: AddressMask): NumberRange {
  if (typeof address === 'bigint' || typeof mask === 'bigint') {
    const from = BigInt(address) & BigInt(mask)
    return { from, to: from | (ipv6Mask(128) ^ BigInt(mask)) }
  }
  const from = (address & mask) >>> 0
  return { from, to: (from | ~mask) >>> 0 }
}
