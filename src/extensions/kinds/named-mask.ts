import type { Masked, UnknownValue } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { badValue, hex, readMasked } from './kinds.ts'

/**
 * `value[/mask]`, or a name of a table of iproute2: `zero` is what that table calls 0. Other names are the host's own and are kept.
 * 1.8.11 is shipped beside an iproute2 that has moved the table to where iptables does not look, and prints the number.
 */
export function namedMask(zero: string): Kind<Masked | UnknownValue> {
  return {
    label: 'kind/masked',
    words: 1,
    read(word) {
      if (word === zero) return { value: 0, mask: 0xffffffff }
      return readMasked(word) ?? (/^[A-Za-z_][\w.-]*$/.test(word) ? { unknown: word } : badValue(word, 'kind/masked'))
    },
    write(masked, { dialect }) {
      if (isUnknown(masked)) return masked.unknown
      const { value, mask } = masked
      if (mask !== 0xffffffff) return `${hex(value)}/${hex(mask)}`
      return value === 0 && dialect.version !== '1.8.11' ? zero : hex(value)
    },
  }
}
