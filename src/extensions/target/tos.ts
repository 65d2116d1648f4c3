import type { Masked } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { badValue, readNumber } from '../kinds/kinds.ts'
import { change } from '../fields/mark-change.ts'
import { tosValue } from '../match/tos.ts'

function bits(wording: 'and' | 'or' | 'xor'): Kind<Masked> {
  return {
    ...tosValue,
    label: 'kind/number',
    read(word) {
      const value = readNumber(word, 0, 255)
      return value === undefined ? badValue(word, 'kind/number') : change(wording, { value, mask: value }, 255)
    },
  }
}

/** Changes the type of service (IPv4) or traffic class (IPv6): field = (field & ~mask) ^ value. */
export const tos = target({
  name: 'TOS',
  options: {
    '--set-tos': { kind: tosValue },
    '--and-tos': { kind: bits('and'), as: '--set-tos' },
    '--or-tos': { kind: bits('or'), as: '--set-tos' },
    '--xor-tos': { kind: bits('xor'), as: '--set-tos' },
  },
  oneOf: ['--set-tos', '--and-tos', '--or-tos', '--xor-tos'],
  effect(uses) {
    const { value, mask } = uses['--set-tos']?.value ?? { value: 0, mask: 0 }
    const how = `clear 0x${mask.toString(16)}, xor 0x${value.toString(16)}`
    return { kind: 'rewrite', field: 'tos', to: mask === 255 ? value : undefined, how, change: { value, mask } }
  },
})
