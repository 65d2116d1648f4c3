import type { MessageId } from '#model/messages.ts'
import type { Condition, UnknownCause } from '#model/condition.ts'
import { negateIf, unknown, allOf } from '#model/condition.ts'
import type { Message } from '#model/diagnostic.ts'
import type { Effect } from '#model/effect.ts'
import type { Dialect, Family } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { Value } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'

/** Where a value is read: what stands before it on the line may matter. `protocol` is that of `-p`, 0 for none. */
export interface ReadContext {
  readonly family: Family
  readonly dialect: Dialect
  readonly protocol: number
  readonly protocolNegated: boolean
}

/** Where a value is printed; `negated`: `!` stands before the option. */
export interface WriteContext {
  readonly family: Family
  readonly dialect: Dialect
  readonly negated?: boolean
}

/** Why a value or a combination of options is refused: a message of the catalogue. */
export class Wrong {
  readonly message: Message
  constructor(id: MessageId, args: Message['args'] = {}) {
    this.message = { id, args }
  }
}

/** How one kind of value is read and written. */
export interface Kind<V extends Value> {
  /** What it takes, as a noun phrase id of the catalogue (`kind/port`). */
  readonly label: string
  /** How many words follow the option. */
  readonly words: 0 | 1 | 2
  /** Whether the one word may be missing; then `read` is given an empty one. */
  readonly optional?: true
  /** `second` is given where `words` is 2. */
  read(word: string, context: ReadContext, second: string): V | Wrong
  /** The words as iptables-save prints them; undefined: the whole option is not printed, as it says nothing. */
  write(value: V, context: WriteContext): string | undefined
}

/** One option of an extension. The order of the table is the order in which iptables-save prints. */
export interface OptionSpec<V extends Value = Value> {
  readonly kind: Kind<V>
  /** Other spellings of the same option. */
  readonly aliases?: readonly string[]
  /** Whether `!` may stand before it. */
  readonly not?: true
  /** Whether it may be given more than once (all uses are kept, in order). */
  readonly repeats?: true
  /** The rule is refused without it. */
  readonly required?: true
  /** Options that may not stand beside it. */
  readonly excludes?: readonly string[]
  /** An option that must stand beside it. */
  readonly needs?: readonly string[]
  /** The canonical option that this one is another way to write; `kind.read` gives that option's value. */
  readonly as?: string
  /** What the rule holds when neither the option nor one it excludes is given; printed as if it were given. */
  readonly default?: V
  /** The condition of one use, before negation. Where it is missing the extension has its own `meaning`. */
  means?(value: V, context: { readonly family: Family }): Condition
}

/** The options of a table by canonical name, from the type of each one's value. */
export type OptionTable<V> = { readonly [K in keyof V]: OptionSpec<V[K] & Value> }

/** The options of one use by name (the last one of options that repeat). */
export type Uses<V> = { readonly [K in keyof V]?: OptionUse<V[K] & Value> }

/** What parser and printer see of any extension. */
export interface Extension {
  readonly sort: 'match' | 'target'
  readonly name: string
  readonly families: readonly Family[]
  readonly aliases: readonly string[]
  /** Every spelling of every option. */
  readonly spellings: ReadonlyMap<string, { readonly name: string; readonly spec: OptionSpec }>
  readonly options: Readonly<Record<string, OptionSpec>>
  /** Canonical names in printing order. */
  readonly order: readonly string[]
  /** The options that are required, or may not or must not stand alone. */
  readonly constrained: readonly string[]
  /** The options that count where they are not given. */
  readonly defaulted: readonly string[]
  /** Whether printing keeps the order of reading (policy, u32). */
  readonly keepsOrder: boolean
  /** The options that are not required alone but one of which must be given. */
  readonly oneOf: readonly string[]
  readonly settle: ((uses: readonly OptionUse[], context: ReadContext) => readonly OptionUse[] | Wrong) | undefined
  /** Whether iptables-nft (from 1.8.8) stores such options in nftables' own language: all that a rule has become one match. */
  readonly native: ((uses: readonly OptionUse[]) => boolean) | undefined
}

/** A match extension (`-m`). */
export interface MatchExtension extends Extension {
  readonly sort: 'match'
  condition(uses: readonly OptionUse[], context: { readonly family: Family }): Condition
}

interface RefusedIn {
  readonly table: string
  readonly message: MessageId
}

/** A target extension (`-j`). */
export interface TargetExtension extends Extension {
  readonly sort: 'target'
  /** The table in which iptables refuses it, and the message that says so. */
  readonly refusedIn: RefusedIn | undefined
  effect(uses: readonly OptionUse[], context: { readonly family: Family }): Effect
}

interface Spec<V> {
  readonly name: string
  readonly families?: readonly Family[]
  readonly aliases?: readonly string[]
  readonly options: OptionTable<V>
  readonly keepsOrder?: true
  readonly oneOf?: readonly (keyof V & string)[]
  /** Checks across options and brings them into the form that is printed; offsets are kept. */
  readonly settle?: (uses: readonly OptionUse[], context: ReadContext) => readonly OptionUse[] | Wrong
  readonly native?: (uses: readonly OptionUse[]) => boolean
}

