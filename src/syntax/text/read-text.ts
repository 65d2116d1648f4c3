import { append } from '#base/lists.ts'
import type { Diagnostic } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Dialect, Family, Variant } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { NftTable } from '#model/nft.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Source, Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { IncludedFiles } from '../nft/text/text-context.ts'
import { readNativeSegments } from './read-native.ts'
import type { ReadSegment } from './compose-rulesets.ts'
import { rulesetsOfNft } from '../nft/iptables/rulesets-of-nft.ts'
import { composeRulesets } from './compose-rulesets.ts'
import { printRule } from '../print/print-rule.ts'
import { readSegment } from './read-segment.ts'
import type { ToolOutput } from '../facts/tool-output.ts'
import { recogniseText } from './recognise.ts'
import { withElsewhere } from './rules-elsewhere.ts'
import type { TextForm, TextSegment } from './text-segment.ts'
import { joinPlaceholders, mayHoldPlaceholders } from '../line/placeholders.ts'
import { shellNotes } from './shell-notes.ts'
import { writtenBy } from './written-by.ts'

/** What a text may not tell by itself, and whose spelling it is; what it does tell goes first. */
export interface TextHints {
  readonly family?: Family | undefined
  readonly variant?: Variant | undefined
  readonly dialect?: Dialect | undefined
  /** Which of several alternatives is read: `start`, `stop`. */
  readonly as?: string | undefined
  /** The rules that are there before a script runs. */
  readonly on?: readonly Ruleset[] | undefined
  /** The files that `include` names in nft's language. */
  readonly files?: IncludedFiles | undefined
}

/** A text in any form, read. `rulesets`: what it comes to at its end; `segments`: its pieces in their order, each with its statements. */
export interface ReadText {
  readonly rulesets: readonly Ruleset[]
  /** Tables in nft's language; undefined: the text holds none of it. */
  readonly native: readonly NftTable[] | undefined
  readonly segments: readonly ReadSegment[]
  /** What other programs said of the host, in the order of the text. */
  readonly outputs: readonly ToolOutput[]
  readonly diagnostics: readonly Diagnostic[]
  readonly forms: readonly TextForm[]
}

/** Reads any text that holds rules of iptables: dumps, scripts, commands, listings, or a page with several of them. */
export function readText(source: Source, hints: TextHints = {}): ReadText {
  const recognised = recogniseText(source.text, { as: hints.as, before: hints.on?.flatMap(knownBefore) })
  const diagnostics: Diagnostic[] = []
  const placeholders = mayHoldPlaceholders(source.text)
  const dumped = recognised.segments.some(({ form }) => form === 'rules') ? new Map<string, string>() : undefined
  const segments = recognised.segments.map((found): ReadSegment => {
    const segment = withTableOfDump(found, dumped, source.text)
    const family = segment.family ?? hints.family ?? familyOfName(source.name) ?? 'ipv4'
    const dialect = hints.dialect ?? dialectOf(segment, source.text)
    const statements = readSegment(segment, source, family, dialect, diagnostics, placeholders)
    if (segment.form === 'save' && dumped !== undefined) noteLines(statements, dumped, source.text)
    return { ...segment, family, variant: segment.variant ?? hints.variant, statements }
  })
  noteShownAgain(segments, diagnostics)
  for (const note of shellNotes(recognised.shell, segments)) diagnostics.push(note)
  const forms = [...new Set(segments.map(({ form }) => form))]
  const isQuoted = (statement: Statement) => dumped?.has(lineText(source.text, statement)) ?? false
  const missing = (chain: string, { start, end }: Span) => {
    const what =
      hints.on === undefined ? message('syntax/chain-deleted', { chain }) : message('restore/no-chain', { chain })
    diagnostics.push({ severity: 'warning', ...what, span: { start, end } })
  }
  const composed = composeRulesets(segments, isQuoted, missing, hints.on)
  const written = composed.map((ruleset) => withElsewhere(ruleset, source.text))
  const native = readNativeSegments(source, recognised.segments, hints.files)
  const rulesets = [...written, ...rulesetsOfNft(native?.tables ?? [], written, source.name)]
  append(diagnostics, native?.diagnostics ?? [])
  if (recognised.prose[0] !== undefined) {
    const said = message('syntax/rules-in-prose', { count: recognised.prose.length })
    const { start, end } = recognised.prose[0]
    diagnostics.push({ severity: 'warning', ...said, span: { start, end } })
  }
  if (native === undefined && !segments.some(({ statements }) => statements.some(tells))) {
    const refused = diagnostics.some(({ severity }) => severity === 'error')
    diagnostics.push(nothingReadable(source.text, refused))
  }
  const { outputs } = recognised
  return {
    rulesets,
    native: native?.tables,
    segments,
    outputs,
    diagnostics: joinPlaceholders(diagnostics),
    forms,
  }
}

