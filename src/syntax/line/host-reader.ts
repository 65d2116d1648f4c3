import { ipv4Mask, ipv6Mask, readIpv4, readIpv4Loose, readIpv4Network, readIpv6 } from '#base/address.ts'
import { Wrong } from '#extensions/extension.ts'
import { badValue, readNumber } from '#extensions/kinds/kinds.ts'
import type { Family } from '#model/family.ts'
import type { AddressMask, UnknownValue } from '#model/value.ts'

// Names that every host resolves alike; the networks are those of Debian's /etc/networks.
const ipv4Names: ReadonlyMap<string, number> = new Map([
  ['localhost', 0x7f000001],
  ['loopback', 0x7f000000],
  ['link-local', 0xa9fe0000],
  ['default', 0],
])
const ipv6Names: ReadonlyMap<string, bigint> = new Map([['localhost', 1n]])

/**
 * Reads one item of -s or -d: an address, `address/length` or `address/mask`. A name that only the host can resolve is kept as it stands
 * and counts as unknown; what can be no name is refused.
 */
export function readHost(item: string, family: Family): AddressMask | UnknownValue | Wrong {
  const plain = family === 'ipv4' ? readPlain(item) : undefined
  if (plain !== undefined) return plain
  const word = /^[\t-\r ]/.test(item) ? item.trimStart() : item
  const slash = word.lastIndexOf('/')
  const head = slash < 0 ? word : word.slice(0, slash)
  const mask = slash < 0 ? fullMask(family) : readNetmask(word.slice(slash + 1), family)
  if (mask === undefined) return new Wrong('syntax/bad-mask', { mask: word.slice(slash + 1) })
  if (mask === 0 || mask === 0n) return { family, address: mask, mask }
  const address = family === 'ipv4' ? readIpv4Host(head) : (readIpv6(head) ?? ipv6Names.get(head.toLowerCase()))
  if (address !== undefined) return { family, address, mask }
  return isName(head) ? { unknown: word } : badValue(word, `kind/address-${family}`)
}

// The form that iptables-save prints, `10.0.0.0/8` in decimal without leading zeros, in one look.
function readPlain(text: string): AddressMask | undefined {
  let address = 0
  let part = -1
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) {
      if (part === 0) return undefined
      part = part < 0 ? code - 48 : part * 10 + code - 48
      if (part > 255) return undefined
    } else if (part >= 0 && ((code === 46 && parts < 3) || (code === 47 && parts === 3))) {
      address = address * 256 + part
      parts++
      part = -1
    } else return undefined
  }
  if (part < 0 || parts < 3 || (parts === 4 && part > 32)) return undefined
  const mask = parts === 4 ? ipv4Mask(part) : ipv4Mask(32)
  return { family: 'ipv4', address: parts === 3 ? address * 256 + part : mask === 0 ? 0 : address, mask }
}

function fullMask(family: Family): number | bigint {
  return family === 'ipv4' ? ipv4Mask(32) : ipv6Mask(128)
}

function readIpv4Host(word: string): number | undefined {
  return readIpv4(word) ?? readIpv4Network(word) ?? ipv4Names.get(word.toLowerCase()) ?? readIpv4Loose(word)
}

function readNetmask(word: string, family: Family): number | bigint | undefined {
  if (family === 'ipv6') {
    const length = readNumber(word, 0, 128)
    return length === undefined ? readIpv6(word) : ipv6Mask(length)
  }
  const length = readNumber(word, 0, 32)
  if (length !== undefined) return ipv4Mask(length)
  return word.split('.').length === 4 ? readIpv4Network(word) : undefined
}

// A host name has a letter and nothing but letters, digits, `-`, `_` and single dots. Names under .invalid never resolve (RFC 6761).
function isName(word: string): boolean {
  if (word.length > 253 || word.includes('..') || /\.invalid\.?$/i.test(word) || /^0x/i.test(word)) return false
  return /[a-z]/i.test(word) && /^[a-z0-9_][a-z0-9_.-]*$/i.test(word) && !word.endsWith('-')
}
