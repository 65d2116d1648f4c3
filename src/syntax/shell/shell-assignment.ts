import { plainWord } from './shell-nodes.ts'
import type { ShellWord } from './shell-tokens.ts'

/** `NAME=value` taken apart, the value as a word; undefined for other words. */
export function assignment(
  word: ShellWord,
): { readonly name: string; readonly key?: string; readonly appends: boolean; readonly value: ShellWord } | undefined {
  const [first, ...rest] = word.pieces
  if (first?.kind !== 'text' || first.quoted) return undefined
  const found = /^([A-Za-z_]\w{0,100})(?:\[([^\]]{1,100})\])?(\+?)=/.exec(first.text)
  if (found === null) return undefined
  const [all, name = '', key, plus] = found
  const text = first.text.slice(all.length)
  const pieces = text === '' ? rest : [{ ...first, text }, ...rest]
  return { name, ...(key !== undefined && { key }), appends: plus === '+', value: { ...word, pieces } }
}

/** `NAME=`, behind which a list in brackets may stand. */
export function isEmptyAssignment(word: ShellWord): boolean {
  return /^[A-Za-z_]\w*\+?=$/.test(plainWord(word) ?? '')
}
