import { extensionHeaders, fieldBits, fieldIn, negateIf, unknown } from '#model/condition.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, flag } from '../kinds.ts'
import { namedBits } from '../named-bits.ts'

// Each with its other spellings; printed in this order by the first.
const spellings: readonly (readonly string[])[] = [
  ['hop-by-hop', 'hop', '0', 'ip', 'hopopt', 'HOPOPT'],
  ['ipv6-opts', 'dst', '60', 'IPv6-Opts'],
  ['ipv6-route', 'route', '43', 'IPv6-Route'],
  ['ipv6-frag', 'frag', '44', 'IPv6-Frag'],
  ['ah', 'auth', '51', 'IPSEC-AH'],
  ['esp', '50', 'IPSEC-ESP'],
  ['ipv6-nonxt', 'none', '59', 'IPv6-NoNxt'],
  ['protocol', 'prot', '255'],
]
const names = spellings.map(([name = '']) => name)

const headerNames: Kind<readonly string[]> = {
  label: 'kind/headers',
  words: 1,
  read(word) {
    const items = word.split(',').filter((item) => item !== '')
    const given = items.map((item) => spellings.find((known) => known.includes(item))?.[0])
    if (items.length === 0 || given.includes(undefined)) return badValue(word, 'kind/headers')
    return names.filter((name) => given.includes(name))
  },
  write: (value) => value.join(','),
}

/** The headers an IPv6 packet has: exactly these, or (`--soft`) at least one of them. */
export const ipv6header = match({
  name: 'ipv6header',
  families: ['ipv6'],
  options: {
    '--header': { kind: headerNames, not: true, required: true },
    '--soft': { kind: flag },
  },
  meaning({ '--header': use, '--soft': soft }) {
    if (use === undefined) return unknown('packet', 'ipv6header')
    const bits = namedBits(use.value, extensionHeaders)
    const condition =
      soft === undefined ? fieldIn('headers', [{ from: bits, to: bits }]) : fieldBits('headers', bits, 'any')
    return negateIf(use.negated, condition)
  },
})