function knownBefore({ family, tables }: Ruleset): readonly string[] {
  return tables.flatMap((table) =>
    table.chains.flatMap(({ name, rules }) => {
      const place = `${family} ${table.name} ${name}`
      return [`${place} :`, ...rules.map((rule) => `${place}${printRule(rule, family, defaultDialect)}`)]
    }),
  )
}

function familyOfName(name: string): Family | undefined {
  if (/ip6tables|\.v6\b|rules6\b/.test(name)) return 'ipv6'
  return /iptables|\.v4\b/.test(name) ? 'ipv4' : undefined
}

function dialectOf({ form, start, end }: TextSegment, text: string): Dialect {
  if (form !== 'save') return defaultDialect
  return writtenBy(text.slice(start, Math.min(end, start + 400)))?.dialect ?? defaultDialect
}

function tells(statement: Statement): boolean {
  return (
    statement.kind === 'rule' ||
    statement.kind === 'chain' ||
    (statement.kind === 'chain-verb' && statement.verb !== 'list')
  )
}

function nothingReadable(text: string, refused: boolean): Diagnostic {
  const said = message('syntax/nothing-readable', { refused: refused ? 1 : 0 })
  return { severity: 'error', ...said, span: { start: 0, end: text.length } }
}

// A page that shows a dump and then speaks of its lines one by one repeats them: they are of the dump's table.
function withTableOfDump(
  segment: TextSegment,
  dumped: ReadonlyMap<string, string> | undefined,
  text: string,
): TextSegment {
  const [first] = segment.lines
  const table = first === undefined || segment.form !== 'rules' ? undefined : dumped?.get(lineText(text, first))
  return table === undefined ? segment : { ...segment, table, toldTable: true }
}

function noteLines(statements: readonly Statement[], dumped: Map<string, string>, text: string): void {
  let table = 'filter'
  for (const statement of statements) {
    if (statement.kind === 'table') table = statement.table
    else if (statement.kind === 'rule' || statement.kind === 'chain') dumped.set(lineText(text, statement), table)
  }
}

function noteShownAgain(segments: readonly ReadSegment[], diagnostics: Diagnostic[]): void {
  const seen = new Map<string, Span>()
  const again = new Map<string, Diagnostic>()
  for (const { form, family, noflush, statements, start, end } of segments) {
    if ((form !== 'save' && form !== 'listing') || noflush) continue
    for (const table of tablesOf(statements)) {
      const key = `${family} ${table}`
      const first = seen.get(key)
      if (first === undefined) seen.set(key, { start, end })
      else again.set(key, { severity: 'note', ...message('syntax/shown-again', { table }), span: { start, end } })
    }
  }
  append(diagnostics, again.values())
}

function tablesOf(statements: readonly Statement[]): ReadonlySet<string> {
  const tables = new Set<string>()
  for (const statement of statements) if (statement.kind === 'table') tables.add(statement.table)
  return tables
}

function lineText(text: string, { start, end }: Span): string {
  return text.slice(start, end).trim()
}
