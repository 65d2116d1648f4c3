import type { MatchExtension, ReadContext, TargetExtension } from '#extensions/extension.ts'
import type { Diagnostic, Message } from '#model/diagnostic.ts'
import type { Dialect, Family } from '#model/family.ts'
import type { Counters, OptionUse, Policy } from '#model/ruleset.ts'
import type { Source } from '#model/source.ts'
import type { RuleStatement } from '#model/statement.ts'
import type { AddressMask, UnknownValue } from '#model/value.ts'
import type { Words } from './words.ts'

/** An extension met on the line, with the options seen so far; `extension` undefined: not known, its words are kept. */
export interface Loaded {
  readonly name: string
  readonly extension: MatchExtension | TargetExtension | undefined
  readonly target: boolean
  readonly goto: boolean
  uses: OptionUse[]
  words: string[]
  readonly start: number
  end: number
}

/** The use of -s or -d with one address. */
export type AddressUse = OptionUse<AddressMask | UnknownValue>

/** What a line has said so far. */
export interface LineState {
  verb:
    | RuleStatement['verb']
    | 'list'
    | 'flush'
    | 'zero'
    | 'delete-chain'
    | 'new-chain'
    | 'policy'
    | 'rename'
    | undefined
  table: string | undefined
  chain: string | undefined
  position: number | undefined
  to: string | undefined
  policy: Policy | undefined
  source: AddressUse | undefined
  destination: AddressUse | undefined
  /** Where -s or -d has a list, one use for each address: they make several rules. */
  sources: readonly AddressUse[] | undefined
  destinations: readonly AddressUse[] | undefined
  in: OptionUse<string> | undefined
  out: OptionUse<string> | undefined
  protocol: OptionUse<number> | undefined
  /** The word behind -p: it names the match that holds the protocol's options. */
  protocolWord: string | undefined
  fragment: OptionUse<true> | undefined
  counters: Counters | undefined
  readonly loaded: Loaded[]
  protocolLoaded: boolean
  hidden: readonly string[]
  /** The letters of the flags that are no part of a rule: `w`, `n`, `v`, ... */
  flags: string
  failed: boolean
  /** See `readingOf`; -p makes it undefined again. */
  reading: ReadContext | undefined
}

// Lists for what has no options or words, never written to: the many lines of a file need not have one each.
const noUses: OptionUse[] = []
const noWords: string[] = []

/** Puts a match or target at the end of the line; false when there are more than any command line has. */
export function addLoaded(
  line: LineState,
  name: string,
  extension: Loaded['extension'],
  sort: 'match' | 'jump' | 'goto',
  start: number,
  end: number,
): boolean {
  const target = sort !== 'match'
  line.loaded.push({ name, extension, target, goto: sort === 'goto', uses: noUses, words: noWords, start, end })
  return line.loaded.length < 1000
}

/** Puts an option to its match or target. */
export function addUse(loaded: Loaded, use: OptionUse): void {
  if (loaded.uses === noUses) loaded.uses = [use]
  else loaded.uses.push(use)
}

/** Puts a word to a match or target that nobody knows. */
export function addWord(loaded: Loaded, word: string): void {
  if (loaded.words === noWords) loaded.words = [word]
  else loaded.words.push(word)
}

/** Notes what of the line nobody can know. */
export function hide(line: LineState, what: string): void {
  line.hidden = [...line.hidden, what]
}

/** A line about which nothing is known yet. */
export function newLine(): LineState {
  return {
    verb: undefined,
    table: undefined,
    chain: undefined,
    position: undefined,
    to: undefined,
    policy: undefined,
    source: undefined,
    destination: undefined,
    sources: undefined,
    destinations: undefined,
    in: undefined,
    out: undefined,
    protocol: undefined,
    protocolWord: undefined,
    fragment: undefined,
    counters: undefined,
    loaded: [],
    protocolLoaded: false,
    hidden: noWords,
    flags: '',
    failed: false,
    reading: undefined,
  }
}

/** Where lines are read: what the file or command around them has fixed. */
export interface LineContext {
  readonly origin: Source
  readonly family: Family
  readonly dialect: Dialect
  readonly diagnostics: Diagnostic[]
  /** The chains that the text has declared for the table so far: `-j NAME` then is a jump, whatever extension has the name. */
  readonly chains?: ReadonlySet<string>
  /** The lines stand in a here-document: what `$NAME` stands for is not known. */
  readonly expands?: ReadonlyMap<string, string>
  /** What nobody tells stands for a value; true: the text has marks of it. Undefined: such a line is refused, as iptables does. */
  readonly placeholders?: boolean
  /** See `readingOf`: the last one, as most lines are like the one before. */
  lastReading?: ReadContext
}

/** What a value read here may depend on; one record for all the options behind the same -p. */
export function readingOf(line: LineState, context: LineContext): ReadContext {
  if (line.reading !== undefined) return line.reading
  const protocol = line.protocol?.value ?? 0
  const protocolNegated = line.protocol?.negated ?? false
  const { family, dialect, lastReading: last } = context
  const isAbout = last?.protocol === protocol && last.protocolNegated === protocolNegated
  const isSame = isAbout && last.family === family && last.dialect === dialect
  const reading = isSame ? last : { family, dialect, protocol, protocolNegated }
  context.lastReading = reading
  line.reading = reading
  return reading
}

/** A place on the line: where the next word is, and the `!` that stands before it. */
export interface Cursor {
  readonly words: Words
  at: number
  negated: boolean
  /** The offset of `!`, or of the option itself. */
  start: number
}

/** Notes a fault of the line; the line is not a rule any more. */
export function fail(
  line: LineState,
  context: LineContext,
  what: Message,
  start: number,
  end: number,
  help?: Message,
): void {
  line.failed = true
  context.diagnostics.push({ severity: 'error', ...what, span: { start, end }, ...(help && { help }) })
}
