import { type Prefix, writeAddress, widthOf } from '#base/prefix.ts'
import type { Family } from '#model/family.ts'
import type { PolicyPlace, PortRange, RateLimit } from '#model/policy.ts'
import { writeRange } from './read-words.ts'

const longestComment = 120

/** A comment that names the lines of the policy that a rule comes from. The kernel keeps 128 bytes of it. */
export function lineComment(places: readonly PolicyPlace[]): string {
  const files = [...new Set(places.map(({ source }) => source.name))]
  const texts = files.map((file) => {
    const lines = places.filter(({ source }) => source.name === file).map(({ line }) => line)
    return `${fileName(file)}:${[...new Set(lines)].toSorted((a, b) => a - b).join(',')}`
  })
  const text = texts.join(' ')
  return comment(text.length > longestComment ? `${text.slice(0, longestComment - 3)}...` : text)
}

/** A comment of nft. What would end it, or is no plain text, is a question mark. */
export function comment(text: string): string {
  return `comment "${text.replace(/[^\x20-\x7e]|["\\]/g, '?').slice(0, longestComment)}"`
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).slice(0, 60)
}

/** The prefix as nft writes it: an address alone where it is one. */
export function prefixText({ address, length }: Prefix): string {
  return length === widthOf(address) ? writeAddress(address) : `${writeAddress(address)}/${length}`
}

/** The prefixes of one family. */
export function ofFamily(prefixes: readonly Prefix[], family: Family): readonly Prefix[] {
  return prefixes.filter(({ address }) => (typeof address === 'bigint') === (family === 'ipv6'))
}

/** The address fields of nft by family. */
export const addressWord: Readonly<Record<Family, 'ip' | 'ip6'>> = { ipv4: 'ip', ipv6: 'ip6' }

/** Names of interfaces for one comparison. */
export function interfacesText(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`)
  return quoted.length === 1 ? (quoted[0] as string) : `{ ${quoted.join(', ')} }`
}

/** Ranges of ports, merged and in order. */
export function mergedRanges(ranges: readonly PortRange[]): readonly PortRange[] {
  const merged: [number, number][] = []
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const before = merged.at(-1)
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else merged.push([first, last])
  }
  return merged
}

/** Ports as elements of a set. */
export function rangesText(ranges: readonly PortRange[]): string {
  return ranges.map(writeRange).join(', ')
}

/** A limit; as many at once as it allows in its time, but not more than a hundred. */
export function limitText({ count, per }: RateLimit): string {
  return `limit rate ${count}/${per} burst ${Math.min(count, 100)} packets`
}
