import { ianaProtocol, readProtocol } from '#extensions/kinds/protocols.ts'
import type { Span } from '#model/source.ts'
import type { ListingCell, ListingLine } from './listing-cells.ts'
import { listingCells } from './listing-cells.ts'
import type { ListingColumns } from './listing-columns.ts'
import { listingCount } from './listing-count.ts'
import { beginsOptions } from './listing-options.ts'

/** A row taken apart at its columns. A column that the listing does not have, or that is cut off, is undefined. */
export interface ListingRow extends Span {
  readonly counters: readonly [packets: ListingCell, bytes: ListingCell] | undefined
  readonly target: ListingCell | undefined
  readonly protocol: ListingCell
  readonly fragment: ListingCell | undefined
  readonly in: ListingCell | undefined
  readonly out: ListingCell | undefined
  readonly source: ListingCell | undefined
  readonly destination: ListingCell | undefined
  /** What stands behind the destination: matches and the options of the target. */
  readonly rest: Span
  /** The columns that were cut off, or cannot be told apart. */
  readonly cut: readonly ('in' | 'out' | 'source' | 'destination')[]
}

/** A row has at most ten columns; names of interfaces may hold blanks. */
const most = 16

/**
 * Reads a row by its columns. Without `columns` (a row alone, or column names that do not fit) they are found out, and only a row
 * that shows all of its columns is one. Undefined: no row.
 */
export function readListingRow(
  text: string,
  line: ListingLine,
  columns: ListingColumns | undefined,
): ListingRow | undefined {
  const cells = listingCells(text, line, most)
  const known = columns === undefined ? undefined : readColumns(text, cells, line, columns)
  if (known !== undefined) return known
  const found = findColumns(cells)
  const row = found === undefined ? undefined : readColumns(text, cells, line, found)
  return row === undefined || row.cut.length > 0 ? undefined : row
}

function readColumns(
  text: string,
  cells: readonly ListingCell[],
  line: ListingLine,
  columns: ListingColumns,
): ListingRow | undefined {
  let at = columns.number ? 1 : 0
  if (columns.number && !/^\d+$/.test(cells[0]?.text ?? '')) return undefined
  const packets = cells[at]
  const bytes = cells[at + 1]
  if (columns.counters) {
    if (!isCount(packets) || !isCount(bytes)) return undefined
    at += 2
  }
  const head = readHead(cells, at, columns)
  if (head === undefined) return undefined
  const counters =
    columns.counters && packets !== undefined && bytes !== undefined ? ([packets, bytes] as const) : undefined
  const tail = readTail(cells, head.next, line, columns, text)
  const { target, protocol, fragment } = head
  const { source, destination, cut } = tail
  const rest = { start: tail.rest ?? destination?.end ?? line.end, end: line.end }
  // One object literal: a listing may have very many rows, and spreading objects is slow.
  return {
    start: cells[0]?.start ?? line.start,
    end: line.end,
    counters,
    target,
    protocol,
    fragment,
    in: tail.in,
    out: tail.out,
    source,
    destination,
    rest,
    cut,
  }
}

function isCount(cell: ListingCell | undefined): boolean {
  return listingCount(cell?.text ?? '') !== undefined
}

interface Head extends Pick<ListingRow, 'target' | 'protocol' | 'fragment'> {
  readonly next: number
}

const optWords = ['--', '-f', '!f']

// A rule without a target has an empty column there, and ip6tables 1.8.7 leaves the column behind the protocol empty.
function readHead(cells: readonly ListingCell[], at: number, columns: ListingColumns): Head | undefined {
  for (const [target, place] of [
    [undefined, at],
    [cells[at], at + 1],
  ] as const) {
    const cell = cells[place]
    const opt = cells[place + 1]
    if (cell !== undefined && isProtocol(cell.text) && optWords.includes(opt?.text ?? '')) {
      return { target, protocol: cell, fragment: opt?.text === '--' ? undefined : opt, next: place + 2 }
    }
    const glued = cell === undefined ? undefined : splitGlued(cell)
    if (glued !== undefined) return { target, ...glued, next: place + 1 }
  }
  return readHeadWithoutOpt(cells, at, columns)
}

function readHeadWithoutOpt(
  cells: readonly ListingCell[],
  at: number,
  { interfaces }: ListingColumns,
): Head | undefined {
  const before = interfaces ? 2 : 0
  for (const [target, place] of [
    [cells[at], at + 1],
    [undefined, at],
  ] as const) {
    const protocol = cells[place]
    const source = place + 1 + before
    if (protocol === undefined || !isProtocol(protocol.text)) continue
    if (isAddress6(cells[source]) && isAddress6(cells[source + 1])) {
      return { target, protocol, fragment: undefined, next: place + 1 }
    }
  }
  return undefined
}

// 1.8.7 prints `icmpv6--`.
function splitGlued(cell: ListingCell): Pick<ListingRow, 'protocol' | 'fragment'> | undefined {
  const opt = cell.text.slice(-2)
  const protocol = cell.text.slice(0, -2)
  if (!optWords.includes(opt) || !/^!?[a-z][\w-]{5,}$/.test(protocol) || !isProtocol(protocol)) return undefined
  const middle = cell.end - 2
  const fragment = opt === '--' ? undefined : { text: opt, start: middle, end: cell.end }
  return { protocol: { text: protocol, start: cell.start, end: middle }, fragment }
}

/** Names of protocols that only listings of old versions print. */
const oldNames: Readonly<Record<string, string>> = { 'ipv6-mh': 'mobility-header' }

