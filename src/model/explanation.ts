import type { Diagnostic, Message } from './diagnostic.ts'
import type { TableFamily, Variant } from './family.ts'
import type { Layout, Ownership } from './owner.ts'
import type { Counters, Policy } from './ruleset.ts'

/** A message with messages inside: `parts` are what an enumeration or a negation is about. */
export interface Phrase extends Message {
  readonly parts?: readonly Phrase[]
}

/** One condition of a rule: the words of the rule and what they ask. */
export interface ClauseExplanation {
  readonly text: string
  readonly phrase: Phrase
}

/** Where packets come from that meet a chain: a hook of the kernel, or a rule that jumps. */
export type Reach =
  | { readonly kind: 'hook'; readonly hook: string }
  | { readonly kind: 'rule'; readonly id: string; readonly goto: boolean; readonly when: readonly Phrase[] }

/** Everything there is to say of one rule, in no language. */
export interface RuleExplanation {
  readonly id: string
  readonly family: TableFamily
  readonly variant: Variant | undefined
  readonly table: string
  readonly chain: string
  readonly position: number
  /** As iptables-save prints it, `-A CHAIN` included. */
  readonly text: string
  readonly clauses: readonly ClauseExplanation[]
  /** What the rule asks and the text does not tell: a column that a listing lacks, the name of a variable. */
  readonly untold: readonly string[]
  readonly effect: Phrase
  readonly effectText: string
  /** accept, drop, nat, route (a jump or return), muted (goes on) or unknown: how a reader should see the effect. */
  readonly effectStyle: 'accept' | 'drop' | 'nat' | 'route' | 'muted' | 'unknown'
  readonly ownership: Ownership
  readonly reachedFrom: readonly Reach[]
  /** What earlier rewriting means for it, what never matches, what the form hides. */
  readonly notes: readonly Phrase[]
  readonly counters: Counters | undefined
  readonly hidden: readonly string[]
}

/** Everything there is to say of one chain. */
export interface ChainExplanation {
  readonly id: string
  readonly family: TableFamily
  readonly variant: Variant | undefined
  readonly table: string
  readonly chain: string
  readonly policy: Policy | undefined
  readonly ownership: Ownership
  readonly reachedFrom: readonly Reach[]
  readonly rules: readonly RuleExplanation[]
}

/** Everything there is to say of one named set or map of nftables. */
export interface SetExplanation {
  /** FAMILY/TABLE/@NAME */
  readonly id: string
  readonly family: TableFamily
  readonly table: string
  readonly name: string
  readonly kind: 'set' | 'map'
  /** Its declaration, as nft writes it. */
  readonly text: string
  /** As nft writes them; undefined: the text does not hold them. */
  readonly elements: readonly string[] | undefined
  readonly ownership: Ownership
}

/** A ruleset at a glance. */
export interface RulesetExplanation {
  readonly family: TableFamily
  readonly variant: Variant | undefined
  /** Docker's layout in these rules, where there is one: its name and the versions that write it. */
  readonly layout: Layout | undefined
  readonly chains: readonly ChainExplanation[]
  readonly sets: readonly SetExplanation[]
}

/** The answer of `explain`: what was asked for, conclusion first. */
export interface Explanation {
  readonly source: string
  readonly asked: 'ruleset' | 'table' | 'chain' | 'rule' | 'policy'
  readonly conclusion: readonly Phrase[]
  readonly rulesets: readonly RulesetExplanation[]
  readonly diagnostics: readonly Diagnostic[]
}
