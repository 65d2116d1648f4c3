import type { Span } from '#model/source.ts'
import { isVariableName } from './shell-expansion.ts'
import type { ShellOperator, ShellToken, ShellWord } from './shell-tokens.ts'

/** A redirection with the word behind it. */
export interface ShellRedirection {
  readonly operator: ShellOperator
  readonly word: ShellWord | undefined
}

/** A simple command before expansion. `piped`: its output is the input of the next one. */
export interface ShellSimple extends Span {
  readonly kind: 'simple'
  readonly words: readonly ShellWord[]
  readonly redirections: readonly ShellRedirection[]
  readonly piped: boolean
}

/** A `for` loop. `values` undefined: the arguments of the script. */
export interface ShellLoop {
  readonly kind: 'for'
  readonly name: string
  readonly values: readonly ShellWord[] | undefined
  readonly body: readonly ShellNode[]
}

/** What a script consists of, as far as it matters which commands may run: conditions and other loops are taken as passed once. */
export type ShellNode = ShellSimple | ShellLoop

const redirections: ReadonlySet<string> = new Set(['<', '>', '>>', '<<', '<<-', '<<<', '>&', '<&', '&>', '&>>', '>|'])
const reserved: ReadonlySet<string> = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'do',
  'esac',
  '{',
  '}',
  '!',
  'function',
  'time',
])

interface Frame {
  /** Undefined: a loop of another kind, or the script itself. */
  readonly loop: Pick<ShellLoop, 'name' | 'values'> | undefined
  readonly nodes: ShellNode[]
}

/** Deeper loops are read as if they were not there. */
const deepest = 32

/** Finds the commands and `for` loops of a script. */
export function shellScript(tokens: readonly ShellToken[]): readonly ShellNode[] {
  const reader = new ScriptReader()
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as ShellToken
    const next = tokens[at + 1]
    if (token.kind === 'word') reader.takeWord(token)
    else if (redirections.has(token.text)) {
      const word = next?.kind === 'word' ? next : undefined
      reader.redirect({ operator: token, word })
      if (word !== undefined) at++
    } else reader.endCommand(token.text === '|')
  }
  return reader.finish()
}

class ScriptReader {
  private readonly frames: Frame[] = [{ loop: undefined, nodes: [] }]
  private tooDeep = 0
  private words: ShellWord[] = []
  private redirections: ShellRedirection[] = []

  takeWord(word: ShellWord): void {
    const isFirst = this.words.length === 0 && this.redirections.length === 0
    if (!isFirst || !this.isReserved(word)) this.words.push(word)
  }

  // `2>/dev/null`: the number belongs to the redirection.
  redirect(redirection: ShellRedirection): void {
    const last = this.words.at(-1)
    if (last !== undefined && last.end === redirection.operator.start && /^\d$/.test(plainWord(last) ?? ''))
      this.words.pop()
    this.redirections.push(redirection)
  }

  endCommand(piped: boolean): void {
    const { words, redirections } = this
    const start = words[0]?.start ?? redirections[0]?.operator.start
    const end = words.at(-1)?.end ?? redirections.at(-1)?.operator.end ?? 0
    this.words = []
    this.redirections = []
    if (start !== undefined && !this.opensLoop(words))
      this.add({ kind: 'simple', words, redirections, piped, start, end })
  }

  finish(): readonly ShellNode[] {
    this.endCommand(false)
    while (this.frames.length > 1) this.closeLoop()
    return this.frames[0]?.nodes ?? []
  }

  private add(node: ShellNode): void {
    this.frames.at(-1)?.nodes.push(node)
  }

  private isReserved(word: ShellWord): boolean {
    const plain = plainWord(word) ?? ''
    if (plain === 'while' || plain === 'until') this.openLoop(undefined)
    else if (plain === 'done') this.closeLoop()
    else return reserved.has(plain)
    return true
  }

  private opensLoop([first, second, third, ...values]: readonly ShellWord[]): boolean {
    const keyword = first === undefined ? undefined : plainWord(first)
    const name = second === undefined ? '' : (plainWord(second) ?? '')
    if ((keyword !== 'for' && keyword !== 'select') || !isVariableName(name)) return false
    this.openLoop({ name, values: third !== undefined && plainWord(third) === 'in' ? values : undefined })
    return true
  }

  private openLoop(loop: Frame['loop']): void {
    if (this.frames.length < deepest) this.frames.push({ loop, nodes: [] })
    else this.tooDeep++
  }

  private closeLoop(): void {
    if (this.tooDeep > 0) {
      this.tooDeep--
      return
    }
    if (this.frames.length === 1) return
    const frame = this.frames.pop()
    if (frame?.loop !== undefined) this.add({ kind: 'for', ...frame.loop, body: frame.nodes })
    else for (const node of frame?.nodes ?? []) this.add(node)
  }
}

/** The text of a word that is not quoted and holds no variable, else undefined. */
export function plainWord({ pieces }: ShellWord): string | undefined {
  const piece = pieces[0]
  return pieces.length === 1 && piece?.kind === 'text' && !piece.quoted ? piece.text : undefined
}
