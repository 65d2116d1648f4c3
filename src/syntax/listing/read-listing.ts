import type { ServiceList } from '#extensions/kinds/services.ts'
import { servicePort } from '#extensions/kinds/services.ts'
import { message } from '#model/diagnostic.ts'
import type { Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { LineContext } from '../line/line-state.ts'
import { isOmission, omittedLine } from '../line/omission.ts'
import { unreadLine } from '../line/unread-line.ts'
import type { ListingLine } from './listing-cells.ts'
import type { ListingColumns } from './listing-columns.ts'
import { readListingColumns } from './listing-columns.ts'
import { listingServices } from './listing-services.ts'
import { readListingHeading } from './listing-heading.ts'
import { readListingRow } from './listing-row.ts'
import { readListingRule } from './listing-rule.ts'

/** One table's listing: its lines, and its table where something has told it. */
export interface Listing {
  readonly lines: readonly ListingLine[]
  readonly table: string
  readonly toldTable: boolean
}

interface State {
  readonly table: string
  readonly chains: ReadonlySet<string>
  readonly hidden: Set<string>
  readonly services: ServiceList
  columns: ListingColumns | undefined
  chain: string | undefined
  /** The number of the last row of the chain, where the listing numbers them. */
  number: number
  /** Rows without a heading above them. */
  strays: Span[]
}

/**
 * Reads the lines of `iptables -L` as the lines of a restore file that they stand for: a table, its chains, their rules. A note says
 * what this form cannot show; rows that nothing can be made of are errors.
 */
export function readListing({ lines, table, toldTable }: Listing, context: LineContext): readonly Statement[] {
  const { text } = context.origin
  const headings = lines.map((line) => readListingHeading(text, line))
  const chains = new Set(headings.flatMap((heading) => (heading === undefined ? [] : [heading.chain])))
  const span = { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 }
  const { list: services, doubtful } = listingServices(text, span)
  if (doubtful !== undefined) noteService(doubtful, lines, context)
  const state: State = {
    table,
    chains,
    services,
    hidden: new Set(),
    columns: undefined,
    chain: undefined,
    number: 0,
    strays: [],
  }
  const begin = { start: span.start, end: span.start }
  const statements: Statement[] = [{ kind: 'table', table: state.table, ...begin }]
  for (const [index, line] of lines.entries()) {
    const heading = headings[index]
    if (heading === undefined) {
      if (leavesOut(line, state, text) && !isOmitted(statements.at(-1)))
        statements.push(omittedLine(context, line, { table, chain: state.chain }))
      statements.push(readListingLine(line, state, context))
    } else {
      state.number = 0
      state.chain = heading.chain
      state.columns = undefined
      statements.push({ kind: 'chain', ...heading, start: line.start, end: line.end })
    }
  }
  if (!toldTable) state.hidden.add('table')
  noteHidden(state, span, context)
  noteStrays(state, context)
  return [...statements, { kind: 'commit', start: span.end, end: span.end }]
}

function readListingLine(line: ListingLine, state: State, context: LineContext): Statement {
  const { text } = context.origin
  const span = { start: line.start, end: line.end }
  if (text.slice(line.start, line.end).trim() === '') return { kind: 'blank', ...span }
  const columns = readListingColumns(text, line)
  if (columns !== undefined) {
    state.columns = columns
    return { kind: 'comment', ...span }
  }
  const row = readListingRow(text, line, state.columns)
  if (row === undefined) {
    if (isOmission(text, line)) return omitted(span, state, context)
    return isBracket(text, line) ? { kind: 'comment', ...span } : unreadable(span, state, context)
  }
  const interfaces = row.in !== undefined || row.cut.includes('in')
  const place = {
    table: state.table,
    chain: state.chain ?? '',
    interfaces,
    services: state.services,
    isChain: (name: string) => state.chains.has(name),
  }
  const read = readListingRule(row, place, context)
  if (read === undefined) return unreadable(span, state, context)
  for (const fault of read.faults) context.diagnostics.push({ ...fault, severity: 'warning' })
  for (const what of read.statement.rules[0]?.hidden ?? []) state.hidden.add(what)
  if (state.chain === undefined) state.strays.push(span)
  return read.statement
}

// The rows of a chain are numbered one after the other: a number that is missing is a row that is missing.
function leavesOut(line: ListingLine, state: State, text: string): boolean {
  if (state.columns?.number !== true || state.chain === undefined) return false
  const number = Number(/^\s*(\d{1,6})\s+\S/.exec(text.slice(line.start, Math.min(line.end, line.start + 40)))?.[1])
  if (Number.isNaN(number) || readListingRow(text, line, state.columns) === undefined) return false
  const expected = state.number + 1
  state.number = number
  return number > expected
}

function isOmitted(statement: Statement | undefined): boolean {
  return statement?.kind === 'unreadable' && statement.omitted === true
}

// The quote of a page may begin and end with a line of brackets or dots.
function isBracket(text: string, { start, end }: Span): boolean {
  return /^\s*[.[\](){}]+\s*$/.test(text.slice(start, Math.min(end, start + 80)))
}

// Before the first heading only other chains can be left out.
function omitted(span: Span, { table, chain, columns }: State, context: LineContext): Statement {
  if (chain !== undefined || columns !== undefined) return omittedLine(context, span, { table, chain })
  context.diagnostics.push({ severity: 'note', ...message('syntax/omitted-chains'), span })
  return { kind: 'comment', ...span }
}

function unreadable(span: Span, { table, chain }: State, context: LineContext): Statement {
  context.diagnostics.push({ severity: 'error', ...message('syntax/listing-row'), span })
  return unreadLine(context.origin, span, { table, chain })
}

function noteService(name: string, lines: readonly Span[], { origin: { text }, diagnostics }: LineContext): void {
  const line = lines.find(({ start, end }) => text.slice(start, end).includes(`:${name}`))
  const at = line === undefined ? -1 : text.indexOf(`:${name}`, line.start)
  if (at < 0) return
  const span = { start: at + 1, end: at + 1 + name.length }
  const port = servicePort(name) ?? ''
  diagnostics.push({ severity: 'note', ...message('syntax/service-of-two-lists', { name, port }), span })
}

function noteStrays({ strays }: State, context: LineContext): void {
  const [first] = strays
  if (first === undefined) return
  const said = message('syntax/listing-no-chain', { count: strays.length })
  context.diagnostics.push({ severity: 'warning', ...said, span: first })
}

function noteHidden({ hidden, table }: State, span: Span, context: LineContext): void {
  if (hidden.size === 0) return
  const program = context.family === 'ipv6' ? 'ip6tables-save' : 'iptables-save'
  const hides = [...hidden].join(' ')
  context.diagnostics.push({
    severity: 'note',
    ...message('syntax/listing-hides', { hides }),
    span,
    help: message('help/better-command', { command: hidden.has('table') ? program : `${program} -t ${table}` }),
  })
}
