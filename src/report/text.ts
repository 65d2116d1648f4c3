import { printable } from '#base/printable.ts'
import { cutToWidth, displayWidth } from '#base/width.ts'
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
  return page.flatMap((block) => renderBlock(block, options).map((text) => `${text.trimEnd()}\n`)).join('')
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
  const rows: string[] = []
  const room = Math.max(20, options.width - 1)
  let row = ' '.repeat(indent)
  let width = indent
  let empty = true
  for (const piece of pieces(line)) {
    for (const word of piece.text.split(piece.rule ? betweenOptions : betweenWords)) {
      const wordWidth = displayWidth(word.trimEnd())
      if (!empty && width + wordWidth > room) {
        rows.push(row)
        row = ' '.repeat(indent + hang)
        width = indent + hang
      }
      row += paint({ text: word, style: piece.style }, options)
      width += displayWidth(word)
      empty = false
    }
  }
  return [...rows, row]
}

function renderTable(block: Extract<Block, { kind: 'table' }>, options: TextOptions): readonly string[] {
  const cells = block.rows.map((row) => row.map(pieces))
  const widths = block.columns.map((_, column) => Math.max(0, ...cells.map((row) => widthOf(row[column] ?? []))))
  shrink(widths, block, options)
  return cells.map((row) => {
    const last = row.length - 1
    const parts = row.map((cell, column) => {
      const target = widths[column] ?? 0
      const shown = cutPieces(cell, target)
      const fill = ' '.repeat(Math.max(0, target - widthOf(shown)))
      const text = shown.map((piece) => paint(piece, options)).join('')
      if (block.columns[column]?.align === 'right') return fill + text
      return column === last ? text : text + fill
    })
    return ' '.repeat(block.indent) + parts.join('  ')
  })
}

function shrink(widths: number[], block: Extract<Block, { kind: 'table' }>, options: TextOptions): void {
  const total = () => block.indent + widths.reduce((sum, width) => sum + width, 0) + 2 * (widths.length - 1)
  const least = 12
  while (total() > options.width - 1) {
    let widest = -1
    block.columns.forEach((column, index) => {
      if (column.gives && (widths[index] ?? 0) > least && (widths[index] ?? 0) > (widths[widest] ?? 0)) widest = index
    })
    if (widest < 0) return
    const excess = total() - (options.width - 1)
    widths[widest] = Math.max(least, (widths[widest] ?? 0) - excess)
  }
}

function widthOf(cell: readonly Piece[]): number {
  return cell.reduce((sum, { text }) => sum + displayWidth(text), 0)
}

function cutPieces(cell: readonly Piece[], columns: number): readonly Piece[] {
  if (widthOf(cell) <= columns) return cell
  const kept: Piece[] = []
  let left = columns
  for (const piece of cell) {
    if (left <= 0) break
    const text = cutToWidth(piece.text, left)
    kept.push({ ...piece, text })
    left -= displayWidth(text)
  }
  return kept
}
