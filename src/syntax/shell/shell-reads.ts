import { assignment } from './shell-assignment.ts'
import type { ShellCommand } from './shell-command.ts'
import type { ShellValues } from './shell-fields.ts'
import { expandedText, shellText } from './shell-fields.ts'
import type { ShellRedirection, ShellSimple } from './shell-nodes.ts'
import type { Span } from '#model/source.ts'
import type { HereDocument, ShellWord } from './shell-tokens.ts'
import { textOf } from './shell-words.ts'

/** The lines that a command finds at its input: a here-document, a here-string, what another prints; undefined: only a run can tell. */
export function linesOf(
  text: string,
  redirections: readonly ShellRedirection[],
  input: ShellCommand | undefined,
  values: ShellValues,
): readonly string[] | undefined {
  const document = redirections.find(({ operator }) => operator.document !== undefined)?.operator.document
  if (document !== undefined) return documentLines(text, document, values)
  const string = redirections.find(({ operator }) => operator.text === '<<<')?.word
  if (string !== undefined) return shellText(string, values)?.split('\n')
  return input === undefined ? undefined : printedLines(text, input, values)
}

function documentLines(
  text: string,
  { lines, expands }: HereDocument,
  values: ShellValues,
): readonly string[] | undefined {
  const found = lines.map(({ start, end }) => text.slice(start, end))
  const known = expands ? found.map((line) => expandedText(line, values)) : found
  return known.every((line) => typeof line === 'string') ? known : undefined
}

function printedLines(
  text: string,
  { fields, document }: ShellCommand,
  values: ShellValues,
): readonly string[] | undefined {
  const [program, ...words] = fields
  const texts = words.map((word) => word.text)
  if (words.some(({ hidden }) => hidden)) return undefined
  if (program?.text === 'cat' && document !== undefined && texts.length === 0)
    return documentLines(text, document, values)
  if (program?.text === 'printf' && texts[0] === '%s\\n') return texts.slice(1)
  if (program?.text !== 'echo') return undefined
  const escapes = /^-[ne]*e/.test(texts[0] ?? '')
  const printed = texts.filter((word, at) => at > 0 || !/^-[neE]+$/.test(word)).join(' ')
  return (escapes ? printed.replaceAll('\\n', '\n') : printed).split('\n')
}

/** Puts a line into the variables that `read` names, split where IFS says, as set before it or on the same line. */
export function readInto(read: ShellSimple, line: string, values: ShellValues): void {
  const words = read.words.map(textOf)
  const assigned = read.words.map(assignment).find((found) => found?.name === 'IFS')
  const given = assigned === undefined ? values.get('IFS') : shellText(assigned.value, values)
  const separators = typeof given === 'string' ? given : ' \t\n'
  const at = words.indexOf('read')
  const takesNext = (word: string | undefined) => /^-\w*[pdntuN]$/.test(word ?? '')
  const names = words.filter((word, index) => index > at && !word.startsWith('-') && !takesNext(words[index - 1]))
  const array = words.findIndex((word, index) => index > at && /^-\w*a$/.test(word))
  const listed = array < 0 ? undefined : words[array + 1]
  if (listed !== undefined) {
    const { start, end } = read
    const texts = split(line, separators, Number.POSITIVE_INFINITY).filter((text) => text !== '')
    values.set?.(
      listed,
      texts.map((text) => ({ text, hidden: false, start, end })),
    )
    return
  }
  const fields = split(line, separators, names.length)
  for (const [index, name] of (names.length === 0 ? ['REPLY'] : names).entries())
    values.set?.(name, fields[index] ?? '')
}

// The last variable takes what is left; blanks count once, other separators each time.
function split(line: string, separators: string, most: number): readonly string[] {
  const isBlank = (char: string) => separators.includes(char) && /\s/.test(char)
  let rest = line
  const trim = () => {
    while (rest !== '' && isBlank(rest[0] ?? '')) rest = rest.slice(1)
    while (rest !== '' && isBlank(rest.at(-1) ?? '')) rest = rest.slice(0, -1)
  }
  const fields: string[] = []
  trim()
  while (fields.length < most - 1 && rest !== '') {
    const at = [...rest].findIndex((char) => separators.includes(char))
    if (at < 0) break
    fields.push(rest.slice(0, at))
    const blank = isBlank(rest[at] ?? '')
    rest = rest.slice(at + 1)
    if (blank) {
      trim()
      if (separators.includes(rest[0] ?? ' ')) rest = rest.slice(1)
    }
    trim()
  }
  return [...fields, rest]
}

/** The lines that the quoted words of a command hold, where it prints them or reads them as its input. */
export function quotedLines(
  text: string,
  words: readonly ShellWord[],
  redirections: readonly ShellRedirection[],
): HereDocument | undefined {
  const [name = '', first = ''] = words.slice(0, 2).map(textOf)
  const string = redirections.find(({ operator }) => operator.text === '<<<')?.word
  const printed = name === 'echo' ? words.slice(1) : name === 'printf' && /^%s\\n$/.test(first) ? words.slice(2) : []
  const own = string === undefined ? printed : [string]
  const lines = own.flatMap((word) => quotedSpans(text, word))
  if (lines.length === 0) return undefined
  return { lines, expands: own.some(({ start }) => text[start] === '"') }
}

function quotedSpans(text: string, { start, end }: ShellWord): readonly Span[] {
  const quote = text[start]
  if ((quote !== '"' && quote !== "'") || text[end - 1] !== quote) return []
  const spans: Span[] = []
  for (let at = start + 1; at < end - 1; ) {
    const newline = text.indexOf('\n', at)
    const stop = newline < 0 || newline > end - 1 ? end - 1 : newline
    spans.push({ start: at, end: stop })
    at = stop + 1
  }
  return spans
}
