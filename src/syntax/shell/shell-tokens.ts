import { append } from '#base/lists.ts'
import type { Span } from '#model/source.ts'
import type { ShellPiece } from './shell-expansion.ts'
import { readExpansion } from './shell-expansion.ts'

/** A word before expansion. */
export interface ShellWord extends Span {
  readonly kind: 'word'
  readonly pieces: readonly ShellPiece[]
}

/** A here-document: its lines, and whether variables in them are put in. */
export interface HereDocument {
  readonly lines: readonly Span[]
  readonly expands: boolean
  /** The variables as they are where a script reads it. */
  readonly values?: ReadonlyMap<string, string>
}

/** A control operator or redirection; a newline is `\n`. `document` belongs to `<<`. */
export interface ShellOperator extends Span {
  readonly kind: 'operator'
  readonly text: string
  document: HereDocument | undefined
}

/** A word or an operator. */
export type ShellToken = ShellWord | ShellOperator

/** The tokens of a script, and where a quote opens that nothing closes. */
export interface ShellTokens {
  readonly tokens: readonly ShellToken[]
  readonly unclosed: readonly number[]
}

const operators = [
  '<<<',
  '<<-',
  '&>>',
  '<<',
  '>>',
  '&>',
  '>&',
  '<&',
  '>|',
  '&&',
  '||',
  ';;',
  ';',
  '&',
  '|',
  '(',
  ')',
  '<',
  '>',
]

/** Splits a script as a POSIX shell does, `$'…'` and here-documents included, with the place of everything. */
export function shellTokens(text: string, start: number, end: number): ShellTokens {
  const reader = new TokenReader(text, start, end)
  reader.readAll()
  return { tokens: reader.tokens, unclosed: reader.unclosed }
}

class TokenReader {
  readonly tokens: ShellToken[] = []
  readonly unclosed: number[] = []
  private readonly text: string
  private readonly end: number
  private at: number
  private readonly awaiting: { readonly index: number; readonly operator: ShellOperator }[] = []
  /** Closing characters that do not come any more: what opens then ends with its line. */
  private readonly gone = new Set<string>()

  constructor(text: string, start: number, end: number) {
    this.text = text
    this.end = end
    this.at = start
  }

  readAll(): void {
    while (this.at < this.end) this.readOne()
  }

  private readOne(): void {
    const character = this.text[this.at] ?? ''
    if (character === '\n') return this.readNewline()
    if (character === ' ' || character === '\t' || character === '\r' || character === '\u00a0') this.at++
    else if (character === '#' || this.text.startsWith('<-', this.at)) this.at = this.lineEnd(this.at)
    else if (character === '\\' && this.isNewlineAt(this.at + 1)) this.at = this.lineEnd(this.at) + 1
    else if (!this.readOperator()) this.readWord()
  }

  private readNewline(): void {
    this.tokens.push({ kind: 'operator', text: '\n', start: this.at, end: this.at + 1, document: undefined })
    this.at++
    for (const { index, operator } of this.awaiting.splice(0))
      operator.document = this.readDocument(this.tokens[index + 1])
  }

  // In a page the delimiter is indented like the rest: blanks before it do not count.
  private readDocument(word: ShellToken | undefined): HereDocument | undefined {
    if (word?.kind !== 'word') return undefined
    const delimiter = word.pieces.map((piece) => piece.text).join('')
    const expands = word.pieces.every((piece) => !piece.quoted)
    const lines: Span[] = []
    while (this.at < this.end) {
      const end = this.lineEnd(this.at)
      const done = this.text.slice(this.at, end).trim() === delimiter
      if (!done) lines.push({ start: this.at, end })
      this.at = Math.min(this.end, end + 1)
      if (done) break
    }
    return { lines, expands }
  }

  private readOperator(): boolean {
    const { text, at } = this
    if (this.placeholderEnd() > at) return false
    const found = operators.find((operator) => text.startsWith(operator, at))
    if (found === undefined || at + found.length > this.end) return false
    const operator: ShellOperator = {
      kind: 'operator',
      text: found,
      start: at,
      end: at + found.length,
      document: undefined,
    }
    if (found === '<<' || found === '<<-') this.awaiting.push({ index: this.tokens.length, operator })
    this.tokens.push(operator)
    this.at += found.length
    return true
  }

  private readWord(): void {
    const start = this.at
    const pieces: ShellPiece[] = []
    let plain = ''
    while (this.at < this.end) {
      const character = this.text[this.at] ?? ''
      const to = this.placeholderEnd()
      if (to > this.at) {
        if (plain !== '') pieces.push(literal(plain, false))
        plain = ''
        pieces.push({ kind: 'unknown', text: this.text.slice(this.at, to), name: '', quoted: false })
        this.at = to
        continue
      }
      if (endings.includes(character)) break
      if (character === '\\') plain += this.readEscape()
      else if (!quotes.includes(character)) {
        plain += character
        this.at++
      } else {
        if (plain !== '') pieces.push(literal(plain, false))
        plain = ''
        this.readQuoted(character, pieces)
      }
    }
    if (plain !== '') pieces.push(literal(plain, false))
    this.tokens.push({ kind: 'word', pieces, start, end: this.at })
  }

