import type { Span } from '#model/source.ts'
import type { ArithmeticValues } from './shell-arithmetic.ts'
import { arithmetic } from './shell-arithmetic.ts'
import { arrayItems, changedText } from './shell-parameters.ts'
import type { ShellPiece } from './shell-expansion.ts'
import type { ShellWord } from './shell-tokens.ts'
import { shellTokens } from './shell-tokens.ts'

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
  /** Called with what an expansion itself assigns: `${NAME:=eth0}`, `$((n++))`. */
  readonly set?: (name: string, value: string | readonly ShellField[] | typeof unknownValue) => void
  /** The shell makes several words of `{80,443}` and `{1..3}`: bash does, POSIX does not. */
  readonly braces?: boolean
}

const longest = 4096

/** Puts the variables of a word in that are known; an unquoted value is split at its blanks, as a shell does. */
export function shellFields(word: ShellWord, values: ShellValues): readonly ShellField[] {
  const several = values.braces ? bracedWords(word) : undefined
  if (several !== undefined) return several.flatMap((one) => shellFields(one, values))
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

const braces = /\{(?:(-?\d{1,6})\.\.(-?\d{1,6})|([^{}\s]*,[^{}\s]*))\}/

// The words that an unquoted `{a,b}` or `{1..3}` stands for; undefined where there is none.
function bracedWords(word: ShellWord): readonly ShellWord[] | undefined {
  const at = word.pieces.findIndex(({ kind, quoted, text }) => kind === 'text' && !quoted && braces.test(text))
  const piece = word.pieces[at]
  const found = piece === undefined ? null : braces.exec(piece.text)
  if (piece === undefined || found === null) return undefined
  const [all, from, to, list] = found
  const ends = [Number(from), Number(to)]
  const count = Math.abs((ends[1] ?? 0) - (ends[0] ?? 0)) + 1
  if (list === undefined && count > 1000) return undefined
  const step = Math.sign((ends[1] ?? 0) - (ends[0] ?? 0))
  const items = list?.split(',') ?? Array.from({ length: count }, (_, index) => String((ends[0] ?? 0) + index * step))
  return items.map((item) => {
    const text = piece.text.slice(0, found.index) + item + piece.text.slice(found.index + all.length)
    return { ...word, pieces: word.pieces.map((one, index) => (index === at ? { ...piece, text } : one)) }
  })
}

/** Whether a piece stands for its text in every shell: `{80,443}` unquoted is several words in some. */
function isLiteral({ quoted, text }: ShellPiece): boolean {
  return quoted || text.length > longest || !/\{[^{}]*(?:,|\.\.)[^{}]*\}/.test(text)
}

// Undefined: only a run could tell.
function pieceValue(piece: ShellPiece, values: ShellValues): string | readonly ShellField[] | undefined {
  if (piece.kind !== 'variable') return commandValue(piece.text, values)
  const found = values.get(piece.name)
  // A script is read as it runs without arguments, where it says what holds then.
  const given = found === unknownValue && /^\d+$/.test(piece.name) ? undefined : found
  const value = piece.change === undefined ? found : changedValue(piece, given, values)
  if (value === undefined || value === unknownValue) return undefined
  values.used(piece.name)
  return value
}

type Value = ReturnType<ShellValues['get']>

// `${NAME:-eth0}`: what the script itself says for the case that nothing is set. `${NAME[@]}`, `${#NAME}`, `${NAME%.*}`.
function changedValue({ name, change = '' }: ShellPiece, value: Value, values: ShellValues): Value {
  if (change.startsWith('[') || change === '![@]' || change === '![*]' || /^#\[[@*]\]$/.test(change))
    return itemOf(value, change, values)
  if (change === '#') return typeof value === 'string' ? String(value.length) : unknownValue
  const [, operator, rest = ''] = /^:?([-=+?])([\s\S]*)$/.exec(change) ?? []
  const empty = value === undefined || (value === '' && change.startsWith(':'))
  if (operator === '-' || operator === '=') {
    if (!empty) return value
    const usual = expandedText(rest, values)
    if (operator === '=') values.set?.(name, usual)
    return usual
  }
  if (operator === '?') return value
  if (operator === '+') return value === unknownValue ? unknownValue : empty ? '' : expandedText(rest, values)
  return typeof value === 'string' ? (changedText(value, change) ?? unknownValue) : unknownValue
}

function itemOf(value: Value, change: string, values: ShellValues): Value {
  if (typeof value !== 'object') return /^\[[@*]\]$/.test(change) ? value : unknownValue
  if (value.some(({ hidden }) => hidden) && !/^\[[@*]\]$/.test(change)) return unknownValue
  const items = arrayItems(value.map(({ text }) => text))
  const field = (text: string, at: number): ShellField => ({ ...(value[at] as ShellField), text })
  if (change.startsWith('!')) return items.map(([key], at) => field(key, at))
  if (change.startsWith('#')) return String(items.length)
  const key = /^\[([^\]]{1,100})\]$/.exec(change)?.[1]
  if (key === '@' || key === '*') return items.map(([, text], at) => field(text, at))
  const asked = key === undefined ? unknownValue : expandedText(key, values)
  if (typeof asked !== 'string') return unknownValue
  const index = /^[A-Za-z_]\w*$/.test(asked) ? values.get(asked) : undefined
  return items.find(([one]) => one === asked || (typeof index === 'string' && one === index))?.[1] ?? unknownValue
}

/** A piece of a script with its variables put in, as one text. */
export function expandedText(text: string, values: ShellValues): string | typeof unknownValue {
  const quoted = /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text
  const plain = /^'([^']*)'$/.exec(text)?.[1]
  if (plain !== undefined) return plain
  if (!/[$`"'\\]/.test(quoted)) return quoted
  const source = `"${quoted.replace(/"/g, '\\"')}"`
  const [word] = shellTokens(source, 0, source.length).tokens
  return word?.kind === 'word' ? (shellText(word, values) ?? unknownValue) : unknownValue
}

