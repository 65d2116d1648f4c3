import type { Span } from '#model/source.ts'
import type { ShellPiece } from './shell-expansion.ts'
import type { ShellWord } from './shell-tokens.ts'

/** A word after expansion. `hidden`: a part of it is not known, and stands as the script has it. */
export interface ShellField extends Span {
  readonly text: string
  readonly hidden: boolean
}

/** Stands for a value that only a run can tell. */
export const unknownValue: unique symbol = Symbol('unknown')

/** The value of a variable by name; `undefined` where nothing has set it. */
export interface ShellValues {
  readonly get: (name: string) => string | readonly ShellField[] | typeof unknownValue | undefined
  /** Called with each variable that was put in. */
  readonly used: (name: string) => void
}

const longest = 4096

/** Puts the variables of a word in that are known; an unquoted value is split at its blanks, as a shell does. */
export function shellFields(word: ShellWord, values: ShellValues): readonly ShellField[] {
  const fields: ShellField[] = []
  let text = ''
  let open = word.pieces.length === 0
  let hidden = false
  const close = () => {
    if (open) fields.push({ text, hidden, start: word.start, end: word.end })
    text = ''
    open = false
    hidden = false
  }
  const put = (piece: ShellPiece, value: string) => {
    if (piece.quoted) {
      text += value
      open = true
      return
    }
    for (const [index, part] of value.split(/[ \t\n]+/).entries()) {
      if (index > 0) close()
      text += part
      open ||= part !== ''
    }
  }
  for (const piece of word.pieces) {
    if (piece.kind === 'text') {
      if (!isLiteral(piece)) hidden = true
      text += piece.text
      open = true
      continue
    }
    const value = pieceValue(piece, values)
    if (value === undefined || (typeof value === 'string' && value.length > longest)) {
      text += piece.text
      open = true
      hidden = true
    } else if (typeof value === 'string') put(piece, value)
    else
      for (const [index, item] of value.entries()) {
        if (index > 0) close()
        put(piece, item.text)
        hidden ||= item.hidden
      }
  }
  close()
  return fields
}

/** The text of a word as one, undefined where a part of it is not known. */
export function shellText(word: ShellWord, values: ShellValues): string | undefined {
  const quoted = { ...word, pieces: word.pieces.map((piece) => ({ ...piece, quoted: true })) }
  const fields = shellFields(quoted, values)
  return fields.every(({ hidden }) => !hidden) ? fields.map(({ text }) => text).join(' ') : undefined
}

/** Whether a piece stands for its text in every shell: `{80,443}` unquoted is several words in some. */
function isLiteral({ quoted, text }: ShellPiece): boolean {
  return quoted || text.length > longest || !/\{[^{}]*(?:,|\.\.)[^{}]*\}/.test(text)
}

// Undefined: only a run could tell.
function pieceValue(piece: ShellPiece, values: ShellValues): string | readonly ShellField[] | undefined {
  if (piece.kind !== 'variable') return commandValue(piece.text)
  const found = values.get(piece.name)
  // A script is read as it runs without arguments, where it says what holds then.
  const given = found === unknownValue && /^\d+$/.test(piece.name) ? undefined : found
  const value = piece.change === undefined || /^\[[@*]\]$/.test(piece.change) ? found : changed(given, piece.change)
  if (value === undefined || value === unknownValue) return undefined
  values.used(piece.name)
  return value
}

// `${NAME:-eth0}`: what the script itself says for the case that nothing is set.
function changed(value: ReturnType<ShellValues['get']>, change: string): ReturnType<ShellValues['get']> {
  const [, operator, rest = ''] = /^:?([-=+?])([\s\S]*)$/.exec(change) ?? []
  const empty = value === undefined || (value === '' && change.startsWith(':'))
  if (operator === '-' || operator === '=') return empty ? literal(rest) : value
  if (operator === '?') return value
  const [, place] = /^\[(\d)\]$/.exec(change) ?? []
  if (place === undefined || typeof value !== 'object') return unknownValue
  const item = value[Number(place)]
  return item === undefined || item.hidden ? unknownValue : item.text
}

function literal(text: string): string | typeof unknownValue {
  const bare = text.replace(/^(["'])([^"']*)\1$/, '$2')
  return /[$`"'\\]/.test(bare) ? unknownValue : bare
}

// What some commands print is known: where a program is, and numbers in their order.
function commandValue(text: string): string | undefined {
  const inside = /^(?:\$\(([^()]{1,80})\)|`([^`]{1,80})`)$/.exec(text)
  const words = (inside?.[1] ?? inside?.[2] ?? '').replace(/ ?2> ?\/dev\/null/, '').trim()
  const program = /^(?:which|command -v|type -p) ([\w./-]+)$/.exec(words)?.[1]
  if (program !== undefined) return program
  const [, from = '1', to] = /^seq (?:(\d{1,5}) )?(\d{1,5})$/.exec(words) ?? []
  if (to === undefined) return undefined
  const count = Number(to) - Number(from) + 1
  return count > 0 && count <= 1000
    ? Array.from({ length: count }, (_, index) => Number(from) + index).join(' ')
    : undefined
}
