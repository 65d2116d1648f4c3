import { append } from '#base/lists.ts'
import type { Span } from '#model/source.ts'
import type { ShellReading } from '../shell/command-segments.ts'
import type { ScriptHints } from '../shell/shell-commands.ts'
import { commandSegments, noShell, omittedCall, printedBy, readScript } from '../shell/command-segments.ts'
import type { ConsoleCommand } from '../shell/console-command.ts'
import { consoleCommand, documentEnds } from '../shell/console-command.ts'
import type { IptablesCall } from '../shell/iptables-call.ts'
import { isCommand } from '../shell/is-command.ts'
import type { LineForm } from '../line/line-form.ts'
import { lineForm } from '../line/line-form.ts'
import { readListingColumns } from '../listing/listing-columns.ts'
import type { ListingColumns } from '../listing/listing-columns.ts'
import { readListingRow } from '../listing/listing-row.ts'
import { braces, startsNft } from './nft-lines.ts'
import { listingSegments } from '../listing/listing-segments.ts'
import { isTableRow } from './page-tables.ts'
import { rulesSegments } from './rules-segments.ts'
import { saveSegments } from './save-segments.ts'
import type { PrintedBy, TextForm, TextSegment } from './text-segment.ts'
import { segmentOf } from './text-segment.ts'

type OpenForm = Exclude<TextForm, 'command' | 'other'>

/** Which forms of lines a piece goes on with. */
const goesOn: Readonly<Record<OpenForm, ReadonlySet<LineForm>>> = {
  save: new Set(['blank', 'hash', 'header', 'table', 'chain', 'rule', 'commit', 'omitted']),
  rules: new Set(['blank', 'hash', 'chain', 'rule', 'omitted']),
  listing: new Set(['blank', 'heading', 'columns', 'row', 'omitted']),
  nft: new Set(['blank', 'hash']),
}

const begins: Readonly<Partial<Record<LineForm, OpenForm>>> = {
  header: 'save',
  table: 'save',
  chain: 'rules',
  rule: 'rules',
  heading: 'listing',
  columns: 'listing',
  row: 'listing',
}

const brokenRule = /^\s*(?:\[\d+:\d+\][ \t]*)?-[AIDRP][ \t]+[A-Za-z]/

/** Reads a block line by line: commands, the output below them, and text that is neither. */
export class BlockReader {
  private readonly text: string
  private readonly hints: ScriptHints
  private readonly lines: readonly Span[]
  private readonly forms: readonly LineForm[]
  private readonly segments: TextSegment[] = []
  private open: { readonly form: OpenForm; readonly lines: Span[] } | undefined
  /** How deep a text in nft's language is in braces. */
  private depth = 0
  private columns: ListingColumns | undefined
  private committed = false
  /** Of each line: whether a COMMIT comes before the next table. */
  private readonly isCommitted: boolean[] = []
  private by: PrintedBy | undefined
  private readonly calls: IptablesCall[] = []
  /** The lines of no form. */
  readonly prose: Span[] = []
  /** What the commands of the block say beside rules. */
  shell: ShellReading = noShell

  constructor(text: string, lines: readonly Span[], hints: ScriptHints) {
    this.hints = hints
    this.text = text
    this.lines = lines
    this.forms = lines.map((line) => lineForm(text, line))
    for (let at = lines.length - 1, ends = false; at >= 0; at--) {
      const form = this.forms[at]
      if (form === 'commit') ends = true
      else if (form === 'table' || form === 'header') ends = false
      this.isCommitted[at] = ends
    }
  }

  read(): readonly TextSegment[] {
    const commands = this.findCommands()
    for (let at = 0; at < this.lines.length; at++) {
      const command = commands.get(at)
      if (command === undefined) this.readLine(at)
      else {
        this.close()
        append(this.calls, command.calls)
        this.by = printedBy(command.calls) ?? (command.calls.length > 0 ? undefined : this.by)
        at += command.lines - 1
      }
    }
    this.close()
    this.endCommands()
    return this.segments
  }

  private endCommands(): void {
    append(this.segments, commandSegments(this.text, this.calls.splice(0)))
  }

  private readLine(at: number): void {
    const line = this.lines[at] as Span
    const form = this.forms[at] ?? 'text'
    if (form === 'omitted' && this.open === undefined) return this.readOmitted(at)
    if (this.continues(form, line) || (form === 'text' && this.isGarbled(at))) this.open?.lines.push(line)
    else {
      this.close()
      const next = begins[form] ?? (form === 'text' && startsNft(this.text, line) ? 'nft' : undefined)
      if (next !== undefined) this.open = { form: next, lines: [line] }
      else if (form === 'text') this.prose.push(line)
    }
    if (this.open?.form === 'nft') this.depth = Math.max(0, this.depth + braces(this.text, line))
    if (form === 'columns') this.columns = readListingColumns(this.text, line)
    if (form === 'table' || form === 'header') this.committed = false
    if (form === 'commit') this.committed = true
  }