  // `<my-ip>` and `{{ x }}` stand for what nobody tells; `<in >out` are redirections.
  private placeholderEnd(): number {
    const { text, at } = this
    const first = text[at]
    if (first !== '<' && (first !== '{' || text[at + 1] !== '{')) return at
    placeholder.lastIndex = at
    return placeholder.test(text) && placeholder.lastIndex <= this.end ? placeholder.lastIndex : at
  }

  private readEscape(): string {
    const next = this.at + 1 < this.end ? (this.text[this.at + 1] ?? '') : ''
    if (this.isNewlineAt(this.at + 1)) {
      this.at = this.lineEnd(this.at) + 1
      return ''
    }
    this.at = Math.min(this.end, this.at + 2)
    return next === '' ? '\\' : next
  }

  private readQuoted(character: string, pieces: ShellPiece[]): void {
    const next = this.text[this.at + 1]
    if (character === "'") this.readSingle(this.at + 1, pieces, (text) => text)
    else if (character === '"') this.readDouble(this.at + 1, pieces)
    else if (character === '$' && next === "'") this.readSingle(this.at + 2, pieces, unescapeAnsi)
    else if (character === '$' && next === '"') this.readDouble(this.at + 2, pieces)
    else this.readExpansion(pieces, false)
  }

  private readSingle(from: number, pieces: ShellPiece[], decode: (text: string) => string): void {
    let close = this.gone.has("'") ? -1 : this.text.indexOf("'", from)
    while (decode === unescapeAnsi && close > from && this.text[close - 1] === '\\')
      close = this.text.indexOf("'", close + 1)
    if (close < 0 || close >= this.end) {
      this.gone.add("'")
      close = this.giveUp(from)
    }
    pieces.push(literal(decode(this.text.slice(from, close)), true))
    this.at = this.gone.has("'") ? close : close + 1
  }

  private readDouble(from: number, pieces: ShellPiece[]): void {
    if (!this.gone.has('"') && this.readDoubleUntil(from, this.end, pieces)) return
    this.gone.add('"')
    this.readDoubleUntil(from, this.giveUp(from), pieces)
  }

  // Whether the quote is closed before `limit`; where it is not, the pieces are kept only up to a line's end.
  private readDoubleUntil(from: number, limit: number, pieces: ShellPiece[]): boolean {
    const read: ShellPiece[] = []
    let plain = ''
    this.at = from
    while (this.at < limit && this.text[this.at] !== '"') {
      const character = this.text[this.at] ?? ''
      if (character === '$' || character === '`') {
        if (plain !== '') read.push(literal(plain, true))
        plain = ''
        this.readExpansion(read, true)
      } else if (
        character === '\\' &&
        (this.isNewlineAt(this.at + 1) || '$`"\\'.includes(this.text[this.at + 1] ?? ' '))
      ) {
        plain += this.readEscape()
      } else {
        plain += character
        this.at++
      }
    }
    const closed = this.at < limit
    if (!closed && limit === this.end && !this.gone.has('"')) return false
    append(pieces, [...read, literal(plain, true)])
    if (closed) this.at++
    return closed
  }

  private giveUp(from: number): number {
    this.unclosed.push(from - 1)
    return this.lineEnd(from)
  }

  private readExpansion(pieces: ShellPiece[], quoted: boolean): void {
    const { piece, end } = readExpansion(this.text, this.at, this.end, quoted, this.gone)
    pieces.push(piece)
    this.at = end
  }

  private isNewlineAt(at: number): boolean {
    return at < this.end && (this.text[at] === '\n' || (this.text[at] === '\r' && this.text[at + 1] === '\n'))
  }

  private lineEnd(from: number): number {
    const found = this.text.indexOf('\n', from)
    return found < 0 || found > this.end ? this.end : found
  }
}

const placeholder = /<[A-Za-z](?:[\w.:/ -]{0,40}\w)?>|\{\{[^{}\n]{1,80}\}\}/y
const endings = ' \t\r\n\u00a0;&|()<>'
const quotes = '\'"`$'

function literal(text: string, quoted: boolean): ShellPiece {
  return { kind: 'text', text, name: '', quoted }
}

const ansi: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  v: '\v',
}

function unescapeAnsi(text: string): string {
  return text.replace(
    /\\(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|([0-7]{1,3})|([\s\S]))/g,
    (_, hex, unicode, octal, letter) => {
      if (hex !== undefined || unicode !== undefined) return String.fromCharCode(Number.parseInt(hex ?? unicode, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255)
      return ansi[letter] ?? letter
    },
  )
}
