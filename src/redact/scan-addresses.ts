import { type AddressNumber, prefixLength, readIpv4, readIpv4Loose, readIpv6 } from '#base/address.ts'

/** A piece of a text that is an address or MAC. `length`: of the prefix that it begins, the full width where it stands alone. */
export type AddressToken =
  | {
      readonly kind: 'address'
      readonly start: number
      readonly end: number
      readonly address: AddressNumber
      readonly length: number
      /** The other end of a range that begins here. */
      readonly rangeTo: AddressNumber | undefined
    }
  | { readonly kind: 'mac'; readonly start: number; readonly end: number }

const runs = /[\w.:]+/g
const four = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g
const mac = /^(?:[0-9a-f]{2}:){5,}[0-9a-f]{2}$/i
const hexRuns = /[0-9a-f:.]+/gi

/** Every address and MAC in a text of any kind, in order. What stands behind `/` as the mask of an address is none. */
export function scanAddresses(text: string): readonly AddressToken[] {
  if (!text.includes('.') && !text.includes(':')) return []
  const found: Found = []
  for (const match of text.matchAll(runs)) {
    const [run] = match
    if (run.length < 2 || run.length > 64) scanLong(run, match.index, found)
    else scanRun(run, match.index, found)
  }
  const tokens: AddressToken[] = []
  for (let index = 0; index < found.length; index++) {
    const one = found[index]
    if (one === undefined) continue
    const { start, end, address } = one
    const next = found[index + 1]
    if (address === undefined) tokens.push({ kind: 'mac', start, end })
    else if (text[end] === '/') {
      // The mask is a number, or an address that is part of this token's tail.
      const mask = next?.start === end + 1 ? next.address : undefined
      if (mask !== undefined) index++
      tokens.push({
        kind: 'address',
        start,
        end,
        address,
        length: lengthBehind(text, end, address, mask),
        rangeTo: undefined,
      })
    } else {
      const rangeTo = next !== undefined && text[end] === '-' && next.start === end + 1 ? next.address : undefined
      tokens.push({ kind: 'address', start, end, address, length: widthOf(address), rangeTo })
    }
  }
  return tokens
}

function widthOf(address: AddressNumber): 32 | 128 {
  return typeof address === 'number' ? 32 : 128
}

function lengthBehind(text: string, end: number, address: AddressNumber, mask: AddressNumber | undefined): number {
  const width = widthOf(address)
  if (mask !== undefined) return (typeof mask === typeof address ? prefixLength(mask) : undefined) ?? width
  const digits = /^\d{1,3}(?![\w.:])/.exec(text.slice(end + 1, end + 5))?.[0]
  return digits === undefined || Number(digits) > width ? width : Number(digits)
}

type Found = { start: number; end: number; address: AddressNumber | undefined }[]

// A word that is too long for an IPv6 address or MAC may still hold IPv4 ones.
function scanLong(run: string, at: number, found: Found): void {
  for (const match of run.matchAll(four)) {
    const address = readFour(match[0])
    if (address !== undefined) found.push({ start: at + match.index, end: at + match.index + match[0].length, address })
  }
}

function scanRun(run: string, at: number, found: Found): void {
  if (mac.test(run) && run.length !== 23) {
    found.push({ start: at, end: at + run.length, address: undefined })
    return
  }
  const before = found.length
  if (run.indexOf(':') !== run.lastIndexOf(':')) scanIpv6(run, at, found)
  if (found.length === before) scanLong(run, at, found)
}

function scanIpv6(run: string, at: number, found: Found): void {
  for (const match of run.matchAll(hexRuns)) {
    let start = match.index
    let end = start + match[0].length
    // `name:fd00::1` and `fd00::1.`: marks of the text around the address.
    if (run[start] === ':' && run[start + 1] !== ':') start++
    else if (start > 0) continue
    while (end > start && (run[end - 1] === '.' || (run[end - 1] === ':' && run[end - 2] !== ':'))) end--
    if (end < run.length && /\w/.test(run[end] ?? '')) continue
    const address = readIpv6(run.slice(start, end))
    if (address !== undefined) found.push({ start: at + start, end: at + end, address })
  }
}

function readFour(text: string): number | undefined {
  return readIpv4(text) ?? readIpv4Loose(text)
}