  // Lines were left out before the first of a form, or among commands.
  private readOmitted(at: number): void {
    const next = begins[this.forms[at + 1] ?? 'text']
    if (next === 'rules' || next === 'listing') this.open = { form: next, lines: [this.lines[at] as Span] }
    else if (this.calls.some(isRules)) this.calls.push(omittedCall(this.lines[at] as Span))
  }

  private continues(form: LineForm, line: Span): boolean {
    const { open } = this
    if (open === undefined) return false
    if (open.form === 'nft' && (this.depth > 0 || startsNft(this.text, line))) return true
    if (open.form === 'save' && this.committed && (form === 'chain' || form === 'rule')) return false
    if (goesOn[open.form].has(form)) return true
    return open.form === 'listing' && form === 'text' && this.isCutRow(line)
  }

  // A line among those of a form that is none of them: it stood for something that is lost.
  private isGarbled(at: number): boolean {
    const { open, text, lines, forms } = this
    const { start, end } = lines[at] as Span
    if (open === undefined || open.form === 'nft') return false
    if (open.form === 'listing') return forms[at + 1] === 'row' && open.lines.length > 2
    if (brokenRule.test(text.slice(start, Math.min(end, start + 200)))) return true
    if (open.form !== 'save' || this.committed) return false
    return this.isCommitted[at] === true
  }

  // A row whose right columns are missing, or the right half of two listings.
  private isCutRow(line: Span): boolean {
    if (readListingRow(this.text, { ...line, edge: line.end + 1 }, this.columns) !== undefined) return true
    const start = this.text.slice(line.start, Math.min(line.end, line.start + 300))
    return /^\s{20,}[|<>]/.test(start) || /^\s*(?:\.{3}|\u2026)\s*$/.test(start) || / -- {2}/.test(start)
  }

  private close(): void {
    const { open, text, by } = this
    this.open = undefined
    this.columns = undefined
    this.committed = false
    this.depth = 0
    if (open === undefined) return
    this.endCommands()
    const lines = withoutTail(text, open.lines)
    append(this.segments, segmentsOf[open.form](text, lines, by))
    this.by = undefined
  }

  // The first line of each command with its calls; prose that begins with the name of a program is none.
  private findCommands(): ReadonlyMap<number, { readonly calls: readonly IptablesCall[]; readonly lines: number }> {
    const { text, lines } = this
    const ends = documentEnds(text, lines)
    const found: { readonly at: number; readonly command: ConsoleCommand }[] = []
    for (let at = 0; at < lines.length; at++) {
      const form = this.forms[at]
      const command = mayBeCommand(text, lines[at] as Span, form) ? consoleCommand(text, lines, at, ends) : undefined
      if (command === undefined) continue
      found.push({ at, command })
      at += command.lines - 1
    }
    const spans = found.map(({ command }) => command)
    const reading = readScript(text, spans, this.hints)
    this.shell = { ...reading.shell, unclosed: [] }
    const kept = distribute(found, reading.calls)
    const bare = kept.some(
      ({ command, calls }) => command.prompt !== 'hash' && calls.some(({ kind }) => kind === 'rules'),
    )
    const real = kept.filter(({ command, calls }) => {
      if (!calls.some(isCommand)) return false
      return command.prompt !== 'hash' || !bare || calls.every(({ kind }) => kind === 'prints')
    })
    return new Map(real.map(({ at, command, calls }) => [at, { calls, lines: command.lines }]))
  }
}

function mayBeCommand(text: string, { start, end }: Span, form: LineForm | undefined): boolean {
  return form === 'hash' || (form === 'text' && !isTableRow(text.slice(start, Math.min(end, start + 4000))))
}

function isRules({ kind }: IptablesCall): boolean {
  return kind === 'rules'
}

const segmentsOf: Readonly<
  Record<OpenForm, (text: string, lines: readonly Span[], by: PrintedBy | undefined) => readonly TextSegment[]>
> = {
  save: (text, lines, by) => saveSegments(text, lines.map(trimStart(text)), by),
  rules: rulesSegments,
  listing: listingSegments,
  nft: (_text, lines) => [segmentOf('nft', lines)],
}

function withoutTail(text: string, lines: readonly Span[]): readonly Span[] {
  let count = lines.length
  while (count > 1) {
    const form = lineForm(text, lines[count - 1] as Span)
    if (form !== 'blank' && form !== 'hash') break
    count--
  }
  return lines.slice(0, count)
}

/** A line without the blanks before it. */
export function trimStart(text: string): (line: Span) => Span {
  return ({ start, end }) => {
    let at = start
    while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++
    return { start: at, end }
  }
}

interface FoundCommand {
  readonly at: number
  readonly command: ConsoleCommand
}

function distribute(
  found: readonly FoundCommand[],
  calls: readonly IptablesCall[],
): readonly (FoundCommand & { readonly calls: readonly IptablesCall[] })[] {
  const own = found.map((each) => ({ ...each, calls: [] as IptablesCall[] }))
  let at = 0
  for (const call of calls) {
    while (at < own.length - 1 && call.start >= (own[at + 1]?.command.start ?? Number.POSITIVE_INFINITY)) at++
    own[at]?.calls.push(call)
  }
  return own
}
