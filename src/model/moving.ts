import type { Message } from './diagnostic.ts'
import type { Ownership } from './owner.ts'

/** What becomes of one rule of DOCKER-USER once nothing leads there any more. `nft`: the same in a table of one's own; undefined: nobody translated it. */
export interface MovedRule {
  readonly id: string
  readonly text: string
  readonly nft: string | undefined
  /** Whether it lets packets past Docker's rules: that takes a mark. */
  readonly needsMark: boolean
  readonly ownership: Ownership
}

/** What somebody must know before an engine writes nftables in place of iptables. */
export interface Moving {
  readonly engine: string
  readonly rules: readonly MovedRule[]
  /** What is to do, in order. */
  readonly todo: readonly Message[]
  /** The rules of DOCKER-USER as tables of one's own, for `nft -f`; '' where there are none. */
  readonly script: string
  readonly unknown: readonly Message[]
}
