import { type AddressNumber, readIpv4, readIpv6, writeIpv4, writeIpv6 } from './address.ts'

/** An address and how many leading bits of it count. Host bits may be set. */
export interface Prefix {
  readonly address: AddressNumber
  readonly length: number
}

/** Reads an address of either family; a zone (`%eth0`) is left aside. Undefined when it is none. */
export function readAddress(text: string): AddressNumber | undefined {
  const zone = text.indexOf('%')
  const bare = zone < 0 ? text : text.slice(0, zone)
  return bare.includes(':') ? readIpv6(bare) : readIpv4(bare)
}

/** The text of an address of either family. */
export function writeAddress(address: AddressNumber): string {
  return typeof address === 'number' ? writeIpv4(address) : writeIpv6(address)
}

/** The bits of an address: 32 or 128. */
export function widthOf(address: AddressNumber): 32 | 128 {
  return typeof address === 'number' ? 32 : 128
}

/** Reads `ADDRESS/LENGTH` or an address alone, which is a prefix of its full width. Undefined when it is neither. */
export function readPrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/')
  const address = readAddress(slash < 0 ? text : text.slice(0, slash))
  if (address === undefined) return undefined
  if (slash < 0) return { address, length: widthOf(address) }
  const digits = text.slice(slash + 1)
  const length = Number(digits)
  return /^\d{1,3}$/.test(digits) && length <= widthOf(address) ? { address, length } : undefined
}

/** `ADDRESS/LENGTH`, also for a single host. */
export function writePrefix({ address, length }: Prefix): string {
  return `${writeAddress(address)}/${length}`
}
