import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { badValue } from '../kinds/kinds.ts'

const part = '[\\t-\\r ]*([+-]?)(0[xX][0-9a-fA-F]*|[0-9a-fA-F]+)'
const parts = new RegExp(`^${part}:${part}`)

// Both halves always in hex, as sscanf reads them: of each 16 bits stay, and what follows is ignored.
const trafficClass: Kind<number> = {
  label: 'kind/traffic-class',
  words: 1,
  read(word) {
    const found = parts.exec(word)
    if (found === null) return badValue(word, 'kind/traffic-class')
    const [, majorSign, major = '', minorSign, minor = ''] = found
    return half(majorSign, major) * 0x10000 + half(minorSign, minor)
  },
  write: (value) => `${hexHalf(value >>> 16)}:${hexHalf(value & 0xffff)}`,
}

function half(sign: string | undefined, digits: string): number {
  const value = Number.parseInt(digits.slice(-4).replace(/^.*[xX]/, '0'), 16)
  return sign === '-' ? (0x10000 - value) & 0xffff : value
}

function hexHalf(value: number): string {
  return value.toString(16).padStart(4, '0')
}

/** Puts the packet into a class of traffic control (the priority of its buffer). */
export const classify = target({
  name: 'CLASSIFY',
  options: { '--set-class': { kind: trafficClass, required: true } },
  effect(uses) {
    const to = uses['--set-class']?.value
    return { kind: 'rewrite', field: 'class', to, how: to === undefined ? 'set' : `set ${(to >>> 0).toString(16)}` }
  },
})
