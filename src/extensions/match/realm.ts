import { always, fieldBits } from '#model/condition.ts'
import { isUnknown } from '#model/value.ts'
import { match } from '../extension.ts'
import { namedMask } from '../kinds/named-mask.ts'

/** The realm that routing gave the packet. */
export const realm = match({
  name: 'realm',
  families: ['ipv4'],
  options: {
    '--realm': {
      kind: namedMask('cosmos'),
      not: true,
      required: true,
      means: (value) => (isUnknown(value) ? always : fieldBits('realm', value.mask, value.value)),
    },
  },
})
