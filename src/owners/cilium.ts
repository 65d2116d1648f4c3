import type { Recogniser } from '#model/owner.ts'
import { always, comments } from './marks.ts'

/** Cilium: `CILIUM_*` chains (`OLD_CILIUM_*` while it replaces them), and the comments `cilium: …`, `cilium-feeder: …`. */
export const cilium: Recogniser = always({
  owner: 'cilium',
  chain: (name) => (/^(OLD_)?CILIUM_[A-Z_]+$/.test(name) ? 'hook' : undefined),
  inside: () => ({ part: 'rule' }),
  outside: (rule) => (comments(rule).some((text) => /^cilium(-feeder)?: /.test(text)) ? { part: 'rule' } : undefined),
})
