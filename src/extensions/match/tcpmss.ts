import { fieldIn } from '#model/condition.ts'
import type { NumberRange } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, numberRange } from '../kinds/kinds.ts'

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
  options: { '--mss': { kind: sizes, not: true, required: true, means: (value) => fieldIn('tcpmss', [value]) } },
})
