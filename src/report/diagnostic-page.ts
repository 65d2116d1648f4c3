import type { Say } from '#i18n/catalogue.ts'
import { displayWidth } from '#base/width.ts'
import { printable } from '#base/printable.ts'
import type { Diagnostic, Message, Severity } from '#model/diagnostic.ts'
import type { Source, Span } from '#model/source.ts'
import type { Block, Line, Page, Style } from './page.ts'
import { gap, indented, line, styled, verbatim } from './page.ts'

const styles: Readonly<Record<Diagnostic['severity'], Style>> = { error: 'drop', warning: 'warning', note: 'route' }

/** A message about no place in a text: `error[predict/no-state]: ...`. */
export function messagePage(say: Say, severity: Severity, message: Message): Page {
  return [indented(0, [styled(styles[severity], `${severity}[${message.id}]`), `: ${say(message)}`], 2)]
}

/** Diagnostics as frames: what, where with the words underlined, help. */
export function diagnosticPage(say: Say, source: Source, diagnostics: readonly Diagnostic[]): Page {
  const lines = lineStarts(source.text)
  return diagnostics.flatMap((diagnostic) => frame(say, source, lines, diagnostic))
}

/** One line for each diagnostic: `file:3:46: error syntax/unknown-option: ...`. */
export function diagnosticLines(say: Say, source: Source, diagnostics: readonly Diagnostic[]): Page {
  const lines = lineStarts(source.text)
  return diagnostics.map((diagnostic) => {
    const { row, column } = placeOf(lines, diagnostic.span.start)
    return line(
      `${source.name}:${row + 1}:${column + 1}: `,
      styled(styles[diagnostic.severity], diagnostic.severity),
      ` ${diagnostic.id}: ${say(diagnostic)}`,
    )
  })
}

function frame(say: Say, source: Source, lines: readonly number[], diagnostic: Diagnostic): readonly Block[] {
  const { severity, span, help, labels } = diagnostic
  const { row, column } = placeOf(lines, span.start)
  const margin = ' '.repeat(String(row + 1).length)
  const excerpt = excerptOf(source.text, lines, row, span)
  const code: readonly Line[] = [
    [`${margin}--> ${source.name}:${row + 1}:${column + 1}`],
    [`${margin} |`],
    [`${row + 1} | ${excerpt.shown}`],
    [`${margin} | `, styled(styles[severity], excerpt.marks)],
  ]
  const asides = [
    ...(labels ?? []).map((label) => say(label.message)),
    ...(help === undefined ? [] : [`help: ${say(help)}`]),
  ]
  return [
    indented(0, [styled(styles[severity], `${severity}[${diagnostic.id}]`), `: ${say(diagnostic)}`], 2),
    verbatim(0, code),
    ...asides.map((text) => indented(margin.length + 1, [`= ${text}`], 2)),
    gap,
  ]
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Row and column of an offset, both from 0. */
function placeOf(lines: readonly number[], offset: number): { row: number; column: number } {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lines[middle] as number) <= offset) low = middle
    else high = middle - 1
  }
  return { row: low, column: offset - (lines[low] as number) }
}

/** Columns that a shown line of the source has at most: a frame that wraps points nowhere. */
const room = 72

interface Excerpt {
  readonly shown: string
  readonly marks: string
}

/** The line around the span, as much of it as there is room for, and the marks to stand below it. */
function excerptOf(text: string, lines: readonly number[], row: number, span: Span): Excerpt {
  const start = lines[row] as number
  const end = lines[row + 1] === undefined ? text.length : (lines[row + 1] as number) - 1
  const from = Math.min(span.start, end)
  const columns = (first: number, last: number) => displayWidth(cleaned(text, first, last))
  let first = start
  let last = end
  if (end - start > room * 2 || columns(start, end) > room) {
    first = from
    while (first > start && columns(first - 1, from) <= room / 3) first--
    if (columns(start, from) <= room / 2) first = start
    last = Math.max(first, from)
    while (last < end && columns(first, last + 1) <= room) last++
  }
  const head = first > start ? '...' : ''
  const marked = columns(from, Math.max(from, Math.min(span.end, last)))
  return {
    shown: `${head}${cleaned(text, first, last)}${last < end ? '...' : ''}`,
    marks: ' '.repeat(head.length + columns(first, from)) + '^'.repeat(Math.max(1, marked)),
  }
}

function cleaned(text: string, first: number, last: number): string {
  return printable(text.slice(first, last).replace(/\r$/, '').replaceAll('\t', ' '))
}
