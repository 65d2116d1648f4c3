import type { Condition, Field } from '#model/condition.ts'
import { addressTypes, fieldBits, negateIf, allOf } from '#model/condition.ts'
import type { Family } from '#model/family.ts'
import type { OptionUse } from '#model/ruleset.ts'
import { match } from '../extension.ts'
import { flag, someByPrefix } from '../kinds/kinds.ts'
import { namedBits } from '../kinds/named-bits.ts'

const types = someByPrefix(Object.keys(addressTypes))

function ofType(field: Field, use: OptionUse<readonly string[]> | undefined, family: Family) {
  if (use === undefined) return []
  return [negateIf(use.negated, family === 'ipv4' ? anyOf(field, use.value) : allKinds(field, use.value))]
}

function anyOf(field: Field, names: readonly string[]): Condition {
  return fieldBits(field, namedBits(names, addressTypes), 'any')
}

// IPv6 wants each kind that an address tells by itself, and one of those that routes tell. Source: match_type6() in xt_addrtype.c.
const byItself: readonly string[] = ['UNSPEC', 'UNICAST', 'MULTICAST']

function allKinds(field: Field, names: readonly string[]): Condition {
  const kinds = names.filter((name) => byItself.includes(name)).map((name) => anyOf(field, [name]))
  const routed = names.filter((name) => ['LOCAL', 'ANYCAST', 'UNREACHABLE'].includes(name))
  const parts = [...kinds, ...(routed.length === 0 ? [] : [anyOf(field, routed)])]
  return parts.length === 0 ? anyOf(field, names) : allOf(parts)
}

/** What kind of address the packet comes from or goes to, by the host's routes; `--limit-iface-*` asks the one interface. */
export const addrtype = match({
  name: 'addrtype',
  options: {
    '--src-type': { kind: types, not: true },
    '--dst-type': { kind: types, not: true },
    '--limit-iface-in': { kind: flag, excludes: ['--limit-iface-out'] },
    '--limit-iface-out': { kind: flag },
  },
  oneOf: ['--src-type', '--dst-type'],
  meaning(uses, { family }) {
    const side = uses['--limit-iface-in'] !== undefined ? '-in' : uses['--limit-iface-out'] !== undefined ? '-out' : ''
    return allOf([
      ...ofType(`srctype${side}`, uses['--src-type'], family),
      ...ofType(`dsttype${side}`, uses['--dst-type'], family),
    ])
  },
})
