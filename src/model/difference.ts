import type { TableFamily, Variant } from './family.ts'
import type { Owner, Ownership } from './owner.ts'
import type { Policy } from './ruleset.ts'

/** Where a rule stands against the rules that were there before and are not its owner's. */
export type Standing = 'before-yours' | 'after-yours' | 'between-yours' | 'alone'

/** One rule that came, went or moved. Positions count from 1 in the chain before or after. */
export interface RuleChange {
  readonly kind: 'added' | 'removed' | 'moved'
  readonly family: TableFamily
  readonly table: string
  readonly chain: string
  readonly text: string
  readonly id: string
  readonly positionBefore: number | undefined
  readonly positionAfter: number | undefined
  /** The position after of an equal rule that was there before: this one came a second time. */
  readonly sameAs: number | undefined
  readonly standing: Standing
  readonly ownership: Ownership
}

/** A chain that was made or removed, or whose policy changed. */
export interface ChainChange {
  readonly kind: 'made' | 'removed' | 'policy'
  readonly family: TableFamily
  readonly table: string
  readonly chain: string
  readonly before: Policy | undefined
  readonly after: Policy | undefined
  readonly ownership: Ownership
}

/**
 * A table, set or map of nftables that came, went or is another now, or a chain that another hook, priority or type calls.
 * `before`, `after`: what it is declared as. `added`, `removed`: elements.
 */
export interface ObjectChange {
  readonly kind: 'made' | 'removed' | 'changed'
  readonly what: 'table' | 'chain' | 'set' | 'map'
  /** `inet/mine`, `inet/mine/blocked`. */
  readonly id: string
  readonly before: string | undefined
  readonly after: string | undefined
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly ownership: Ownership
}

/** Why things changed together: one published port, one network, the engine itself, or an owner as a whole. */
export interface Cause {
  readonly kind: 'port' | 'network' | 'engine' | 'owner'
  readonly owner: Owner
  /** container, network, bridge, protocol, hostPort, containerPort, where the kind has them. */
  readonly args: Readonly<Record<string, string | number>>
}

/** Changes with one cause. */
export interface ChangeGroup {
  readonly cause: Cause
  readonly chains: readonly ChainChange[]
  readonly objects: readonly ObjectChange[]
  readonly rules: readonly RuleChange[]
}

/** A setting of the kernel with another value, by its dotted name. */
export interface SysctlChange {
  readonly name: string
  readonly before: string
  readonly after: string
}

/** What a comparison found. Groups: the user's first, then other owners', the engine, networks, ports; else in the order of their first change. */
export interface Difference {
  readonly before: string
  readonly after: string
  readonly groups: readonly ChangeGroup[]
  /** Tables that only one side knows at all: not a change, but said. */
  readonly onlyBefore: readonly TableName[]
  readonly onlyAfter: readonly TableName[]
  /** Tables of iptables that both sides have and in which nothing changed. */
  readonly same: readonly TableName[]
  /** Settings of the kernel that both sides have with other values. */
  readonly sysctls: readonly SysctlChange[]
  /** Rules that stayed where they were. */
  readonly unchanged: number
  /** Changes left out on request, by owner. */
  readonly ignored: number
}

/** A table of one family and variant. */
export interface TableName {
  readonly family: TableFamily
  readonly variant: Variant | undefined
  readonly table: string
}
