import { printable } from '#base/printable.ts'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { Dialect, Family } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { Source } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { ReadSegment } from '#syntax/text/compose-rulesets.ts'
import { buildRuleset } from '#syntax/restore/build-ruleset.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { printStatement } from '#syntax/print/print-statement.ts'
import { printText, refusedLines } from '#syntax/print/print-text.ts'
import { type ReadText, readText } from '#syntax/text/read-text.ts'

/** How to print. `dialect`: whose spelling; without one that of the writer, else of 1.8.9. */
export interface FormatOptions {
  readonly canonical: boolean
  readonly family?: Family | undefined
  readonly dialect?: Dialect | undefined
}

/** A text printed back, without the lines that iptables would refuse. `readable` false: nothing in it is a rule or chain. */
export interface Formatted {
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
  readonly forms: readonly string[]
  readonly readable: boolean
}

/** Prints a text back: as written, or each rule as iptables-save prints it after loading. */
export function formatText(source: Source, options: FormatOptions): Formatted {
  const { family, dialect } = options
  const read = withoutIncludes(readText(source, { family, dialect: dialect ?? defaultDialect }))
  const readable = !read.diagnostics.some(({ id }) => id === 'syntax/nothing-readable')
  const printed = { diagnostics: read.diagnostics, forms: read.forms, readable }
  if (!options.canonical) return { ...printed, text: inert(withoutRefused(source, read.segments, read.diagnostics)) }
  const pieces = read.segments.map((segment) =>
    printSegment(source, segment, dialect ?? defaultDialect, read.diagnostics),
  )
  return { ...printed, text: inert(pieces.join('').replaceAll('\r', '')) }
}

// What a file includes is printed as it is written, whatever it holds.
function withoutIncludes(read: ReadText): ReadText {
  return { ...read, diagnostics: read.diagnostics.filter(({ id }) => id !== 'syntax/nft-include') }
}

// Lines with control characters are refused; what stands around the lines of a page is no rule and can hold them.
function inert(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, printable)
}

function withoutRefused(
  { text }: Source,
  segments: readonly ReadSegment[],
  diagnostics: readonly Diagnostic[],
): string {
  const statements = segments.flatMap((segment) => segment.statements).sort((a, b) => a.start - b.start)
  const refused = refusedLines(statements, diagnostics)
  let printed = ''
  let at = 0
  for (const statement of statements) {
    if (statement.kind !== 'unreadable' && !refused.has(statement)) continue
    const from = text.lastIndexOf('\n', statement.start - 1) + 1
    const newline = text.indexOf('\n', Math.max(statement.start, statement.end - 1))
    if (from < at) continue
    printed += text.slice(at, from)
    at = newline < 0 ? text.length : newline + 1
  }
  return printed + text.slice(at)
}

function printSegment(
  source: Source,
  segment: ReadSegment,
  dialect: Dialect,
  diagnostics: readonly Diagnostic[],
): string {
  const { family, statements, start, end, form } = segment
  switch (form) {
    case 'save':
    case 'rules': {
      const newline = source.text.indexOf('\n', Math.max(start, end - 1))
      const upTo = newline < 0 ? source.text.length : newline + 1
      const cut = { name: source.name, text: source.text.slice(0, upTo) }
      // Single lines of the save form do not name their table, so it is not put before them either.
      const own = form === 'rules' ? statements.map(withoutTable) : statements
      return printText(cut, own, { family, dialect, diagnostics }).slice(lineStart(source.text, start))
    }
    case 'command':
      return printCommands(source, statements, family, dialect, diagnostics)
    case 'listing':
      return printListing(segment, dialect)
    case 'nft':
    case 'other':
      return ''
  }
}

function withoutTable(statement: Statement): Statement {
  return statement.kind === 'rule' || statement.kind === 'chain-verb' ? { ...statement, table: undefined } : statement
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

function printCommands(
  { text }: Source,
  statements: readonly Statement[],
  family: Family,
  dialect: Dialect,
  diagnostics: readonly Diagnostic[],
): string {
  const refused = refusedLines(statements, diagnostics)
  const program = family === 'ipv6' ? 'ip6tables' : 'iptables'
  const lines = statements
    .filter((statement) => changesRules(statement) && !refused.has(statement))
    .flatMap((statement) => printStatement(statement, { text, table: undefined, family, dialect }).split('\n'))
  return lines.map((line) => `${program} ${line}\n`).join('')
}

/** A command that only lists rules (`-L`, `-S`) has nothing to print. */
function changesRules(statement: Statement): boolean {
  return statement.kind === 'rule' || (statement.kind === 'chain-verb' && statement.verb !== 'list')
}

function printListing(segment: ReadSegment, dialect: Dialect): string {
  return printRuleset(buildRuleset(segment.statements, segment), { dialect })
}
