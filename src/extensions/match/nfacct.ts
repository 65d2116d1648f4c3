import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { cutText } from '../kinds/cut-text.ts'
import { quote } from '../kinds/kinds.ts'

// iptables-save leaves two blanks before the name.
const object: Kind<string> = { ...cutText(31), write: (value) => ` ${quote(value)}` }

/** Counts into an object of nfacct; one with a quota stops matching when it is used up. */
export const nfacct = match({
  name: 'nfacct',
  decidedBy: 'history',
  options: { '--nfacct-name': { kind: object, required: true } },
})
