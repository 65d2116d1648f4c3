import { extensionHeaders, fieldBits, fieldIn, negateIf, unknown, allOf } from '#model/condition.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, flag } from '../kinds/kinds.ts'
import { namedBits } from '../kinds/named-bits.ts'

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

/** The headers an IPv6 packet has: exactly these, or (`--soft`) these and others. */
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
    if (soft === undefined) return negateIf(use.negated, fieldIn('headers', [{ from: bits, to: bits }]))
    // All of them, or none of them with `!`, whatever the manual says. Source: ipv6header_mt6() in ip6t_ipv6header.c.
    if (use.negated) return negateIf(true, fieldBits('headers', bits, 'any'))
    return allOf(use.value.map((name) => fieldBits('headers', namedBits([name], extensionHeaders), 'any')))
  },
})
