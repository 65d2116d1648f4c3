/** How a piece of text is meant; colour is one way to show it, never the only one. */
export type Style = 'plain' | 'strong' | 'muted' | 'accept' | 'drop' | 'nat' | 'route' | 'warning' | 'unknown'

/** A piece of a line. Its text may come from anywhere: renderers escape what could move a cursor or change a reading order. */
export interface Piece {
  readonly text: string
  readonly style: Style
  /** A rule: lines break before its options only. */
  readonly rule?: true
  /** A command line: where it is broken, the shell is told that it goes on. */
  readonly command?: true
  /** A name: it goes to the next line as a whole, unless it is longer than a line. */
  readonly whole?: true
}

/** Pieces in a row; plain strings are plain pieces. */
export type Line = readonly (Piece | string)[]

/** A column of a table: how it lies, and whether it may be wrapped when the screen is narrow. */
export interface Column {
  readonly align: 'left' | 'right'
  readonly gives: boolean
  /** What is too wide is cut, not wrapped. */
  readonly cuts?: true
  /** The last column: of what is too wide the first piece alone is shown, or all of it on a line of its own. */
  readonly below?: true
}

/** The parts a page is made of. */
export type Block =
  | { readonly kind: 'line'; readonly indent: number; readonly line: Line; readonly hang?: number }
  | { readonly kind: 'verbatim'; readonly indent: number; readonly lines: readonly Line[] }
  | {
      readonly kind: 'table'
      readonly indent: number
      readonly columns: readonly Column[]
      readonly rows: readonly Line[][]
    }
  | { readonly kind: 'gap' }
  /** A part that is made when it is rendered: a page about 100,000 rules is never in memory as a whole. */
  | { readonly kind: 'later'; readonly blocks: () => readonly Block[] }

/** An answer as a small document, before it is text, HTML or anything else. */
export type Page = readonly Block[]

/** A wrapped line of text. */
export function line(...pieces: Line): Block {
  return { kind: 'line', indent: 0, line: pieces }
}

/** A wrapped line that stands in from the left by so many columns; lines after the first by `hang` more. */
export function indented(indent: number, pieces: Line, hang = 0): Block {
  return { kind: 'line', indent, line: pieces, hang }
}

/** Lines that are never wrapped: rules, frames of code. */
export function verbatim(indent: number, lines: readonly Line[]): Block {
  return { kind: 'verbatim', indent, lines }
}

/** Rows under common columns. `columns`: `l` left, `r` right, upper case where the column may be wrapped; `C` left, and cut; `B` left, and
 * shortened to the first piece or put on the next line. */
export function table(indent: number, columns: string, rows: readonly Line[][]): Block {
  const parsed = [...columns].map((letter): Column => {
    const align = letter.toLowerCase() === 'r' ? 'right' : 'left'
    return {
      align,
      gives: letter !== letter.toLowerCase(),
      ...(letter === 'C' ? { cuts: true } : {}),
      ...(letter === 'B' ? { below: true } : {}),
    }
  })
  return { kind: 'table', indent, columns: parsed, rows }
}

/** An empty line. */
export const gap: Block = { kind: 'gap' }

/** A piece in a style. */
export function styled(style: Style, text: string): Piece {
  return { text, style }
}

/** A rule as iptables writes it. */
export function ruleText(style: Style, text: string): Piece {
  return { text, style, rule: true }
}

/** Words that stay together on one line. */
export function wholeText(style: Style, text: string): Piece {
  return { text, style, whole: true }
}

/** The page, with words added behind the name of each command of ours: `seawall explain --netns inner ...`. */
export function withCommandWords(page: Page, words: string): Page {
  const longer = (piece: Piece | string) =>
    typeof piece === 'string' || piece.command === undefined
      ? piece
      : { ...piece, text: piece.text.replace(/^seawall [a-z-]+/, (command) => command + words) }
  const changed = (one: Block): Block => {
    if (one.kind === 'later') return { ...one, blocks: () => one.blocks().map(changed) }
    return one.kind === 'line' ? { ...one, line: one.line.map(longer) } : one
  }
  return words === '' ? page : page.map(changed)
}

/** A command for the reader to copy. */
export function commandText(text: string): Piece {
  return { text, style: 'plain', command: true }
}
