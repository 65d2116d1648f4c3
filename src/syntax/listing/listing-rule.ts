import type { ServiceList } from '#extensions/kinds/services.ts'
import type { ListedUse } from '#extensions/listed/listed.ts'
import { findMatch } from '#extensions/registry.ts'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { Family } from '#model/family.ts'
import type { Counters, ExtensionUse, Rule } from '#model/ruleset.ts'
import type { Span } from '#model/source.ts'
import type { RuleStatement } from '#model/statement.ts'
import { finishLine } from '../line/finish-line.ts'
import { readLine } from '../line/line-reader.ts'
import type { LineContext } from '../line/line-state.ts'
import type { ListingCell } from './listing-cells.ts'
import { listingCount } from './listing-count.ts'
import type { ListingOptions } from './listing-options.ts'
import { readListingOptions } from './listing-options.ts'
import type { ListingRow } from './listing-row.ts'
import { listedProtocol } from './listing-row.ts'
import type { Words } from '../line/words.ts'

/** Where a row stands. `interfaces`: the listing has columns for them. */
export interface ListingPlace {
  readonly table: string
  readonly chain: string
  readonly interfaces: boolean
  readonly services: ServiceList
  readonly isChain: (name: string) => boolean
}

/** A row read as the rule it shows; `faults`: what an iptables would not take of its options, which are then kept as words. */
export interface ListingRule {
  readonly statement: RuleStatement
  readonly faults: readonly Diagnostic[]
}

/**
 * Reads a row as the line that iptables-save would print for it, as far as it shows that: `Rule.hidden` names the rest (`in`, `out`,
 * `-s`, `-d`, `options`, `counters`). Undefined: not even its columns make a rule.
 */
export function readListingRule(row: ListingRow, place: ListingPlace, context: LineContext): ListingRule | undefined {
  const options = readListingOptions(context.origin.text, row.rest, row.target?.text, place.services)
  const faults: Diagnostic[] = []
  const statement = readRule(row, options, place, { ...context, diagnostics: faults })
  if (statement !== undefined) return { statement, faults: [] }
  const quiet = { ...context, diagnostics: [] }
  const unread = { goto: options.goto, matches: [], target: undefined, unread: wordsOf(context.origin.text, row.rest) }
  const plain = readRule(row, unread, place, quiet) ?? readWithoutTarget(row, unread, place, quiet)
  return plain === undefined ? undefined : { statement: plain, faults }
}

// A target that must have options, none of which could be read: it is known by its name alone.
function readWithoutTarget(
  row: ListingRow,
  options: ListingOptions,
  place: ListingPlace,
  context: LineContext,
): RuleStatement | undefined {
  const { target, ...rest } = row
  const statement = readRule({ ...rest, target: undefined }, { ...options, unread: [] }, place, context)
  if (statement === undefined || target === undefined) return undefined
  const { text: name, start, end } = target
  const words = options.unread.map(({ text }) => text)
  const open = (rule: Rule): Rule => ({
    ...rule,
    target: { name, known: false, options: [], words, goto: options.goto, start, end },
    hidden: [...rule.hidden, 'options'],
  })
  return { ...statement, rules: statement.rules.map(open) }
}

function readRule(
  row: ListingRow,
  options: ListingOptions,
  place: ListingPlace,
  context: LineContext,
): RuleStatement | undefined {
  const words: Words = { texts: [], starts: [], ends: [], hidden: undefined, unclosed: -1 }
  put(words, '-A', row)
  put(words, place.chain, row)
  putColumns(words, row, context.family)
  const known = options.matches.filter(({ name }) => findMatch(name, context.family) !== undefined)
  for (const match of known) putUse(words, '-m', match)
  if (row.target !== undefined) putTarget(words, row.target, options)
  const line = readLine(words, 0, context)
  line.hidden = [...line.hidden, ...hiddenIn(row, options, place)]
  const span = { start: row.start, end: row.end }
  const statement = finishLine({ ...line, table: place.table }, span, countersOf(row), context)
  if (statement?.kind !== 'rule') return undefined
  const foreign = options.matches.filter((match) => !known.includes(match)).map(keptWords)
  return { ...statement, rules: statement.rules.map((rule) => withUnread(rule, foreign, options, place)) }
}

