import type { Field } from '#model/condition.ts'
import { addressTypes, all, fieldBits, negateIf } from '#model/condition.ts'
import type { OptionUse } from '#model/ruleset.ts'
import { match } from '../extension.ts'
import { flag, someByPrefix } from '../kinds.ts'
import { namedBits } from '../named-bits.ts'

const types = someByPrefix(Object.keys(addressTypes))

function ofType(field: Field, use: OptionUse<readonly string[]> | undefined) {
  return use === undefined ? [] : [negateIf(use.negated, fieldBits(field, namedBits(use.value, addressTypes), 'any'))]
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
  meaning(uses) {
    const side = uses['--limit-iface-in'] !== undefined ? '-in' : uses['--limit-iface-out'] !== undefined ? '-out' : ''
    return all(...ofType(`srctype${side}`, uses['--src-type']), ...ofType(`dsttype${side}`, uses['--dst-type']))
  },
})
