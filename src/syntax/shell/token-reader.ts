import type { ShellToken, ShellWord } from './shell-tokens.ts'
import type { ShellRedirection } from './shell-nodes.ts'
import { plainWord } from './shell-nodes.ts'

/** The signs of redirections. */
export const redirections: ReadonlySet<string> = new Set([
  '<',
  '>',
  '>>',
  '<<',
  '<<-',
  '<<<',
  '>&',
  '<&',
  '&>',
  '&>>',
  '>|',
])

/** Goes through the tokens of a script. */
export class TokenReader {
  protected readonly tokens: readonly ShellToken[]
  protected at = 0

  constructor(tokens: readonly ShellToken[]) {
    this.tokens = tokens
  }

  isDone(): boolean {
    return this.at >= this.tokens.length
  }

  // `((…))`, as the text of what stands in it.
  protected takeArithmetic(): string | undefined {
    const [first, second] = [this.tokens[this.at], this.tokens[this.at + 1]]
    if (first?.kind !== 'operator' || first.text !== '(' || second?.start !== first.end) return undefined
    if (second.kind !== 'operator' || second.text !== '(') return undefined
    let text = ''
    let depth = 2
    for (let to = this.at + 2; to < this.tokens.length; to++) {
      const token = this.tokens[to] as ShellToken
      const shown = token.kind === 'word' ? token.pieces.map((piece) => piece.text).join('') : token.text
      if (shown === '(') depth++
      if (shown === ')' && --depth === 0) {
        this.at = to + 1
        return text.replace(/\)$/, '')
      }
      text += shown
    }
    return undefined
  }

  /** Whether `(` comes next. */
  protected isOpen(): boolean {
    const token = this.tokens[this.at]
    return token?.kind === 'operator' && token.text === '('
  }

  /** Takes `;` and newlines; whether there was one. */
  protected skipSeparators(): boolean {
    const from = this.at
    for (
      let token = this.tokens[from];
      token?.kind === 'operator' && /^[;\n]$/.test(token.text);
      token = this.tokens[this.at]
    )
      this.at++
    return this.at > from
  }

  /** The place of a word that begins a command further on; -1 where there is none. */
  protected wordAhead(word: string): number {
    return this.tokens.findIndex((token, index) => {
      if (index < this.at || token.kind !== 'word' || plainWord(token) !== word) return false
      const before = this.tokens[index - 1]
      return before?.kind === 'operator' && (before.text === ';' || before.text === '\n')
    })
  }

  protected takeWord(): ShellWord | undefined {
    const token = this.tokens[this.at]
    if (token?.kind !== 'word') return undefined
    this.at++
    return token
  }

  // Takes one of the words or marks, newlines before it too.
  protected skip(texts: readonly string[]): boolean {
    let to = this.at
    while (isNewline(this.tokens[to])) to++
    const token = this.tokens[to]
    const text = token?.kind === 'word' ? plainWord(token) : token?.text
    if (text === undefined || !texts.includes(text)) return false
    this.at = to + 1
    return true
  }

  protected words(): readonly ShellWord[] {
    const words: ShellWord[] = []
    for (let word = this.takeWord(); word !== undefined; word = this.takeWord()) words.push(word)
    return words
  }

  protected readArray(): readonly ShellWord[] {
    this.at++
    const items: ShellWord[] = []
    while (!this.isDone() && !this.skip([')'])) {
      const word = this.takeWord()
      if (word === undefined) this.at++
      else items.push(word)
    }
    return items
  }

  // `2>/dev/null`: the number belongs to the redirection.
  protected redirect(found: ShellRedirection[], words: ShellWord[] = []): boolean {
    const operator = this.tokens[this.at]
    if (operator?.kind !== 'operator' || !redirections.has(operator.text)) return false
    const last = words.at(-1)
    if (last !== undefined && last.end === operator.start && /^\d$/.test(plainWord(last) ?? '')) words.pop()
    this.at++
    found.push({ operator, word: this.takeWord() })
    return true
  }
}

function isNewline(token: ShellToken | undefined): boolean {
  return token?.kind === 'operator' && token.text === '\n'
}

/** Whether a token is that word, without quotes. */
export function isPlain(token: ShellToken | undefined, text: string): boolean {
  return token?.kind === 'word' && plainWord(token) === text
}
