import { largest } from '#base/lists.ts'
import { printable } from '#base/printable.ts'
import { chunksOfWidth, displayWidth } from '#base/width.ts'
import type { Block, Line, Page, Piece, Style } from './page.ts'

/** How text is rendered. `width`: columns of the screen, Infinity for a file. */
export interface TextOptions {
  readonly width: number
  readonly color: boolean
}

const codes: Readonly<Record<Style, readonly [number, number] | undefined>> = {
  plain: undefined,
  strong: [1, 22],
  muted: [2, 22],
  accept: [32, 39],
  drop: [31, 39],
  nat: [35, 39],
  route: [34, 39],
  warning: [33, 39],
  unknown: [90, 39],
}

/** The page as text for a terminal or a file, ending with a newline. */
export function renderText(page: Page, options: TextOptions): string {
  return [...renderPieces(page, options)].join('')
}

const pieceSize = 1 << 16

/** The same in pieces, made one after the other: the first holds the verdict. */
export function* renderPieces(page: Page, options: TextOptions): Generator<string> {
  let piece = ''
  for (const block of page) {
    for (const text of renderBlock(block, options)) piece += `${text.trimEnd()}\n`
    if (piece.length < pieceSize) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

function renderBlock(block: Block, options: TextOptions): readonly string[] {
  switch (block.kind) {
    case 'gap':
      return ['']
    case 'line':
      return wrap(block.line, block.indent, block.hang ?? 0, options)
    case 'verbatim':
      return block.lines.map(
        (line) =>
          ' '.repeat(block.indent) +
          pieces(line)
            .map((piece) => paint(piece, options))
            .join(''),
      )
    case 'table':
      return renderTable(block, options)
    case 'later':
      return block.blocks().flatMap((one) => renderBlock(one, options))
  }
}

function pieces(line: Line): readonly Piece[] {
  return line.map((piece) => {
    const given: Piece = typeof piece === 'string' ? { text: piece, style: 'plain' } : piece
    return { ...given, text: printable(given.text) }
  })
}

function paint({ text, style }: Piece, { color }: TextOptions): string {
  const code = codes[style]
  return color && code !== undefined && text !== '' ? `\u001b[${code[0]}m${text}\u001b[${code[1]}m` : text
}

const betweenWords = /(?<= )(?! )/
const betweenOptions = /(?<=[^!] )(?=(?:! )?--?[a-zA-Z])/

function wrap(line: Line, indent: number, hang: number, options: TextOptions): readonly string[] {
  const room = Math.max(20, options.width - 1)
  const rows = flow(pieces(line), room - indent, room - indent - hang)
  return rows.map((row, index) => ' '.repeat(indent + (index > 0 ? hang : 0)) + paintAll(row, options))
}

function paintAll(row: readonly Piece[], options: TextOptions): string {
  return row.map((piece) => paint(piece, options)).join('')
}

/** Pieces in rows of so many columns; what is wider than a row and has no place to break stands out. */
function flow(all: readonly Piece[], first: number, later: number): readonly (readonly Piece[])[] {
  const rows: Piece[][] = []
  let row: Piece[] = []
  let width = 0
  for (const piece of all) {
    for (const word of units(piece, later)) {
      const room = (rows.length === 0 ? first : later) - (piece.command ? 2 : 0)
      if (width + displayWidth(word.trimEnd()) > room && row.length > 0) {
        rows.push(piece.command && row.at(-1)?.command ? [...row, { ...piece, text: '\\' }] : row)
        row = []
        width = 0
      }
      const text = row.length === 0 && rows.length > 0 ? word.trimStart() : word
      if (text === '') continue
      row.push({ ...piece, text })
      width += displayWidth(text)
    }
  }
  return [...rows, row]
}

function units({ text, rule, command, whole }: Piece, room: number): readonly string[] {
  if (whole && displayWidth(text.trim()) <= room) return [text]
  return text.split(rule || command ? betweenOptions : betweenWords)
}

type TableBlock = Extract<Block, { kind: 'table' }>

const gutter = 2

function renderTable(block: TableBlock, options: TextOptions): readonly string[] {
  const cells = block.rows.map((row) => row.map(pieces))
  const widths = block.columns.map((_, column) => largest(cells.map((row) => widthOf(row[column] ?? []))))
  shrink(widths, block, options)
  return cells.flatMap((row) => {
    const laid = row.map((cell, column) => {
      const width = widths[column] ?? 0
      if (block.columns[column]?.cuts) return [cut(cell, width)]
      if (block.columns[column]?.below) return [fitting(cell, width)]
      return flow(shortWords(cell, width), width, width)
    })
    const height = largest(laid.map((rows) => rows.length))
    const lines = Array.from({ length: height }, (_, index) => {
      const parts = laid.map((rows, column) => cellText(rows[index] ?? [], widths[column] ?? 0, block, column, options))
      return ' '.repeat(block.indent) + parts.join(' '.repeat(gutter))
    })
    return [...lines, ...below(row, widths, block, options)]
  })
}

/** The whole cell, or its first piece; nothing where that is too wide too. */
function fitting(cell: readonly Piece[], width: number): readonly Piece[] {
  const found = [cell, cell.slice(0, 1)].find((one) => widthOf(one) <= width)
  return found ?? []
}

/** What of a row found no room beside the other cells: on lines of its own, at the right. */
function below(
  row: readonly (readonly Piece[])[],
  widths: readonly number[],
  { columns, indent }: TableBlock,
  options: TextOptions,
): readonly string[] {
  return row.flatMap((cell, column) => {
    if (!columns[column]?.below || fitting(cell, widths[column] ?? 0).length > 0 || cell.length === 0) return []
    const room = options.width - 1 - indent - gutter
    return flow(shortWords(cell, room), room, room).map(
      (one) => ' '.repeat(indent + gutter + Math.max(0, room - widthOf(one))) + paintAll(one, options),
    )
  })
}

/** As much of a cell as fits, with a sign that something is missing. */
function cut(cell: readonly Piece[], width: number): readonly Piece[] {
  if (widthOf(cell) <= width) return cell
  const kept: Piece[] = []
  let left = width - 1
  for (const piece of cell) {
    const [text = ''] = left > 0 ? chunksOfWidth(piece.text, left) : []
    // A blank at its end does not count as width; a wide sign may not fit at all.
    const shown = displayWidth(text) <= left ? text : text.trimEnd()
    const whole = displayWidth(shown) <= left ? shown : ''
    kept.push({ ...piece, text: whole })
    left = whole === piece.text ? left - displayWidth(whole) : 0
  }
  return [...kept, { text: '~', style: 'muted' }]
}

/** In a column a word that is too long is broken anywhere, or it would push the next column away. */
function shortWords(cell: readonly Piece[], width: number): readonly Piece[] {
  if (cell.every(({ text }) => displayWidth(text) <= width)) return cell
  return cell.flatMap((piece) =>
    piece.text
      .split(betweenWords)
      .flatMap((word) => chunksOfWidth(word, width))
      .map((text) => ({ ...piece, text })),
  )
}

function cellText(
  row: readonly Piece[],
  width: number,
  { columns }: TableBlock,
  column: number,
  options: TextOptions,
): string {
  const text = paintAll(row, options)
  const fill = ' '.repeat(Math.max(0, width - widthOf(row)))
  if (columns[column]?.align === 'right') return fill + text
  return column === columns.length - 1 ? text : text + fill
}

const leastColumn = 12

/** Gives the columns that may wrap an equal share of what the others leave; those that need less leave theirs to the rest. */
function shrink(widths: number[], { indent, columns }: TableBlock, options: TextOptions): void {
  const giving = columns.flatMap(({ gives }, index) => (gives ? [index] : []))
  const fixed = widths.reduce((sum, width, index) => (giving.includes(index) ? sum : sum + width), 0)
  let left = options.width - 1 - indent - gutter * (widths.length - 1) - fixed
  giving
    .sort((a, b) => (widths[a] ?? 0) - (widths[b] ?? 0))
    .forEach((column, index) => {
      const share = Math.floor(left / (giving.length - index))
      const width = Math.min(widths[column] ?? 0, Math.max(leastColumn, share))
      widths[column] = width
      left -= width
    })
}

function widthOf(cell: readonly Piece[]): number {
  return cell.reduce((sum, { text }) => sum + displayWidth(text), 0)
}
