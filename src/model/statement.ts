import type { Counters, Policy, Rule, UnreadLine } from './ruleset.ts'
import type { Span } from './source.ts'

/** What a line that carries a rule does with it. `position` counts from 1. */
export interface RuleStatement extends Span {
  readonly kind: 'rule'
  readonly verb: 'append' | 'insert' | 'delete' | 'check' | 'replace'
  /** The table the line acts on, where it or the file around it names one. */
  readonly table: string | undefined
  readonly chain: string
  readonly position: number | undefined
  /** Several where `-s a,b` stands for several rules. */
  readonly rules: readonly Rule[]
}

/** A line that does something with whole chains. `chain` undefined: with all of the table. */
export interface ChainStatement extends Span {
  readonly kind: 'chain-verb'
  readonly verb: 'flush' | 'delete-chain' | 'new-chain' | 'zero' | 'policy' | 'rename' | 'delete-position' | 'list'
  readonly table: string | undefined
  readonly chain: string | undefined
  readonly position: number | undefined
  readonly policy: Policy | undefined
  readonly to: string | undefined
}

/** `:CHAIN POLICY [packets:bytes]`; policy undefined for `-`. */
export interface ChainLine extends Span {
  readonly kind: 'chain'
  readonly chain: string
  readonly policy: Policy | undefined
  readonly counters: Counters | undefined
  /** How many rules jump to it, where a listing tells. */
  readonly references?: number | undefined
}

/** A line that could not be read. `chain`, `table`: as far as it shows them; `changes`: which part of the chain it is about. */
export interface UnreadableLine extends Span {
  readonly kind: 'unreadable'
  readonly line: UnreadLine
  readonly table: string | undefined
  readonly chain: string | undefined
  /** `rule`: adds a rule at the end; `policy`: sets the policy; `any`: may change every place of the chain. */
  readonly changes: 'rule' | 'policy' | 'any'
  /** The text says itself that lines were left out here. */
  readonly omitted?: true
}

/** One line of a script for iptables-restore or of commands; together they cover the text. `other-family`: a line with `-4` or `-6` that iptables-restore of this family leaves alone. */
export type Statement =
  | RuleStatement
  | ChainStatement
  | ChainLine
  | UnreadableLine
  | (Span & { readonly kind: 'blank' | 'comment' | 'commit' | 'other-family' })
  | (Span & { readonly kind: 'table'; readonly table: string })
