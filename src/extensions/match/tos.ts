import { fieldBits } from '#model/condition.ts'
import type { Masked } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, readNumber } from '../kinds/kinds.ts'

const names: ReadonlyMap<string, number> = new Map([
  ['minimize-delay', 0x10],
  ['maximize-throughput', 0x08],
  ['maximize-reliability', 0x04],
  ['minimize-cost', 0x02],
  ['normal-service', 0],
])

/** `value[/mask]` of a byte; a name stands for all bits but those of ECN. */
export const tosValue: Kind<Masked> = {
  label: 'kind/tos',
  words: 1,
  read(word) {
    const named = names.get(word.toLowerCase())
    if (named !== undefined) return { value: named, mask: 0x3f }
    const slash = word.indexOf('/')
    const value = readNumber(slash < 0 ? word : word.slice(0, slash), 0, 255)
    const mask = slash < 0 ? 255 : readNumber(word.slice(slash + 1), 0, 255)
    return value === undefined || mask === undefined ? badValue(word, 'kind/tos') : { value, mask }
  },
  write: ({ value, mask }) => `${hexByte(value)}/${hexByte(mask)}`,
}

function hexByte(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`
}

/** The type of service (IPv4) or traffic class (IPv6). */
export const tos = match({
  name: 'tos',
  options: {
    '--tos': { kind: tosValue, not: true, required: true, means: ({ value, mask }) => fieldBits('tos', mask, value) },
  },
})
