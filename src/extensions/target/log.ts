import { cutText } from '../kinds/cut-text.ts'
import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { badValue, flag, readNumber } from '../kinds/kinds.ts'
import { omitDefault } from '../fields/omit-default.ts'

const levels: ReadonlyMap<string, number> = new Map([
  ['emerg', 0],
  ['panic', 0],
  ['alert', 1],
  ['crit', 2],
  ['error', 3],
  ['warning', 4],
  ['notice', 5],
  ['info', 6],
  ['debug', 7],
])

const logLevel: Kind<number> = {
  label: 'kind/log-level',
  words: 1,
  read: (word) => levels.get(word) ?? readNumber(word, 0, 7) ?? badValue(word, 'kind/log-level'),
  write: String,
}

/** Writes a line about the packet into the kernel log. */
export const log = target({
  name: 'LOG',
  options: {
    '--log-prefix': { kind: cutText(29) },
    '--log-level': { kind: omitDefault(4, logLevel) },
    '--log-tcp-sequence': { kind: flag },
    '--log-tcp-options': { kind: flag },
    '--log-ip-options': { kind: flag },
    '--log-uid': { kind: flag },
    '--log-macdecode': { kind: flag },
  },
  effect: () => ({ kind: 'continue', does: 'log' }),
})
