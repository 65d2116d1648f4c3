import { ctStates, fieldBits } from '#model/condition.ts'
import { match } from '../extension.ts'
import { someByPrefix } from '../kinds/kinds.ts'
import { namedBits } from '../kinds/named-bits.ts'

const states = someByPrefix(['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED'])

/** The old spelling of `-m conntrack --ctstate`. */
export const state = match({
  name: 'state',
  options: {
    '--state': {
      kind: states,
      not: true,
      required: true,
      means: (names) => fieldBits('ctstate', namedBits(names, ctStates), 'any'),
    },
  },
})
