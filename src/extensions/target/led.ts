import type { Kind } from '../extension.ts'
import { target, Wrong } from '../extension.ts'
import { badValue, byteLength, flag, readNumber } from '../kinds/kinds.ts'
import { omitDefault } from '../fields/omit-default.ts'

// Always in quotes.
const trigger: Kind<string> = {
  label: 'kind/text',
  words: 1,
  read: (word) => (byteLength(word) > 16 ? new Wrong('syntax/too-long', { max: 16 }) : word),
  write: (value) => `"${value.replace(/["\\']/g, '\\$&')}"`,
}

// In milliseconds; forever is the largest number, and all are printed with a sign.
const delay: Kind<number> = {
  label: 'kind/milliseconds',
  words: 1,
  read(word) {
    if (word.toLowerCase().startsWith('inf')) return 0xffffffff
    return readNumber(word, 0, 0xffffffff) ?? badValue(word, 'kind/milliseconds')
  },
  write: (value) => String(value | 0),
}

/** Flashes a light of the machine. */
export const led = target({
  name: 'LED',
  options: {
    '--led-trigger-id': { kind: trigger, required: true },
    '--led-delay': { kind: omitDefault(0, delay) },
    '--led-always-blink': { kind: flag },
  },
  effect: () => ({ kind: 'continue', does: 'led' }),
})
