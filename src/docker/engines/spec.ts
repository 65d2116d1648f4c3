import { readAddress, writeAddress } from '#base/prefix.ts'
import { network, readAddressMask, writeAddress as writeKindAddress, writeMask } from '#extensions/kinds/kinds.ts'
import type { Family } from '#model/family.ts'

declare const checked: unique symbol

/** A text that was read as what it is, and so is one word of a rule whatever it came from. Only this file makes them. */
export type Checked<Kind extends string> = string & { readonly [checked]: Kind }

/** The name of an interface, as the kernel takes it and iptables reads it back. */
export type InterfaceName = Checked<'interface'>

/** An address or a prefix, canonical. */
export type AddressText = Checked<'address'>

/** The specification of a rule, or a part of one. */
export type Spec = Checked<'spec'>

/** The protocols that Docker publishes. */
export type Protocol = 'tcp' | 'udp' | 'sctp'

/** Words of ours that a template chooses between. */
type Fixed =
  | ''
  | 'ACCEPT'
  | 'DROP'
  | 'DOCKER-BRIDGE'
  | 'DOCKER-CT'
  | 'DOCKER-INTERNAL'
  | 'DOCKER-ISOLATION-STAGE-1'
  | 'icmp'
  | 'ipv6-icmp'
  | 'ipsec'
  | 'none'
  | 'v4'
  | 'v6'
  | '127.0.0.0/8'
  | '::1/128'

/** The specification of a rule: what stands in the template is ours, what is put into it is checked. */
export function spec(
  parts: TemplateStringsArray,
  ...words: readonly (Checked<string> | Protocol | Fixed | number)[]
): Spec {
  const text = parts.map((part, index) => {
    const word = words[index] ?? ''
    if (typeof word === 'number' && !(Number.isInteger(word) && word >= 0)) throw new RangeError(`${word} in a rule`)
    return `${part}${word}`
  })
  return text.join('') as Spec
}

/**
 * Reads the name of an interface. Refused: what the kernel refuses (blanks, `/`, `:`, more than 15 bytes), and what iptables takes
 * for something else: `!`, a name that begins like an option, or that ends in `+`, which stands for all names that begin so.
 */
export function readInterfaceName(text: string): InterfaceName | undefined {
  const isName = /^(?![-.!]{1,2}$)[^-\s/:\0][^\s/:\0]*$/.test(text) && !text.endsWith('+')
  return isName && new TextEncoder().encode(text).length <= 15 ? (text as InterfaceName) : undefined
}

/** Reads an address of a family. */
export function readAddressText(text: string, family: Family): AddressText | undefined {
  const address = readAddress(text)
  if (address === undefined || (typeof address === 'number') !== (family === 'ipv4')) return undefined
  return writeAddress(address) as AddressText
}

/** An address with the length of a prefix. */
export function prefixText(address: AddressText, length: number): AddressText {
  return `${address}/${length}` as AddressText
}

/** Reads a prefix of a family, host bits cleared. */
export function readPrefixText(text: string, family: Family): AddressText | undefined {
  const read = readAddressMask(text, family)
  if (read === undefined) return undefined
  const masked = network(read)
  return (writeKindAddress(masked.address) + writeMask(masked.mask)) as AddressText
}

/** Reads a mark or a mask, `0x1` or `1`, into hex. */
export function readMark(text: string): Spec | undefined {
  const number = /^(0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN
  return number <= 0xffffffff ? (`0x${number.toString(16)}` as Spec) : undefined
}

/** Reads the name of a protocol that Docker publishes. */
export function readProtocol(text: string): Protocol | undefined {
  return text === 'tcp' || text === 'udp' || text === 'sctp' ? text : undefined
}

/** Whether a number is one of a port; 0 stands for none. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 0 && port <= 65535
}
