import type { Diagnostic, Message, Severity } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import { builtinChains } from '#model/builtin-chains.ts'
import type { Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { LineContext } from '../line/line-state.ts'
import { isOmission, omittedLine } from '../line/omission.ts'
import { readChainLine } from '../line/read-chain-line.ts'
import { readRuleLine } from '../line/read-rule-line.ts'
import type { SaveState } from './save-state.ts'
import { checkControls, newSaveState } from './save-state.ts'

const newline = 10
const carriageReturn = 13
const hash = 35
const asterisk = 42
const colon = 58
const letterC = 67

/** Reads the lines between two offsets as iptables-restore would; what it would refuse is a diagnostic, the rest is still read. */
export function readSave(context: LineContext, start: number, end: number): Statement[] {
  const { text } = context.origin
  const statements: Statement[] = []
  const state = newSaveState(context)
  for (let at = start; at < end; ) {
    const next = text.indexOf('\n', at)
    const lineEnd = next < 0 || next > end ? end : next
    statements.push(readLineOfSave(state, at, lineEnd))
    at = lineEnd + 1
  }
  reportEnd(state)
  return statements
}

/** Reads the same from lines that do not follow each other: in a page they may be indented, or quoted. */
export function readSaveLines(context: LineContext, lines: readonly Span[]): Statement[] {
  const state = newSaveState(context)
  const statements = lines.map(({ start, end }) => readLineOfSave(state, start, end))
  reportEnd(state)
  return statements
}

function reportEnd(state: SaveState): void {
  if (state.opened !== undefined)
    report(state, message('syntax/missing-commit', { table: state.table ?? '' }), state.opened)
  reportOnce(state)
}

function report(
  state: SaveState,
  what: Message,
  { start, end }: Span,
  severity: Severity = 'error',
  labels?: Diagnostic['labels'],
): void {
  state.context.diagnostics.push({ severity, ...what, span: { start, end }, ...(labels && { labels }) })
}

function label(span: Span, table: string): NonNullable<Diagnostic['labels']>[number] {
  return { span, message: message('syntax/table-first', { table }) }
}

// What goes wrong on every line of a file is said once.
function reportOnce(state: SaveState): void {
  const { returns, outside } = state
  if (returns.first !== undefined)
    report(state, message('syntax/carriage-return', { lines: returns.lines }), returns.first)
  if (outside.first !== undefined)
    report(state, message('syntax/outside-table', { lines: outside.lines }), outside.first)
}

function readLineOfSave(state: SaveState, start: number, lineEnd: number): Statement {
  const { text } = state.context.origin
  let end = lineEnd
  if (end > start && text.charCodeAt(end - 1) === carriageReturn) {
    end--
    note(state.returns, { start: end, end: lineEnd })
  }
  const first = start === end ? newline : text.charCodeAt(start)
  if (first === newline) return { kind: 'blank', start, end }
  if (first === letterC && text.slice(start, end).trimEnd() === 'COMMIT') return readCommit(state, start, end)
  if (first === hash || first === asterisk || first === colon) checkControls(state, start, end)
  if (first !== colon && isOmission(text, { start, end })) return omittedLine(state.context, { start, end })
  if (first === hash) return { kind: 'comment', start, end }
  if (first === asterisk) return readTableLine(state, start, end)
  if (state.opened === undefined) note(state.outside, { start, end })
  return first === colon ? readChainLine(state, start, end) : readRuleLine(state, start, end)
}

function note(seen: SaveState['returns'], span: Span): void {
  seen.first ??= span
  seen.lines++
}

function readTableLine(state: SaveState, start: number, end: number): Statement {
  const span = { start, end }
  const table = /[^ \t]+/.exec(state.context.origin.text.slice(start + 1, end))?.[0] ?? ''
  const before = state.seen.get(table)
  if (state.opened !== undefined) {
    const what = message('syntax/table-in-table', { table, open: state.table ?? '' })
    report(state, what, span, 'error', [label(state.opened, state.table ?? '')])
  }
  if (builtinChains[table] === undefined) report(state, message('syntax/unknown-table', { table }), span)
  if (before !== undefined)
    report(state, message('syntax/table-twice', { table }), span, 'warning', [label(before, table)])
  state.table = table
  state.opened = span
  state.seen.set(table, span)
  state.chains.clear()
  return { kind: 'table', table, start, end }
}

function readCommit(state: SaveState, start: number, end: number): Statement {
  if (state.opened === undefined) note(state.outside, { start, end })
  else if (end - start !== 'COMMIT'.length) report(state, message('syntax/commit-trailing'), { start, end })
  state.table = undefined
  state.opened = undefined
  state.chains.clear()
  return { kind: 'commit', start, end }
}
