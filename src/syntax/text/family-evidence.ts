import type { Family } from '#model/family.ts'
import type { Span } from '#model/source.ts'

const evidence =
  /(?:^|\s)(?:-[sd]|--(?:src|dst|source|destination|to-destination|to-source|ctorigdst|ctorigsrc|src-range|dst-range|to))[ \t]+(?<address>[^\s"]{2,80})|(?<six>(?:-p|--protocol)[ \t]+(?:ipv6-icmp|icmpv6)\b|--icmpv6-type|icmp6-|\s-m (?:icmp6|hl|rt|frag|ipv6header|eui64)\s)|(?<four>--icmp-type|--reject-with icmp-|--mask 255\.)/g

/** The family that the rules of a piece of text are written for; undefined where nothing tells. */
export function familyEvidence(text: string, { start, end }: Span): Family | undefined {
  for (const found of text.slice(start, end).matchAll(evidence)) {
    const { address, six, four } = found.groups ?? {}
    if (six !== undefined) return 'ipv6'
    if (four !== undefined) return 'ipv4'
    const family = familyOfAddress(address ?? '')
    if (family !== undefined) return family
  }
  return undefined
}

/** The family of an address as rules and listings write it, with `!`, length or mask; undefined for a name. */
export function familyOfAddress(word: string): Family | undefined {
  const plain = word.startsWith('!') ? word.slice(1) : word
  if (/^\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/.test(plain)) return 'ipv4'
  return /^\[?[\da-fA-F]{0,4}:[\da-fA-F:.]*:/.test(plain) || plain === '::' ? 'ipv6' : undefined
}
