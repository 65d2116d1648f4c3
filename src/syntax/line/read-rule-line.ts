import type { MessageId } from '#model/messages.ts'
import { byteLength } from '#extensions/kinds/kinds.ts'
import { findTarget } from '#extensions/registry.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Counters } from '#model/ruleset.ts'
import type { Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import { readBrackets } from './counters.ts'
import { finishLine } from './finish-line.ts'
import { putVariables } from '../shell/put-variables.ts'
import { hintDockerChain } from './hint-docker-chain.ts'
import { readWithPlaceholders } from './placeholders.ts'
import type { LineContext, LineState } from './line-state.ts'
import { unreadLine } from './unread-line.ts'
import type { SaveState } from '../text/save-state.ts'
import { checkControls } from '../text/save-state.ts'
import type { Words } from './words.ts'

// What iptables-restore 1.8.9 takes: a line of 10239 bytes, 251 words (two places of 253 are its own).
const mostBytes = 10_239
const mostWords = 251

/** Reads a line that is an iptables command without the program's name, with or without `[packets:bytes]` before it. */
export function readRuleLine(state: SaveState, start: number, end: number): Statement {
  const { context } = state
  const span = { start, end }
  if (isTooLong(context, span)) return unreadLine(context.origin, span, { table: state.table })
  const words = state.words.read(start, end)
  if (words.isOdd) checkControls(state, start, end)
  if (words.texts.length === 0) {
    report(context, message('syntax/blank-line'), span)
    return { kind: 'blank', start, end }
  }
  checkLimits(state, words, span)
  const counters = takeCounters(context, words, span)
  if (context.expands) putVariables(words, context.expands)
  const family = words.hasFamily ? otherFamily(words, context) : -1
  if (family >= 0) words.texts.length = family
  const line = readWithPlaceholders(words, 0, context)
  if (family >= 0 && !line.failed) return { kind: 'other-family', start, end }
  if (line.table !== undefined) report(context, message('syntax/table-option', { table: line.table }), span)
  line.table ??= state.table
  if (!line.failed) checkCommand(line, span, context)
  const statement = finishLine(line, span, counters, context)
  if (statement === undefined) return unreadLine(context.origin, span, { table: state.table })
  if (statement.kind === 'chain-verb' && statement.verb === 'new-chain') noteChain(state, statement.chain ?? '', span)
  return statement
}

function report(context: LineContext, what: Message, { start, end }: Span): void {
  context.diagnostics.push({ severity: 'error', ...what, span: { start, end } })
}

// Nothing that long can be loaded, and reading such a line would cost more than it is worth.
function isTooLong(context: LineContext, span: Span): boolean {
  const { start, end } = span
  if ((end - start) * 3 <= mostBytes || byteLength(context.origin.text.slice(start, end)) <= mostBytes) return false
  report(context, message('syntax/line-too-long', { max: mostBytes }), span)
  return true
}

function checkLimits({ context }: SaveState, words: Words, span: Span): void {
  if (words.unclosed >= 0) report(context, message('syntax/unclosed-quote'), { start: words.unclosed, end: span.end })
  if (words.texts.length > mostWords) report(context, message('syntax/too-many-words', { max: mostWords }), span)
}

// `[10:1000] -A …`; `[1:2]-A` is taken as well.
function takeCounters(context: LineContext, words: Words, span: Span): Counters | undefined {
  const first = words.texts[0] ?? ''
  if (!first.startsWith('[') || words.starts[0] !== span.start) return undefined
  const close = first.indexOf(']') + 1
  const counters = readBrackets(close > 0 ? first.slice(0, close) : first)
  if (counters === undefined) report(context, message('syntax/bad-counters', { text: first }), span)
  if (counters === undefined || close === first.length) {
    words.texts.shift()
    words.starts.shift()
    words.ends.shift()
  } else {
    words.texts[0] = first.slice(close)
    words.starts[0] = span.start + close
  }
  return counters
}

// Where the line says that it is for the other family: iptables-restore reads no further.
function otherFamily(words: Words, { family }: LineContext): number {
  const flags = family === 'ipv4' ? ['-6', '--ipv6'] : ['-4', '--ipv4']
  return words.texts.findIndex((word, at) => flags.includes(word) && !takesNext(words.texts[at - 1]))
}

function takesNext(word: string | undefined): boolean {
  return word?.startsWith('-') === true && !['-f', '-4', '-6', '-v', '--fragments', '--ipv4', '--ipv6'].includes(word)
}

function checkCommand(line: LineState, span: Span, context: LineContext): void {
  const { verb, flags } = line
  const refuse = (option: string, id: MessageId) => {
    line.failed = true
    report(context, { id, args: { option } }, span)
  }
  if (flags.includes('w')) return refuse('-w', 'syntax/option-in-restore')
  if (flags.includes('W')) return refuse('-W', 'syntax/option-in-restore')
  const listing = flags === '' || verb === 'list' ? undefined : [...flags].find((flag) => 'nx0'.includes(flag))
  if (listing !== undefined) return refuse(`-${listing}`, 'syntax/option-with-command')
  if (verb === 'replace' && (line.sources?.length ?? 1) * (line.destinations?.length ?? 1) > 1)
    return refuse('-R', 'syntax/replace-many')
  if (isRuleVerb(line)) return
  const option = ruleOption(line)
  if (option !== undefined) refuse(option, 'syntax/option-with-command')
  else if (verb === 'new-chain' && clashes(line.chain ?? '', context)) {
    line.failed = true
    report(context, message('syntax/chain-named-target', { chain: line.chain ?? '' }), span)
  } else if (verb === 'policy' && line.policy === 'DROP' && line.table === 'nat') refuse('-P', 'syntax/drop-in-nat')
}

function isRuleVerb({ verb, position }: LineState): boolean {
  if (verb === 'delete') return position === undefined
  return verb === undefined || verb === 'append' || verb === 'insert' || verb === 'check' || verb === 'replace'
}

// The first option that only a line with a rule may have.
function ruleOption(line: LineState): string | undefined {
  const { source, destination, in: incoming, out, protocol, fragment, loaded } = line
  if (source !== undefined) return '-s'
  if (destination !== undefined) return '-d'
  if (loaded.length > 0) return loaded[0]?.target ? '-j' : '-m'
  return [incoming, out, protocol, fragment].find((use) => use !== undefined)?.name
}

function clashes(chain: string, { family, dialect }: LineContext): boolean {
  return dialect.version !== '1.8.7' && findTarget(chain, family) !== undefined
}

function noteChain(state: SaveState, chain: string, span: Span): void {
  state.chains.add(chain)
  hintDockerChain(chain, span, state.context)
}
