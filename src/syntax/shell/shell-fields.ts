import type { Span } from '#model/source.ts'
import type { ShellPiece } from './shell-expansion.ts'
import type { ShellWord } from './shell-tokens.ts'
import type { ShellVariables } from './shell-variables.ts'
import { isLiteral } from './shell-variables.ts'

/** A word after expansion. `hidden`: a part of it is not known, and stands as the script has it. */
export interface ShellField extends Span {
  readonly text: string
  readonly hidden: boolean
}

/** The values at hand: those of the script, and over them those of the loops around the command. */
export interface ShellValues {
  readonly variables: ShellVariables
  readonly bound: ReadonlyMap<string, string>
  /** Called with each variable that was put in. */
  readonly used: (name: string) => void
}

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
  for (const piece of word.pieces) {
    const value = pieceValue(piece, values)
    if (value === undefined) {
      text += piece.text
      open = true
      hidden = true
    } else if (piece.quoted || piece.kind === 'text') {
      if (piece.kind === 'text' && !isLiteral(piece)) hidden = true
      text += value
      open = true
    } else {
      const parts = value.split(/[ \t\n]+/)
      for (const [index, part] of parts.entries()) {
        if (index > 0) close()
        text += part
        open ||= part !== ''
      }
    }
  }
  close()
  return fields
}

// Undefined: only a run could tell.
function pieceValue(piece: ShellPiece, { bound, variables, used }: ShellValues): string | undefined {
  if (piece.kind !== 'variable') return piece.kind === 'text' ? piece.text : undefined
  const value = bound.get(piece.name) ?? variables.get(piece.name)
  if (value !== undefined) used(piece.name)
  return value
}
