import type { Family, Variant } from './family.ts'
import type { Source } from './source.ts'
import type { AddressMask, UnknownValue, Value } from './value.ts'

/** One option as used on a rule. The span covers `!`, the option word and its values. */
export interface OptionUse<V extends Value = Value> {
  readonly name: string
  readonly negated: boolean
  readonly value: V
  readonly start: number
  readonly end: number
}

/** A match or target on a rule. `known` false: kept word for word in `words`, meaning unknown. */
export interface ExtensionUse {
  readonly name: string
  readonly known: boolean
  readonly options: readonly OptionUse[]
  /** The words after the name, as iptables-save would quote them; only for extensions we do not know. */
  readonly words: readonly string[]
  readonly start: number
  readonly end: number
}

/** The end of a rule: a verdict or extension target (`jump`), a chain (`jump` or `goto`). */
export interface TargetUse extends ExtensionUse {
  readonly goto: boolean
}

/** Packets and bytes that met a rule or policy. */
export interface Counters {
  readonly packets: bigint
  readonly bytes: bigint
}

/** One rule as written: nothing here knows what an option means. Offsets count in `origin`. */
export interface Rule {
  readonly origin: Source
  readonly source: OptionUse<AddressMask | UnknownValue> | undefined
  readonly destination: OptionUse<AddressMask | UnknownValue> | undefined
  readonly in: OptionUse<string> | undefined
  readonly out: OptionUse<string> | undefined
  readonly protocol: OptionUse<number> | undefined
  readonly fragment: OptionUse<true> | undefined
  readonly matches: readonly ExtensionUse[]
  readonly target: TargetUse | undefined
  readonly counters: Counters | undefined
  /** What the form it was read from cannot show or hides: 'in', 'out', 'options', 'variable $X'. */
  readonly hidden: readonly string[]
  readonly start: number
  readonly end: number
}

/** The policies a built-in chain can have. */
export type Policy = 'ACCEPT' | 'DROP' | 'QUEUE' | 'RETURN'

/** A line of a text that could not be read: what it does to the chain is unknown. Offsets count in `origin`. */
export interface UnreadLine {
  readonly origin: Source
  readonly start: number
  readonly end: number
}

/** A chain of a table. `policy` undefined: a chain of somebody's own. */
export interface Chain {
  readonly name: string
  readonly policy: Policy | undefined
  readonly counters: Counters | undefined
  readonly rules: readonly Rule[]
  /** How many rules jump to it, where a listing tells. */
  readonly references?: number
  /** The text adds rules to it and does not make it: it was there before, and so may be jumps to it. */
  readonly madeElsewhere?: true
  /** Lines of this chain that could not be read, each with the number of rules before it. */
  readonly unread?: readonly { readonly at: number; readonly line: UnreadLine }[]
}

/** A table with its chains in the order in which iptables-save prints them. */
export interface Table {
  readonly name: string
  readonly chains: readonly Chain[]
  /** Lines of the table that could not be read and that do not show their chain. */
  readonly unread?: readonly UnreadLine[]
}

/** The tables of one family and variant. `variant` undefined: the text does not tell. */
export interface Ruleset {
  readonly family: Family
  readonly variant: Variant | undefined
  readonly tables: readonly Table[]
  /** What the text says of rules that it does not hold: `legacy` the tables of that variant, `native` a table that only nft shows. */
  readonly elsewhere?: readonly RulesElsewhere[]
}

/** Rules that a dump announces and leaves out. `name`: the program or the table. */
export interface RulesElsewhere {
  readonly what: 'legacy' | 'native'
  readonly name: string
}

/** The chain of that name, if the ruleset has it. */
export function findChain(ruleset: Ruleset, table: string, chain: string): Chain | undefined {
  return ruleset.tables.find(({ name }) => name === table)?.chains.find(({ name }) => name === chain)
}
