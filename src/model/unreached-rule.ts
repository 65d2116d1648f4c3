import type { Phrase } from './explanation.ts'

/** A rule that a change adds and that no packet reaches. */
export interface UnreachedRule {
  readonly id: string
  /** `-A CHAIN ...` */
  readonly text: string
  /** Why: a message that names the rule that takes the packets first, or the chain that nothing jumps to. */
  readonly reason: Phrase
  /** The command that inserts it where packets reach it; undefined: there is none, or the result would be the same. */
  readonly fix: string | undefined
}
