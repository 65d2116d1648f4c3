import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, flag, readNumber } from '../kinds/kinds.ts'

/** A label by number; names stand in a file of the host (/etc/xtables/connlabel.conf) and are kept. */
const label: Kind<string> = {
  label: 'kind/connection-label',
  words: 1,
  read(word) {
    const number = readNumber(word, 0, 0xffff)
    if (number !== undefined) return String(number)
    return word === '' || /^-?\d/.test(word) ? badValue(word, 'kind/connection-label') : word
  },
  write: (value) => `"${value.replace(/["\\']/g, '\\$&')}"`,
}

/** Whether the connection carries a label; with --set it gets it first. */
export const connlabel = match({
  name: 'connlabel',
  decidedBy: 'history',
  options: {
    '--label': { kind: label, not: true, required: true },
    '--set': { kind: flag },
  },
})
