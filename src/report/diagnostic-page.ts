import type { Say } from '#i18n/catalogue.ts'
import { lineStarts, rowOf } from '#base/line-starts.ts'
import { displayWidth } from '#base/width.ts'
import { printable } from '#base/printable.ts'
import { remembered } from '#base/remember.ts'
import { type Diagnostic, type Message, message, type Severity } from '#model/diagnostic.ts'
import type { Finding, FindingPlace } from '#model/finding.ts'
import type { Source, Span } from '#model/source.ts'
import type { Block, Line, Page, Style } from './page.ts'
import { gap, indented, line, styled, verbatim } from './page.ts'

const styles: Readonly<Record<Diagnostic['severity'], Style>> = { error: 'drop', warning: 'warning', note: 'route' }

function severityText(say: Say, severity: Severity): string {
  return say(message(`severity/${severity}`))
}

/** A message about no place in a text: `error[predict/no-state]: ...`. */
export function messagePage(say: Say, severity: Severity, what: Message): Page {
  return [indented(0, [styled(styles[severity], `${severityText(say, severity)}[${what.id}]`), `: ${say(what)}`], 2)]
}

/** Diagnostics as frames: what, where with the words underlined, help. */
export function diagnosticPage(say: Say, source: Source, diagnostics: readonly Diagnostic[]): Page {
  const lines = lineStarts(source.text)
  return diagnostics.flatMap(({ span, labels = [], ...diagnostic }) => {
    const shared = labels.map((label): FindingPlace => ({ source, ...label }))
    return frames(say, { ...diagnostic, places: [{ source, span }, ...shared] }, () => lines)
  })
}

/** A finding as frames, one for each of its places, in as many sources as there are; `about`: what else is said of it, before the help. */
export function findingPage(say: Say, finding: Finding, about: readonly Message[] = []): Page {
  return frames(say, finding, linesOf, about)
}

const linesOf = remembered(({ text }: Source): readonly number[] => lineStarts(text))

/** One line for a finding, at the place to mend. */
export function findingLine(say: Say, finding: Finding, about = ''): Block {
  const [{ source, span }] = finding.places
  const { row, column } = placeOf(linesOf(source), span.start)
  return line(
    `${source.name}:${row + 1}:${column + 1}: `,
    styled(styles[finding.severity], severityText(say, finding.severity)),
    ` ${finding.id}: ${say(finding)}${about}`,
  )
}

/** Row and column of a place, both from 1. */
export function rowAndColumn({ source, span }: FindingPlace): { readonly line: number; readonly column: number } {
  const { row, column } = placeOf(linesOf(source), span.start)
  return { line: row + 1, column: column + 1 }
}

/** One line for each diagnostic: `file:3:46: error syntax/unknown-option: ...`. */
export function diagnosticLines(say: Say, source: Source, diagnostics: readonly Diagnostic[]): Page {
  const lines = lineStarts(source.text)
  return diagnostics.map((diagnostic) => {
    const { row, column } = placeOf(lines, diagnostic.span.start)
    return line(
      `${source.name}:${row + 1}:${column + 1}: `,
      styled(styles[diagnostic.severity], severityText(say, diagnostic.severity)),
      ` ${diagnostic.id}: ${say(diagnostic)}`,
    )
  })
}

type LinesOf = (source: Source) => readonly number[]

function frames(say: Say, finding: Finding, linesOf: LinesOf, about: readonly Message[] = []): readonly Block[] {
  const { severity, help, places } = finding
  const margin = marginOf(places[0], linesOf) + 1
  return [
    indented(0, [styled(styles[severity], `${severityText(say, severity)}[${finding.id}]`), `: ${say(finding)}`], 2),
    ...places.flatMap((place) => placeBlocks(say, place, severity, linesOf(place.source))),
    ...about.map((one) => indented(margin, [`= ${say(one)}`], 2)),
    ...(help === undefined ? [] : [indented(margin, [`= ${say(message('usage/help'))}: ${say(help)}`], 2)]),
    gap,
  ]
}

function marginOf({ source, span }: FindingPlace, linesOf: LinesOf): number {
  return String(placeOf(linesOf(source), span.start).row + 1).length
}

function placeBlocks(
  say: Say,
  { source, span, message }: FindingPlace,
  severity: Severity,
  lines: readonly number[],
): readonly Block[] {
  const { row, column } = placeOf(lines, span.start)
  const margin = ' '.repeat(String(row + 1).length)
  const excerpt = excerptOf(source.text, lines, row, span)
  const code: readonly Line[] = [
    [`${margin}--> ${source.name}:${row + 1}:${column + 1}`],
    [`${margin} |`],
    [`${row + 1} | ${excerpt.shown}`],
    [`${margin} | `, styled(styles[severity], excerpt.marks)],
  ]
  const about = message === undefined ? [] : [indented(margin.length + 1, [`= ${say(message)}`], 2)]
  return [verbatim(0, code), ...about]
}

/** Row and column of an offset, both from 0. */
function placeOf(lines: readonly number[], offset: number): { row: number; column: number } {
  const row = rowOf(lines, offset)
  return { row, column: offset - (lines[row] as number) }
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
