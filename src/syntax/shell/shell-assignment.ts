import type { ShellWord } from './shell-tokens.ts'

/** `NAME=value` taken apart, the value as a word; undefined for other words. */
export function assignment(
  word: ShellWord,
): { readonly name: string; readonly appends: boolean; readonly value: ShellWord } | undefined {
  const [first, ...rest] = word.pieces
  if (first?.kind !== 'text' || first.quoted) return undefined
  const found = /^([A-Za-z_]\w{0,100})(\+?)=/.exec(first.text)
  if (found === null) return undefined
  const [all, name = '', plus] = found
  const text = first.text.slice(all.length)
  const pieces = text === '' ? rest : [{ ...first, text }, ...rest]
  return { name, appends: plus === '+', value: { ...word, pieces } }
}
