import type { Span } from '#model/source.ts'
import type { ShellField } from './shell-fields.ts'
import type { ShellWhile } from './shell-nodes.ts'
import type { Leaving } from './shell-ways.ts'
import { patternOf } from './shell-pattern.ts'
import type { ShellWord } from './shell-tokens.ts'

/** Where a loop ends, the script goes on. */
export function outOfLoop(leaving: Leaving): Leaving {
  return leaving === 'break' || leaving === 'continue' ? undefined : leaving
}

/** `while true` */
export function isConstant({ condition: [first] }: ShellWhile): boolean {
  return first?.kind === 'simple' && /^(?:true|:)$/.test(first.words.map(textOf).join(' '))
}

/** A word as it stands, without its quotes. */
export function textOf({ pieces }: ShellWord): string {
  return pieces.map(({ text }) => text).join('')
}

/** Whether a value fits a pattern of `case`: `up`, `*.rules`. */
export function fitsPattern(text: string, pattern: ShellWord, value: string): boolean {
  const shown = pattern.pieces.some(({ kind }) => kind !== 'text')
    ? text.slice(pattern.start, pattern.end)
    : textOf(pattern)
  return patternOf(shown)?.test(value) ?? shown === value
}

/** `sh -c '…'`: the script in its quotes, where it stands there as it is. */
export function innerScript(
  text: string,
  words: readonly ShellWord[],
  fields: readonly ShellField[],
): Span | undefined {
  const at = fields.findIndex(({ text: word }) => /^(?:\/\S*\/)?(?:ba|da|a|z|k)?sh$/.test(word))
  if (at < 0 || at > 2 || words.length !== fields.length || !/^-\w*c$/.test(fields[at + 1]?.text ?? ''))
    return undefined
  const word = words[at + 2]
  if (word === undefined || fields[at + 2]?.hidden) return undefined
  const inner = { start: word.start + 1, end: word.end - 1 }
  return text.slice(inner.start, inner.end) === fields[at + 2]?.text ? inner : undefined
}
