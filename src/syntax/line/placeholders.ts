import type { Diagnostic } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import { readLine } from './line-reader.ts'
import type { LineContext, LineState } from './line-state.ts'
import type { Words } from './words.ts'

/** What people and templates write for a value that they do not tell: `<my-ip>`, `{{ x }}`, `$VAR`, `%i`, `[redacted]`, `x.x.x.x`. */
const placeholder = new RegExp(
  [
    String.raw`<[A-Za-z][^<>]{0,60}>`,
    String.raw`\{\{.{0,80}\}\}`,
    String.raw`\$\{[A-Za-z_]\w{0,60}[^}]{0,60}\}`,
    String.raw`\$[A-Za-z_]`,
    String.raw`@@?[A-Z_]{2,40}@`,
    String.raw`(?:^|[^\w%])%[A-Za-z](?:$|[^\w])`,
    String.raw`\[(?:redacted|removed|hidden|censored|snip|my|your|public|private)[^\]]{0,40}\]`,
    String.raw`^!?(?:(?:x{1,3}|\d{1,3}|\*)\.){1,3}(?:x{1,3}|\*)(?:\/\w+)?$`,
    String.raw`^!?x{1,3}(?:\.(?:x{1,3}|\d{1,3})){3}(?:\/\w+)?$`,
    String.raw`^(?:[0-9a-f]{2}:){0,5}(?:xx|yy)(?::[0-9a-fxy]{2}){0,5}$`,
    String.raw`^(?:a\.b\.c\.d|aaa\.bbb\.ccc\.ddd|w\.x\.y\.z)(?:\/\w+)?$`,
    String.raw`^\*{3,}$`,
    String.raw`^(?:your|my)[-_.]\w`,
    String.raw`^(?:your|my)_?(?:ip|port|host|server|network|address|subnet|domain)`,
  ].join('|'),
  'i',
)

/** What may be one where iptables does not take it: `PORT`, `MYIP`, `#####`. */
const perhaps = /^(?:[A-Z][A-Z0-9_-]+|[#?*xX.:/-]{2,}|\.{2,}|\u2026)$/

/** Reads a line whose placeholders are values that nobody tells; the words are marked as hidden. */
export function readWithPlaceholders(words: Words, first: number, context: LineContext): LineState {
  if (context.placeholders === undefined) return readLine(words, first, context)
  const variables = new Set(words.hidden)
  if (context.placeholders) joinSplit(words, context.origin.text)
  const before = context.diagnostics.length
  if (context.placeholders)
    for (let at = first; at < words.texts.length; at++) if (isValue(words, at, first)) hideWord(words, at)
  let line = readLine(words, first, context)
  for (let tries = 0; line.failed && tries < 8; tries++) {
    const at = wordAt(words, context.diagnostics.at(-1)?.span)
    const text = words.texts[at] ?? ''
    if (at <= first || words.hidden?.has(at) || !(perhaps.test(text) || placeholder.test(text))) break
    hideWord(words, at)
    context.diagnostics.length = before
    line = readLine(words, first, context)
  }
  note(words, variables, context)
  return line
}

const marks = ['<', '{{', '$', '@', '***', '%'] as const
const spelled =
  /[xX]\.[xX\d]|\d\.[xX]|[xX]{2}:|[aA]\.[bB]\.|[yY][oO][uU][rR]|[mM][yY][-_.]|\[(?:redacted|removed|hidden|censored|snip|my|public|private)/

/** Whether a text holds anything that marks a placeholder, asked once for many lines. */
export function mayHoldPlaceholders(text: string): boolean {
  return marks.some((mark) => text.includes(mark)) || spelled.test(text)
}

function isValue(words: Words, at: number, first: number): boolean {
  const text = words.texts[at] ?? ''
  return (
    at > first &&
    placeholder.test(text) &&
    !/^--?[a-z]/i.test(text) &&
    !/^--?(?:comment|\w*-prefix)$/.test(words.texts[at - 1] ?? '')
  )
}

function hideWord(words: Words, at: number): void {
  words.hidden ??= new Set()
  words.hidden.add(at)
}

function wordAt({ starts, ends }: Words, span: { readonly start: number; readonly end: number } | undefined): number {
  const exact = starts.findIndex((start, at) => start === span?.start && ends[at] === span.end)
  return exact >= 0 ? exact : ends.findIndex((end) => end === span?.end)
}

// `{{ x }}` and `<my ip>` are several words to a splitter.
function joinSplit(words: Words, text: string): void {
  for (const [open, close] of [
    ['{{', '}}'],
    ['<', '>'],
  ] as const)
    for (let at = 0; at < words.texts.length; at++) {
      const from = words.texts[at] ?? ''
      const opened = from.lastIndexOf(open)
      if (opened < 0 || from.indexOf(close, opened) >= 0) continue
      const last = words.texts.findIndex((word, index) => index > at && index < at + 6 && word.includes(close))
      if (last < 0) continue
      const joined = text.slice(words.starts[at], words.ends[last])
      words.texts.splice(at, last - at + 1, joined)
      words.starts.splice(at + 1, last - at)
      words.ends.splice(at, last - at)
    }
}

function note(words: Words, variables: ReadonlySet<number>, { diagnostics, origin }: LineContext): void {
  for (const at of words.hidden ?? []) {
    const [start = 0, end = 0] = [words.starts[at], words.ends[at]]
    const name = origin.text.slice(start, end)
    if (variables.has(at) && /[$`]|\{[^{]/.test(name)) continue
    diagnostics.push({ severity: 'note', ...message('syntax/placeholders', { names: name }), span: { start, end } })
  }
}

/** The notes about placeholders as one, where the first stands. */
export function joinPlaceholders(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const isNote = ({ id }: Diagnostic) => id === 'syntax/placeholders'
  const notes = diagnostics.filter(isNote)
  const names = [...new Set(notes.map(({ args }) => String(args.names)))]
  const shown = names.length > 12 ? [...names.slice(0, 12), '…'] : names
  const joined = message('syntax/placeholders', { names: shown.join(', ') })
  return diagnostics.flatMap((one) => (one === notes[0] ? [{ ...one, ...joined }] : isNote(one) ? [] : [one]))
}
