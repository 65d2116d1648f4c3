import { unknown } from '#model/condition.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { keptText } from '../kinds/kept-text.ts'
import { quote } from '../kinds/kinds.ts'

const name: Kind<string> = { ...keptText(29), write: quote }

/** The connection belongs to a conntrack helper (ftp, sip, ...); no name stands for any of them. */
export const helper = match({
  name: 'helper',
  options: {
    '--helper': {
      kind: name,
      not: true,
      required: true,
      means: (value) => unknown('packet', `helper --helper ${quote(value)}`),
    },
  },
})
