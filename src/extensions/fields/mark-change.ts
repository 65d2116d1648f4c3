import type { Masked } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { badValue, hex, readMasked, readNumber } from '../kinds/kinds.ts'

/** How an option words a change of a mark: all come down to field = (field & ~mask) ^ value. */
type Wording = 'set' | 'xset' | 'and' | 'or' | 'xor'

/** The change of a 32-bit mark; printed as --set-xmark prints it. */
export function markChange(wording: Wording): Kind<Masked> {
  const masked = wording === 'set' || wording === 'xset'
  return {
    label: masked ? 'kind/masked' : 'kind/number',
    words: 1,
    read(word) {
      const given = masked ? readMasked(word) : wholeWord(readNumber(word, 0, 0xffffffff))
      if (given === undefined) return badValue(word, masked ? 'kind/masked' : 'kind/number')
      return change(wording, given, 0xffffffff)
    },
    write: ({ value, mask }) => `${hex(value)}/${hex(mask)}`,
  }
}

/** What a value under a mask means in each wording; `all`: the bits that the field has. */
export function change(wording: Wording, { value, mask }: Masked, all: number): Masked {
  switch (wording) {
    case 'set':
      return { value, mask: (value | mask) >>> 0 }
    case 'xset':
      return { value, mask }
    case 'and':
      return { value: 0, mask: (~value & all) >>> 0 }
    case 'or':
      return { value, mask: value }
    case 'xor':
      return { value, mask: 0 }
  }
}

function wholeWord(value: number | undefined): Masked | undefined {
  return value === undefined ? undefined : { value, mask: value }
}
