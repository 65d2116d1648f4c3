import type { Recogniser } from '#model/owner.ts'
import { always } from './marks.ts'

/** psad's blocking: `PSAD_BLOCK_INPUT`, `PSAD_BLOCK_OUTPUT`, `PSAD_BLOCK_FORWARD`. */
export const psad: Recogniser = always({
  owner: 'psad',
  chain: (name) => (/^PSAD_BLOCK_(INPUT|OUTPUT|FORWARD)$/.test(name) ? 'block' : undefined),
})
