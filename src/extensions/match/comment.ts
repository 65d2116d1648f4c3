import { always } from '#model/condition.ts'
import { match } from '../extension.ts'
import { cut } from '../kinds/cut-text.ts'
import { text } from '../kinds/kinds.ts'

// 255 bytes are kept of it.
const note = { ...text(255), read: (word: string) => cut(word, 255) }

/** A note on the rule; matches every packet. */
export const comment = match({
  name: 'comment',
  options: {
    '--comment': { kind: note, required: true, means: () => always },
  },
})
