import { fieldBits } from '#model/condition.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, number } from '../kinds/kinds.ts'

/** The code point of a class: CS0 to CS7, AF11 to AF43, EF, BE. */
export const dscpClass: Kind<number> = {
  label: 'kind/dscp-class',
  words: 1,
  read(word) {
    const name = word.toUpperCase()
    const [, selector, assured, drop] = /^(?:CS([0-7])|AF([1-4])([1-3]))$/.exec(name) ?? []
    if (selector !== undefined) return Number(selector) * 8
    if (assured !== undefined) return Number(assured) * 8 + Number(drop) * 2
    return name === 'EF' ? 0x2e : name === 'BE' ? 0 : badValue(word, 'kind/dscp-class')
  },
  write: (value) => `0x${value.toString(16).padStart(2, '0')}`,
}

/** A code point of six bits, printed in hex. */
export const dscpValue: Kind<number> = { ...number(0, 63), write: dscpClass.write }

/** The code point of differentiated services: the upper six bits of the type of service. */
export const dscp = match({
  name: 'dscp',
  options: {
    '--dscp': { kind: dscpValue, not: true, required: true, means: (value) => fieldBits('tos', 0xfc, value << 2) },
    '--dscp-class': { kind: dscpClass, not: true, as: '--dscp' },
  },
})
