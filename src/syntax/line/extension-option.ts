import type { OptionSpec } from '#extensions/extension.ts'
import { Wrong } from '#extensions/extension.ts'
import { message } from '#model/diagnostic.ts'
import type { Value } from '#model/value.ts'
import type { Found } from './find-option.ts'
import type { Cursor, LineContext, LineState, Loaded } from './line-state.ts'
import { addUse, fail, readingOf } from './line-state.ts'

/** Reads an option of a match or target with its words; the cursor stands at the option word. */
export function readExtensionOption(cursor: Cursor, line: LineState, context: LineContext, found: Found): void {
  const { words } = cursor
  const { spec, name, loaded } = found
  const wordStart = words.starts[cursor.at] as number
  const optionEnd = words.ends[cursor.at] as number
  const option = words.texts[cursor.at] as string
  if (cursor.negated && spec.not === undefined)
    return fail(line, context, message('syntax/not-invertible', { option }), cursor.start, optionEnd)
  const last = cursor.at + wordsOf(spec, cursor)
  if (last >= words.texts.length || (spec.kind.words === 2 && isOption(words.texts[last]))) {
    return fail(line, context, message('syntax/missing-value', { option, kind: spec.kind.label }), wordStart, optionEnd)
  }
  const value = readValue(cursor, line, context, spec, last - cursor.at)
  const end = words.ends[last] as number
  cursor.at = last + 1
  if (value instanceof Wrong)
    return fail(
      line,
      context,
      message(value.message.id, { option, ...value.message.args }),
      words.starts[last] as number,
      end,
    )
  if (spec.repeats === undefined && isGiven(loaded, name)) {
    return fail(line, context, message('syntax/repeated-option', { option }), wordStart, end)
  }
  addUse(loaded, { name, negated: cursor.negated, value, start: cursor.start, end })
  loaded.end = end
}

function isGiven({ uses }: Loaded, name: string): boolean {
  for (const use of uses) if (use.name === name) return true
  return false
}

function wordsOf({ kind }: OptionSpec, { words, at }: Cursor): number {
  if (kind.optional === undefined) return kind.words
  return at + 1 < words.texts.length && !isOption(words.texts[at + 1]) ? 1 : 0
}

// What a second word cannot be, and what is not taken for a word that may be missing.
function isOption(word: string | undefined): boolean {
  return word === undefined || word.startsWith('-') || word.startsWith('!')
}

function readValue(
  cursor: Cursor,
  line: LineState,
  context: LineContext,
  spec: OptionSpec,
  count: number,
): Value | Wrong {
  const { words } = cursor
  const first = count > 0 ? (words.texts[cursor.at + 1] as string) : ''
  const second = count > 1 ? (words.texts[cursor.at + 2] as string) : ''
  if (words.hidden !== undefined) {
    for (let offset = 1; offset <= count; offset++) {
      if (words.hidden.has(cursor.at + offset)) return { unknown: count === 2 ? `${first} ${second}` : first }
    }
  }
  return spec.kind.read(first, readingOf(line, context), second)
}
