import { append } from '#base/lists.ts'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { Rule } from '#model/ruleset.ts'
import type { Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import { finishLine } from '../line/finish-line.ts'
import type { IptablesCall } from './iptables-call.ts'
import { readWithPlaceholders } from '../line/placeholders.ts'
import type { LineContext, LineState } from '../line/line-state.ts'
import { hide } from '../line/line-state.ts'
import { unreadLine } from '../line/unread-line.ts'
import type { Words } from '../line/words.ts'

const filter = { table: 'filter' }

/**
 * Reads one call of iptables as its statement, the table from -t (default `filter`). What shell variables hide makes a rule of which
 * that is unknown; any other fault makes the statement `unreadable`. Undefined: a usage line of some manual, no command.
 */
export function readCall(call: IptablesCall, context: LineContext): Statement | undefined {
  const { words } = call
  const span = { start: call.start, end: call.end }
  if (words.texts.length === 0 || asksAbout(words) || isUsage(context.origin.text, span)) return undefined
  const faults: Diagnostic[] = []
  const read = copyOf(words)
  const statement = readWords(read, span, { ...context, diagnostics: faults })
  if (statement !== undefined || read.hidden === undefined) {
    append(context.diagnostics, faults)
    return statement ?? unreadLine(context.origin, span, filter)
  }
  const quiet = { ...context, diagnostics: [] }
  return (
    readWithProtocolAsMatch(read, span, quiet) ??
    readEnds(read, span, quiet) ??
    unreadLine(context.origin, span, filter)
  )
}

function readWords(words: Words, span: Span, context: LineContext): Statement | undefined {
  const line = readWithPlaceholders(words, 0, context)
  line.table ??= 'filter'
  noteHidden(line, words)
  return finishLine(line, span, undefined, context)
}

// Reading may split words.
function copyOf({ texts, starts, ends, hidden, unclosed }: Words): Words {
  return { texts: [...texts], starts: [...starts], ends: [...ends], hidden: hidden && new Set(hidden), unclosed }
}

function noteHidden(line: LineState, { texts, hidden }: Words): void {
  for (const at of hidden ?? []) {
    const text = texts[at] ?? ''
    if (text === line.chain || text === line.table) hide(line, `variable ${text}`)
  }
}

// `-p $PROTO --dport 80`: the options of a match that only the value would load are kept word for word.
function readWithProtocolAsMatch(words: Words, span: Span, context: LineContext): Statement | undefined {
  const copy = copyOf(words)
  const at = words.texts.findIndex((word, index) => /^-p$|^--proto(?:col)?$/.test(word) && words.hidden?.has(index + 1))
  if (at < 0) return undefined
  copy.texts[at] = '-m'
  const statement = readWords(copy, span, context)
  if (statement?.kind !== 'rule') return statement
  const what = `-p ${words.texts[at + 1]}`
  return { ...statement, rules: statement.rules.map((rule) => ({ ...rule, hidden: [...rule.hidden, what] })) }
}

// The command, the chain and the target are kept, all that stands between is unknown.
function readEnds(words: Words, span: Span, context: LineContext): Statement | undefined {
  const { texts } = words
  const verb = texts.findIndex((word) => /^-[ACDIR]$|^--(?:append|check|delete|insert|replace)$/.test(word))
  const jump = texts.findIndex((word) => /^-[jg]$|^--(?:jump|goto)$/.test(word))
  const table = texts.findIndex((word) => word === '-t' || word === '--table')
  if (verb < 0) return undefined
  const number = /^\d+$/.test(texts[verb + 2] ?? '') ? 3 : 2
  const kept = [...range(verb, number), ...(jump < 0 ? [] : range(jump, 2)), ...(table < 0 ? [] : range(table, 2))]
  const statement = readWords(pick(words, kept), span, context)
  if (statement?.kind !== 'rule') return statement
  const rest = texts.filter((_, at) => !kept.includes(at))
  const unread = { name: '?', known: false, options: [], words: rest, ...span }
  const open = (rule: Rule): Rule => ({
    ...rule,
    matches: [...rule.matches, unread],
    hidden: [...rule.hidden, 'options'],
  })
  return { ...statement, rules: statement.rules.map(open) }
}

function range(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index)
}

function pick(words: Words, places: readonly number[]): Words {
  const at = places.filter((place) => place < words.texts.length)
  const hidden = new Set(at.flatMap((place, index) => (words.hidden?.has(place) ? [index] : [])))
  return {
    texts: at.map((place) => words.texts[place] ?? ''),
    starts: at.map((place) => words.starts[place] ?? 0),
    ends: at.map((place) => words.ends[place] ?? 0),
    hidden: hidden.size > 0 ? hidden : undefined,
    unclosed: -1,
  }
}

// `iptables --version`
function asksAbout({ texts }: Words): boolean {
  return texts.some((word) => /^(?:-[Vh]|--version|--help)$/.test(word))
}

// `iptables -t [table] -A <chain> rule ...`
function isUsage(text: string, { start, end }: Span): boolean {
  const plain = text.slice(start, Math.min(end, start + 2000)).replace(/"[^"]*"|'[^']*'/g, '')
  // In a template the chain may be `<chain>`, but matches and targets have names.
  if (/\s-[tAIDRNXFPE]\s+[<[]|<(?:rule|chain|options?|match|target|parameter)[^>]*>/i.test(plain))
    return !/\s-[mj]\s+\w/.test(plain)
  return /\[(?:-|(?:table|options?|rulenum|chain|match|target|parameter|rule)\b)[A-Za-z _|-]*\]|\{\[|\s\.\.\.(?:\s|$)/.test(
    plain,
  )
}