interface MatchSpec<V> extends Spec<V> {
  /** Undefined: it is as if the match had no meaning of its own. */
  readonly meaning?: (uses: Uses<V>, context: { readonly family: Family }) => Condition | undefined
  /** The condition of all uses from that of each, where it is not simply that every one must hold. */
  readonly combine?: (each: readonly Condition[], uses: readonly OptionUse[]) => Condition | undefined
  /** What would have to be known to decide, where no option tells its meaning: one question for all options together. */
  readonly decidedBy?: UnknownCause
}

/** Declares a match: by default its condition is that of every option, negated where `!` stands. */
export function match<V extends Record<string, Value>>(spec: MatchSpec<V>): MatchExtension {
  const base = extension('match', spec)
  return {
    ...base,
    sort: 'match',
    condition(uses, context) {
      if (uses.some(({ value }) => isUnknown(value))) return unknown('hidden', spell(base, uses, context.family))
      const meant = spec.meaning?.(record(uses), context)
      if (meant !== undefined) return meant
      if (spec.decidedBy !== undefined) return unknown(spec.decidedBy, spell(base, uses, context.family))
      const each = uses.map((use) => conditionOfUse(base, use, context))
      return spec.combine?.(each, uses) ?? allOf(each)
    },
  }
}

/** Declares a target. */
export function target<V extends Record<string, Value>>(
  spec: Spec<V> & {
    readonly effect: (uses: Uses<V>, context: { readonly family: Family }) => Effect
    readonly refusedIn?: RefusedIn
  },
): TargetExtension {
  return {
    ...extension('target', spec),
    sort: 'target',
    refusedIn: spec.refusedIn,
    effect(uses, context) {
      if (uses.some(({ value }) => isUnknown(value))) return { kind: 'unknown', target: spec.name }
      return spec.effect(record(uses), context)
    },
  }
}

/** A text that is equal for equal uses: the key of a predicate that we do not interpret. */
export function keyOf(name: string, uses: readonly OptionUse[]): string {
  const words = uses.map(({ name: option, negated, value }) => `${negated ? '! ' : ''}${option} ${plain(value)}`)
  return [name, ...words].join(' ')
}

/** The name and the options as iptables-save prints them: the key of a predicate that people also read. */
export function spell(extension: Extension, uses: readonly OptionUse[], family: Family): string {
  let text = extension.name
  for (const { name, negated, value } of uses) {
    const { kind } = extension.options[name] ?? {}
    const written = isUnknown(value) ? value.unknown : kind?.write(value, { family, dialect: defaultDialect, negated })
    if (written !== undefined) text += `${negated ? ' !' : ''} ${name}${written === '' ? '' : ` ${written}`}`
  }
  return text
}

function plain(value: Value): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
}

function conditionOfUse(base: Extension, use: OptionUse, context: { readonly family: Family }): Condition {
  const spec = base.options[use.name]
  if (spec?.means === undefined)
    return negateIf(use.negated, unknown('packet', spell(base, [{ ...use, negated: false }], context.family)))
  return negateIf(use.negated, spec.means(use.value, context))
}

function record<V>(uses: readonly OptionUse[]): Uses<V> {
  return Object.fromEntries(uses.map((use) => [use.name, use])) as Uses<V>
}

function extension<V>(sort: 'match' | 'target', spec: Spec<V>): Extension {
  const spellings = new Map<string, { name: string; spec: OptionSpec }>()
  const options = spec.options as unknown as Record<string, OptionSpec>
  for (const [name, option] of Object.entries(options)) {
    for (const spelling of [name, ...(option.aliases ?? [])])
      spellings.set(spelling, { name: option.as ?? name, spec: option })
  }
  return {
    sort,
    name: spec.name,
    families: spec.families ?? ['ipv4', 'ipv6'],
    aliases: spec.aliases ?? [],
    spellings,
    options,
    order: Object.keys(options),
    constrained: namesWith(
      options,
      ({ required, excludes, needs }) => required || excludes !== undefined || needs !== undefined,
    ),
    defaulted: namesWith(options, (option) => option.default !== undefined),
    keepsOrder: spec.keepsOrder ?? false,
    oneOf: spec.oneOf ?? [],
    settle: settleUnlessHidden(spec.settle),
    native: spec.native,
  }
}

function namesWith(
  options: Readonly<Record<string, OptionSpec>>,
  has: (option: OptionSpec) => boolean | undefined,
): readonly string[] {
  return Object.entries(options).flatMap(([name, option]) => (has(option) ? [name] : []))
}

// Where a value is hidden, options are kept as they stand.
function settleUnlessHidden(settle: Extension['settle']): Extension['settle'] {
  if (settle === undefined) return undefined
  return (uses, context) => (uses.some(({ value }) => isUnknown(value)) ? uses : settle(uses, context))
}
