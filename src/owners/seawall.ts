import type { Recogniser } from '#model/owner.ts'
import { always } from './marks.ts'

/** Our own chains. */
export const seawall: Recogniser = always({
  owner: 'seawall',
  chain: (name) => (/^SEAWALL(-|$)/.test(name) ? 'rules' : undefined),
})
