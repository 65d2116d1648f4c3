import type { Recogniser } from '#model/owner.ts'
import { always } from './marks.ts'

/** sshguard with iptables: the chain `sshguard`. */
export const sshguard: Recogniser = always({
  owner: 'sshguard',
  chain: (name) => (name === 'sshguard' ? 'block' : undefined),
})
