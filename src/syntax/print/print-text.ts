import type { Diagnostic } from '#model/diagnostic.ts'
import type { Dialect, Family } from '#model/family.ts'
import type { Source } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { StatementPlace } from './print-statement.ts'
import { printStatement } from './print-statement.ts'

/** Asks for the canonical form. `diagnostics`: those of the reading; lines with an error of their own are left out. */
export interface Canonical {
  readonly family: Family
  readonly dialect: Dialect
  readonly diagnostics: readonly Diagnostic[]
}

// These tell of what stands around a line: the line itself can be printed.
const ofTheSurroundings: ReadonlySet<string> = new Set([
  'syntax/carriage-return',
  'syntax/commit-trailing',
  'syntax/missing-commit',
  'syntax/nothing-readable',
  'syntax/outside-table',
  'syntax/table-in-table',
  'syntax/unknown-table',
])

/**
 * Prints back the text that the statements were read from: byte for byte as written, or with each rule in the form that
 * iptables-save gives it. The canonical form keeps comments, counters, verbs, places and the order of lines; it has no carriage returns.
 */
export function printText({ text }: Source, statements: readonly Statement[], canonical?: Canonical): string {
  if (canonical === undefined) return text
  const refused = refusedLines(statements, canonical.diagnostics)
  const place: StatementPlace = { text, table: undefined, family: canonical.family, dialect: canonical.dialect }
  const printed: string[] = []
  let at = 0
  for (const statement of statements) {
    const { start, end } = statement
    const lineEnd = endOfLine(text, end)
    printed.push(text.slice(at, start))
    at = lineEnd
    if (statement.kind === 'table') place.table = statement.table
    if (statement.kind === 'commit') place.table = undefined
    if (statement.kind === 'unreadable' || refused.has(statement)) continue
    printed.push(printStatement(statement, place), text.slice(end, lineEnd).replace('\r', ''))
  }
  printed.push(text.slice(at))
  return printed.join('')
}

function endOfLine(text: string, end: number): number {
  const after = text.charCodeAt(end) === 13 ? end + 1 : end
  return text.charCodeAt(after) === 10 ? after + 1 : after
}

/** The statements that iptables-restore would refuse, for faults of their own. */
export function refusedLines(
  statements: readonly Statement[],
  diagnostics: readonly Diagnostic[],
): ReadonlySet<Statement> {
  const errors = diagnostics.filter(({ severity, id }) => severity === 'error' && !ofTheSurroundings.has(id))
  const starts = errors.map(({ span }) => span.start).sort((a, b) => a - b)
  const refused = new Set<Statement>()
  let next = 0
  for (const statement of statements) {
    while (next < starts.length && (starts[next] ?? 0) < statement.start) next++
    if (next < starts.length && (starts[next] ?? 0) <= statement.end) refused.add(statement)
  }
  return refused
}
