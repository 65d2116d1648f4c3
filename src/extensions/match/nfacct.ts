import type { Kind } from '../extension.ts'
import { Wrong, match } from '../extension.ts'
import { cutText } from '../cut-text.ts'
import { quote } from '../kinds.ts'

const short = cutText(31)

// iptables-save leaves two blanks before the name.
const object: Kind<string> = {
  ...short,
  read: (word, context) => (word === '' ? new Wrong('syntax/empty-value') : short.read(word, context, '')),
  write: (value) => ` ${quote(value)}`,
}

/** Counts into an object of nfacct; one with a quota stops matching when it is used up. */
export const nfacct = match({
  name: 'nfacct',
  decidedBy: 'history',
  options: { '--nfacct-name': { kind: object, required: true } },
})