// What some commands print is known: where a program is, numbers in their order, what `echo` is given, sums.
function commandValue(text: string, values: ShellValues): string | undefined {
  if (text.startsWith('$((') && text.endsWith('))')) return sum(text.slice(3, -2), values)
  const inside = /^(?:\$\(([\s\S]{1,400})\)|`([^`]{1,400})`)$/.exec(text)
  const words = (inside?.[1] ?? inside?.[2] ?? '').replace(/ ?2> ?\/dev\/null/, '').trim()
  const program = /^(?:which|command -v|type -p) ([\w./-]+)$/.exec(words)?.[1]
  if (program !== undefined) return program
  return words === '' ? undefined : printedText(words, values)
}

function printedText(script: string, values: ShellValues): string | undefined {
  const { tokens, unclosed } = shellTokens(script, 0, script.length)
  const last = tokens.findLastIndex((token) => token.kind === 'operator' && token.text === ';')
  const own = tokens.slice(last + 1)
  if (unclosed.length > 0 || own.some(({ kind }) => kind === 'operator')) return undefined
  const fields = own.flatMap((token) => (token.kind === 'word' ? shellFields(token, values) : []))
  const [name, ...rest] = fields.map((field) => field.text)
  if (fields.some(({ hidden }) => hidden)) return undefined
  if (name === 'echo') return rest.filter((word, at) => at > 0 || !/^-[neE]+$/.test(word)).join(' ')
  if (name === 'expr') return sum(rest.join(' '), values)
  if (name === 'printf' && /^%s(?:\\n)?$/.test(rest[0] ?? '') && rest.length === 2) return rest[1]
  return name === 'seq' ? sequence(rest.map(Number)) : undefined
}

function sequence(numbers: readonly number[]): string | undefined {
  const [from = 1, step = 1, to = 0] =
    numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers
  const count = Math.floor((to - from) / step) + 1
  if (numbers.some((one) => !Number.isInteger(one)) || step === 0 || count <= 0 || count > 1000) return undefined
  return Array.from({ length: count }, (_, index) => from + index * step).join(' ')
}

/** A sum with its variables put in; undefined: not known. */
export function sumOf(text: string, values: ShellValues): number | undefined {
  const plain = /\$[{(]/.test(text) ? expandedText(text, values) : text
  return typeof plain === 'string' ? arithmetic(plain, arithmeticOf(values)) : undefined
}

function sum(text: string, values: ShellValues): string | undefined {
  const value = sumOf(text, values)
  return value === undefined ? undefined : String(value)
}

// The variables of a script as arithmetic sees them: what is not set is 0.
function arithmeticOf(values: ShellValues): ArithmeticValues {
  return {
    get(name) {
      const value = values.get(name)
      if (value === undefined || value === '') return 0
      return typeof value === 'string' && /^\s*-?\d{1,15}\s*$/.test(value) ? Number(value) : undefined
    },
    set: (name, value) => values.set?.(name, String(value)),
  }
}
