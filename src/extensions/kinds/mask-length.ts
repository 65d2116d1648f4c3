import { ipv4Mask, ipv6Mask, prefixLength, readIpv4Loose, readIpv6 } from '#base/address.ts'
import type { Dialect, Family } from '#model/family.ts'
import type { Kind } from '../extension.ts'
import { badValue, readNumber } from './kinds.ts'

/** All ones: every address for itself. */
export function fullMask(family: Family): number | bigint {
  return family === 'ipv4' ? ipv4Mask(32) : ipv6Mask(128)
}

/** A mask by its length or written as an address; the value is the mask, printed is the length. */
export const maskLength: Kind<number | bigint> = {
  label: 'kind/mask',
  words: 1,
  read(word, { family }) {
    const length = readNumber(word, 0, family === 'ipv4' ? 32 : 128)
    if (length !== undefined) return family === 'ipv4' ? ipv4Mask(length) : ipv6Mask(length)
    return (family === 'ipv4' ? readIpv4Loose(word) : readIpv6(word)) ?? badValue(word, 'kind/mask')
  },
  write: (mask, { dialect, family }) => String(prefixLength(mask) ?? strayLength(mask, family, dialect)),
}

// A mask with holes is no length: until 1.8.10 iptables took all of the address, then the ones it begins with.
function strayLength(mask: number | bigint, family: Family, { version }: Dialect): number {
  if (version !== '1.8.11') return family === 'ipv4' ? 32 : 128
  if (typeof mask === 'number') return Math.clz32(~mask)
  let length = 0
  while (length < 128 && (mask >> BigInt(127 - length)) & 1n) length++
  return length
}