function put(words: Words, text: string, { start, end }: Span): void {
  words.texts.push(text)
  words.starts.push(start)
  words.ends.push(end)
}

const unrestricted: ReadonlySet<string> = new Set(['anywhere', '0.0.0.0/0', '::/0', '*', 'any', 'all', '0'])

function putColumns(words: Words, row: ListingRow, family: Family): void {
  const address = (value: string) =>
    value === 'anywhere' ? (family === 'ipv4' ? '0/0' : '::/0') : value === 'default' ? '0.0.0.0' : value
  putColumn(words, '-s', row.source, address)
  putColumn(words, '-d', row.destination, address)
  putColumn(words, '-i', row.in, (value) => value)
  putColumn(words, '-o', row.out, (value) => value)
  putColumn(words, '-p', row.protocol, (value) => listedProtocol(value) ?? value)
  const { fragment } = row
  if (fragment?.text === '!f') put(words, '!', fragment)
  if (fragment !== undefined) put(words, '-f', fragment)
}

function putColumn(words: Words, option: string, cell: ListingCell | undefined, word: (value: string) => string): void {
  if (cell === undefined || unrestricted.has(cell.text)) return
  const negated = cell.text.startsWith('!')
  if (negated) put(words, '!', cell)
  put(words, option, cell)
  put(words, word(negated ? cell.text.slice(1) : cell.text), cell)
}

function putUse(words: Words, option: string, use: ListedUse): void {
  put(words, option, use)
  put(words, use.name, use)
  for (const word of use.words) put(words, word.text, word)
}

function putTarget(words: Words, cell: ListingCell, { goto, target }: ListingOptions): void {
  put(words, goto ? '-g' : '-j', cell)
  put(words, target?.name ?? cell.text, cell)
  for (const word of target?.words ?? []) put(words, word.text, word)
}

function hiddenIn(
  row: ListingRow,
  { matches, target, unread }: ListingOptions,
  place: ListingPlace,
): readonly string[] {
  const hidden: string[] = []
  if (!place.interfaces || row.cut.includes('in')) hidden.push('in')
  if (!place.interfaces || row.cut.includes('out')) hidden.push('out')
  if (row.cut.includes('source')) hidden.push('-s')
  if (row.cut.includes('destination')) hidden.push('-d')
  const lost = [...matches, ...(target === undefined ? [] : [target])].some(({ loses }) => loses)
  if (lost || unread.length > 0 || (row.cut.includes('destination') && row.rest.start === row.end))
    hidden.push('options')
  if (row.counters?.some(({ text }) => listingCount(text)?.exact === false)) hidden.push('counters')
  return hidden
}

function countersOf({ counters }: ListingRow): Counters | undefined {
  const [packets, bytes] = (counters ?? []).map(({ text }) => listingCount(text)?.count)
  return packets === undefined || bytes === undefined ? undefined : { packets, bytes }
}

function keptWords({ name, words, start, end }: ListedUse): ExtensionUse {
  return { name, known: false, options: [], words: words.map(({ text }) => text), start, end }
}

// Words that nobody knows belong to a target that nobody knows, or else to a match whose name the listing does not tell.
function withUnread(
  rule: Rule,
  foreign: readonly ExtensionUse[],
  { unread }: ListingOptions,
  place: ListingPlace,
): Rule {
  const first = unread[0]
  const matches = foreign.length === 0 ? rule.matches : [...rule.matches, ...foreign]
  if (first === undefined) return { ...rule, matches }
  const words = unread.map(({ text }) => text)
  const { target } = rule
  if (target !== undefined && !target.known && !target.goto && !place.isChain(target.name)) {
    return { ...rule, matches, target: { ...target, words: [...target.words, ...words] } }
  }
  const nameless = {
    name: '?',
    known: false,
    options: [],
    words,
    start: first.start,
    end: unread.at(-1)?.end ?? first.end,
  }
  return { ...rule, matches: [...matches, nameless] }
}

function wordsOf(text: string, { start, end }: Span): readonly ListingCell[] {
  const cells: ListingCell[] = []
  for (const found of text.slice(start, end).matchAll(/\S+/g)) {
    cells.push({ text: found[0], start: start + found.index, end: start + found.index + found[0].length })
  }
  return cells
}
