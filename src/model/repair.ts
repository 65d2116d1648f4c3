import type { Family, TableFamily, Variant } from './family.ts'
import type { Message } from './diagnostic.ts'
import type { Ownership } from './owner.ts'
import type { Policy } from './ruleset.ts'

/**
 * What is true of one rule of Docker's, held against what the engine would write. `unknown`: that depends on an option of the
 * engine, or on a part of its state, that was not read.
 */
export type Standing = 'expected' | 'missing' | 'stale' | 'altered' | 'out-of-place' | 'doubled' | 'unknown'

/** One rule of Docker's with its standing. `position`: where it stands now, from 1; undefined where it is missing. */
export interface DockerRuleStatus {
  /** Somebody wrote it over a rule of Docker's, and nothing else tells that it was one: it is never taken away. */
  readonly byHand?: true
  readonly standing: Standing
  readonly family: Family
  readonly table: string
  readonly chain: string
  readonly text: string
  readonly position: number | undefined
  /** The network, container and port it is there for, as ids and `hostPort:containerPort/protocol`. */
  readonly cause: { readonly network?: string; readonly container?: string; readonly port?: string }
  /** Why it is doubled, out of place, altered or stale. */
  readonly reason?: Message
}

/** One change that a repair makes. Positions count from 1 at the moment of the change; a rule that goes is named by its text. */
export type RepairStep =
  | { readonly kind: 'chain'; readonly table: string; readonly chain: string }
  | { readonly kind: 'policy'; readonly table: string; readonly chain: string; readonly policy: Policy }
  | {
      readonly kind: 'insert'
      readonly table: string
      readonly chain: string
      readonly position: number
      readonly text: string
    }
  | {
      readonly kind: 'delete'
      readonly table: string
      readonly chain: string
      readonly position: number
      readonly text: string
      readonly because: Standing
    }
  /** A command of nft, word for word. `because`: of one that removes. */
  | {
      readonly kind: 'native'
      readonly table: string
      readonly chain: string
      readonly text: string
      readonly because?: Standing
    }

/** What a repair would do to one family: an empty list of steps where nothing is wrong. */
export interface RepairPlan {
  readonly family: Family
  readonly variant: Variant | undefined
  /** Undefined: iptables. Of nftables the steps of both families are one transaction. */
  readonly backend?: 'nftables'
  readonly rules: readonly DockerRuleStatus[]
  readonly steps: readonly RepairStep[]
  /** Policies that the engine may have set, and that stay as they are: nothing tells that it did. */
  readonly policiesLeft: readonly { readonly table: string; readonly chain: string; readonly policy: Policy }[]
}

/** A rule of somebody else's than Docker that was there before and is not any more. */
export interface LostRule {
  readonly family: TableFamily
  readonly table: string
  readonly chain: string
  /** Where it stood, from 1. */
  readonly position: number
  readonly text: string
  readonly ownership: Ownership
}

/** What a repair has put where, as `stepKey` writes it: of these rules it also takes away those that nothing is there for any more. */
export type Placed = ReadonlySet<string>

/** A rule's place and text in one. */
export function stepKey(
  family: Family,
  { table, chain, text }: { table: string; chain: string; text: string },
): string {
  return `${family}/${table}/${chain} ${text}`
}
