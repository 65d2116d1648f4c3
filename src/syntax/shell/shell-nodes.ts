import type { Span } from '#model/source.ts'
import type { ShellOperator, ShellWord } from './shell-tokens.ts'

/** A redirection with the word behind it. */
export interface ShellRedirection {
  readonly operator: ShellOperator
  readonly word: ShellWord | undefined
}

/** How a command hangs on the one before it: `;`, `&&`, `||` or `|`. */
export type ShellJoint = 'always' | 'and' | 'or' | 'pipe'

/** What every command has. */
export interface ShellPart extends Span {
  readonly joined: ShellJoint
  /** `!` stands before it. */
  readonly negated: boolean
  readonly redirections: readonly ShellRedirection[]
}

/** A simple command before expansion. `arrays`: the lists of `NAME=(…)` among its words. */
export interface ShellSimple extends ShellPart {
  readonly kind: 'simple'
  readonly words: readonly ShellWord[]
  readonly arrays: ReadonlyMap<ShellWord, readonly ShellWord[]>
}

/** A `for` loop. `values` undefined: the arguments of the script or function. */
export interface ShellLoop extends ShellPart {
  readonly kind: 'for'
  readonly name: string
  readonly values: readonly ShellWord[] | undefined
  /** What stands in `for ((A; B; C))`. */
  readonly counted?: readonly string[]
  readonly body: readonly ShellNode[]
}

/** A `while` or `until` loop. */
export interface ShellWhile extends ShellPart {
  readonly kind: 'while'
  readonly until: boolean
  readonly condition: readonly ShellNode[]
  readonly body: readonly ShellNode[]
}

/** `if` with its branches in their order; `else` has no condition. */
export interface ShellIf extends ShellPart {
  readonly kind: 'if'
  readonly branches: readonly {
    readonly condition: readonly ShellNode[] | undefined
    readonly body: readonly ShellNode[]
  }[]
}

/** `case` with its branches in their order. */
export interface ShellCase extends ShellPart {
  readonly kind: 'case'
  readonly subject: ShellWord
  readonly branches: readonly { readonly patterns: readonly ShellWord[]; readonly body: readonly ShellNode[] }[]
}

/** The definition of a function. */
export interface ShellFunction extends ShellPart {
  readonly kind: 'function'
  readonly name: string
  readonly body: readonly ShellNode[]
}

/** `{ … }`, or `( … )`, whose variables end with it. */
export interface ShellGroup extends ShellPart {
  readonly kind: 'group'
  readonly subshell: boolean
  readonly body: readonly ShellNode[]
}

/** What a script consists of. */
export type ShellNode = ShellSimple | ShellLoop | ShellWhile | ShellIf | ShellCase | ShellFunction | ShellGroup

/** The text of a word that is not quoted and holds no variable, else undefined. */
export function plainWord({ pieces }: ShellWord): string | undefined {
  const piece = pieces[0]
  return pieces.length === 1 && piece?.kind === 'text' && !piece.quoted ? piece.text : undefined
}
