import type { ShellPiece } from './shell-expansion.ts'
import { isVariableName } from './shell-expansion.ts'
import type { ShellNode, ShellSimple } from './shell-script.ts'
import { plainWord } from './shell-script.ts'
import type { ShellWord } from './shell-tokens.ts'

/** The literal values that a script gives its variables; undefined: only a run can tell, or there is more than one. */
export type ShellVariables = ReadonlyMap<string, string | undefined>

const declaring: ReadonlySet<string> = new Set(['export', 'local', 'readonly', 'declare', 'typeset'])
const longest = 4096
const deepest = 20

/** Collects the variables that the script sets. One that is set twice has no value that we could put in. */
export function shellVariables(nodes: readonly ShellNode[]): ShellVariables {
  const words = new Map<string, ShellWord | undefined>()
  collect(nodes, (name, value) => words.set(name, words.has(name) ? undefined : value))
  const values = new Map<string, string | undefined>()
  for (const name of words.keys()) resolve(name, words, values, 0)
  return values
}

// Values may be made of other values. One that is being resolved already is part of itself, and so unknown.
function resolve(
  name: string,
  words: ReadonlyMap<string, ShellWord | undefined>,
  values: Map<string, string | undefined>,
  depth: number,
): string | undefined {
  if (values.has(name)) return values.get(name)
  values.set(name, undefined)
  const word = words.get(name)
  if (word === undefined || depth > deepest) return undefined
  let text = ''
  for (const piece of word.pieces) {
    const value =
      piece.kind === 'variable'
        ? resolve(piece.name, words, values, depth + 1)
        : isLiteral(piece)
          ? piece.text
          : undefined
    if (value === undefined || text.length + value.length > longest) return undefined
    text += value
  }
  values.set(name, text)
  return text
}

/** Whether a piece stands for its text in every shell: `{80,443}` unquoted is several words in some. */
export function isLiteral({ kind, quoted, text }: ShellPiece): boolean {
  if (kind !== 'text') return false
  return quoted || text.length > longest || !/\{[^{}]*(?:,|\.\.)[^{}]*\}/.test(text)
}

type SetVariable = (name: string, value: ShellWord | undefined) => void

function collect(nodes: readonly ShellNode[], set: SetVariable): void {
  for (const node of nodes) {
    if (node.kind === 'simple') collectCommand(node, set)
    else {
      set(node.name, undefined)
      collect(node.body, set)
    }
  }
}

function collectCommand({ words }: ShellSimple, set: SetVariable): void {
  const command = words.findIndex((word) => assignment(word) === undefined)
  const first = words[command]
  const name = first === undefined ? '' : (plainWord(first) ?? '')
  // `A=1 command` sets A for that command alone.
  const assigned = first === undefined ? words : declaring.has(name) ? words.slice(command + 1) : []
  for (const word of assigned) {
    const found = assignment(word)
    if (found !== undefined) set(found.name, found.appends ? undefined : found.value)
  }
  if (name !== 'read' && name !== 'unset' && name !== 'getopts') return
  for (const word of words.slice(command + 1)) {
    const variable = plainWord(word) ?? ''
    if (isVariableName(variable)) set(variable, undefined)
  }
}

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
