import { readIpv6, writeIpv6 } from '#base/address.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { Kind } from '../extension.ts'
import { match, Wrong } from '../extension.ts'
import { badValue, flag, number, numberRange, unlessWhole } from '../kinds/kinds.ts'

const max = 0xffff_ffff

/** Up to 16 addresses in a row. */
const addresses: Kind<readonly string[]> = {
  label: 'kind/addresses',
  words: 1,
  read(word) {
    const read = word.split(',').map(readIpv6)
    const known = read.filter((address) => address !== undefined)
    return known.length !== read.length || known.length > 16 ? badValue(word, 'kind/addresses') : known.map(writeIpv6)
  },
  write: (value) => value.join(','),
}

// What concerns routing headers of type 0 needs the type, and in this order, before it on the line.
function checkOrder(uses: readonly OptionUse[]): readonly OptionUse[] | Wrong {
  const before = new Set<string>()
  for (const { name, negated, value } of uses) {
    const needed =
      name === '--rt-0-not-strict' ? '--rt-0-addrs' : name.startsWith('--rt-0-') ? '--rt-type 0' : undefined
    if (needed !== undefined && !before.has(needed))
      return new Wrong('syntax/option-needs', { option: name, other: needed })
    before.add(name === '--rt-type' && !negated ? `${name} ${value}` : name)
  }
  return uses
}

/** The routing header of an IPv6 packet. */
export const rt = match({
  name: 'rt',
  families: ['ipv6'],
  options: {
    '--rt-type': { kind: number(0, max), not: true },
    '--rt-segsleft': { kind: unlessWhole(numberRange(max), max), not: true },
    '--rt-len': { kind: number(0, max), not: true },
    '--rt-0-res': { kind: flag },
    '--rt-0-addrs': { kind: addresses },
    '--rt-0-not-strict': { kind: flag },
  },
  settle: checkOrder,
  decidedBy: 'packet',
})