/** The protocol of a cell as -p takes it; undefined where the cell holds something else. */
export function listedProtocol(text: string): string | undefined {
  const name = text.startsWith('!') ? text.slice(1) : text
  const current = Object.hasOwn(oldNames, name) ? (oldNames[name] ?? name) : name
  if (readProtocol(current) !== undefined) return current
  const number = ianaProtocol(current)
  return number === undefined ? undefined : String(number)
}

function isProtocol(text: string): boolean {
  return listedProtocol(text) !== undefined
}

/** An IPv6 address with a mask of its own, and more than that. */
const longestAddress = 100

function isAddress6(cell: ListingCell | undefined): boolean {
  return (
    cell !== undefined &&
    cell.text.length < longestAddress &&
    /^!?(?:[\da-fA-F:.]*:[\da-fA-F:./]*|anywhere)$/.test(cell.text)
  )
}

function isAddress(cell: ListingCell | undefined): boolean {
  return (
    cell !== undefined &&
    cell.text.length < longestAddress &&
    /^!?(?:\d[\d.]*(?:\/[\d.]+)?|[\da-fA-F:.]*:[\da-fA-F:./]*|anywhere|localhost(?:\/\d+)?)$/.test(cell.text)
  )
}

interface Tail extends Pick<ListingRow, 'in' | 'out' | 'source' | 'destination' | 'cut'> {
  /** Where the options begin, if not behind the destination. */
  readonly rest?: number
}

const nothingCut: ListingRow['cut'] = []

function readTail(
  cells: readonly ListingCell[],
  next: number,
  line: ListingLine,
  columns: ListingColumns,
  text: string,
): Tail {
  const shown =
    line.edge === Number.POSITIVE_INFINITY ? cells.slice(next, next + 8) : wholeCells(cells.slice(next), line)
  const [first, second, third, fourth] = shown
  const lost = readLost(shown, columns, text, line.end)
  if (lost !== undefined) return lost
  if (!columns.interfaces) return tailOf(undefined, undefined, first, second, ['source', 'destination'])
  const blanks = namesWithBlanks(shown)
  if (blanks === 0) return tailOf(first, second, third, fourth, ['in', 'out', 'source', 'destination'])
  const [source, destination] = shown.slice(blanks)
  return { in: undefined, out: undefined, source, destination, cut: ['in', 'out'] }
}

// A page may lose `*` and `0.0.0.0/0`: where options begin before the last column, or addresses in the columns of the interfaces,
// what is left of a pair of columns is not told apart.
function readLost(
  cells: readonly ListingCell[],
  { interfaces }: ListingColumns,
  text: string,
  end: number,
): Tail | undefined {
  const before = interfaces ? 2 : 0
  const [source, destination] = [cells[before], cells[before + 1]]
  const none = { in: undefined, out: undefined, source: undefined, destination: undefined }
  if (!isAddress(source) || !isAddress(destination)) {
    const options = [source, destination].find((cell) => cell !== undefined && beginsOptions(text, { ...cell, end }))
    const addresses = cells.slice(0, before).findIndex((cell, at) => isAddress(cell) && isAddress(cells[at + 1]))
    if (addresses >= 0) {
      const [from, to] = cells.slice(addresses)
      return { ...none, source: from, destination: to, cut: ['in', 'out'] }
    }
    if (options === undefined) return undefined
    const [input, output] = interfaces ? cells : []
    return { ...none, in: input, out: output, cut: ['source', 'destination'], rest: options.start }
  }
  return undefined
}

function tailOf(
  input: ListingCell | undefined,
  output: ListingCell | undefined,
  source: ListingCell | undefined,
  destination: ListingCell | undefined,
  asked: ListingRow['cut'],
): Tail {
  const tail = { in: input, out: output, source, destination, cut: nothingCut }
  return destination !== undefined ? tail : { ...tail, cut: asked.filter((name) => tail[name] === undefined) }
}

/** What cannot be the beginning of something longer. */
const neverLonger = /^(?:\*|0\.0\.0\.0\/0|::\/0|anywhere)$/

function wholeCells(cells: readonly ListingCell[], { edge }: ListingLine): readonly ListingCell[] {
  return cells.filter((cell) => cell.end < edge || neverLonger.test(cell.text))
}

// `et h   *       0.0.0.0/0 ...`: the place of the two addresses where more than two words stand before them, else 0.
function namesWithBlanks(cells: readonly ListingCell[]): number {
  if (isAddress(cells[2]) || cells.length < 5) return 0
  for (let at = 3; at + 1 < cells.length && at < 8; at++)
    if (isAddress(cells[at]) && isAddress(cells[at + 1])) return at
  return 0
}

// The words before `--` and the two addresses behind it tell which columns there are.
function findColumns(cells: readonly ListingCell[]): ListingColumns | undefined {
  const opt = cells.findIndex(({ text }, index) => optWords.includes(text) && index > 0)
  if (opt < 0 || opt > 5) return undefined
  const plain = isAddress(cells[opt + 1]) && isAddress(cells[opt + 2])
  const wide = isAddress(cells[opt + 3]) && isAddress(cells[opt + 4])
  if (!plain && !wide) return undefined
  const before = cells.slice(0, opt - 1)
  const named = before.length > 0 && !isCount(before.at(-1))
  const numbers = before.length - (named ? 1 : 0)
  if (numbers > 3 || !before.slice(0, numbers).every(isCount)) return undefined
  return { number: numbers % 2 === 1, counters: numbers > 1, interfaces: !plain, cut: false }
}
