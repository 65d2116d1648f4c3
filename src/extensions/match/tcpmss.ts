import { fieldIn, unknown } from '#model/condition.ts'
import type { NumberRange } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, numberRange } from '../kinds.ts'

const anyRange = numberRange(0xffff)

const sizes: Kind<NumberRange> = {
  ...anyRange,
  read(word, context) {
    const range = anyRange.read(word, context, '')
    return 'to' in range && range.to < range.from ? badValue(word, anyRange.label) : range
  },
}

/** The maximum segment size that a SYN announces. Negated, it also takes packets that announce none. */
export const tcpmss = match({
  name: 'tcpmss',
  options: { '--mss': { kind: sizes, not: true, required: true } },
  meaning({ '--mss': use }) {
    if (use === undefined) return unknown('packet', 'tcpmss')
    const { negated, value } = use
    return negated ? unknown('packet', `tcpmss ! --mss ${value.from}:${value.to}`) : fieldIn('tcpmss', [value])
  },
})
