import type { Span } from '#model/source.ts'
import { isVariableName } from './shell-expansion.ts'
import type { ShellJoint, ShellNode, ShellPart, ShellRedirection, ShellSimple } from './shell-nodes.ts'
import { isEmptyAssignment } from './shell-assignment.ts'
import { plainWord } from './shell-nodes.ts'
import type { ShellOperator, ShellToken, ShellWord } from './shell-tokens.ts'
import { isPlain, redirections, TokenReader } from './token-reader.ts'

const joining: Readonly<Record<string, ShellJoint>> = { '&&': 'and', '||': 'or', '|': 'pipe' }

/** Deeper constructs are read as if they were not there. */
const deepest = 32

/** Takes a script apart. What is not closed ends with the script. */
export function shellScript(tokens: readonly ShellToken[]): readonly ShellNode[] {
  const parser = new Parser(tokens)
  const nodes: ShellNode[] = []
  while (!parser.isDone()) for (const node of parser.readList(new Set())) nodes.push(node)
  return nodes
}

type Opened = 'if' | 'case' | 'for' | 'foreach' | 'repeat' | 'select' | 'while' | 'until' | '{'
const opening: ReadonlySet<string> = new Set<Opened>([
  'if',
  'case',
  'for',
  'foreach',
  'repeat',
  'select',
  'while',
  'until',
  '{',
])
const stray: ReadonlySet<string> = new Set([
  'end',
  'then',
  'else',
  'elif',
  'fi',
  'do',
  'done',
  'esac',
  '}',
  'time',
  'coproc',
])

class Parser extends TokenReader {
  private depth = 0
  private negated = false
  /** In a body of zsh, which `}` ends wherever it is. */
  private braced = false
  private joined: ShellJoint = 'always'

  /** Commands up to a reserved word or an operator, which is left. */
  readList(stops: ReadonlySet<string>): readonly ShellNode[] {
    const nodes: ShellNode[] = []
    this.joined = 'always'
    this.negated = false
    while (!this.isDone()) {
      const token = this.tokens[this.at] as ShellToken
      const plain = token.kind === 'word' ? plainWord(token) : token.text
      if (plain !== undefined && stops.has(plain)) break
      if (token.kind === 'operator' && !redirections.has(token.text)) this.readOperator(token, nodes)
      else if (plain === '!') {
        this.negated = !this.negated
        this.at++
      } else if ((plain === 'and' || plain === 'or') && this.tokens[this.at + 1]?.kind === 'word') {
        this.joined = plain
        this.at++
      } else if (token.kind === 'word' && stray.has(plain ?? '')) this.at++
      else nodes.push(this.readCommand(token, plain ?? ''))
    }
    return nodes
  }

  private readOperator(token: ShellOperator, nodes: ShellNode[]): void {
    this.at++
    const sum = token.text === '(' ? this.takeSum(token) : undefined
    if (sum !== undefined) nodes.push(sum)
    else if (token.text === '(') nodes.push(this.compound(token, () => this.body('group', [')'])))
    else if (token.text !== '\n' || this.joined === 'always') this.joined = joining[token.text] ?? 'always'
  }

  // `((n++))` is a command: `let` with what stands in it.
  private takeSum(token: ShellOperator): ShellSimple | undefined {
    this.at--
    const text = this.takeArithmetic()
    if (text === undefined) {
      this.at++
      return undefined
    }
    const { joined, negated } = this
    this.joined = 'always'
    this.negated = false
    const end = this.tokens[this.at - 1]?.end ?? token.end
    const words = ['let', text].map((one): ShellWord => {
      const piece = { kind: 'text', text: one, name: '', quoted: true } as const
      return { kind: 'word', pieces: [piece], start: token.start, end }
    })
    return { kind: 'simple', joined, negated, redirections: [], words, arrays: new Map(), start: token.start, end }
  }

  private readCommand(token: ShellToken, plain: string): ShellNode {
    if (token.kind === 'word' && opening.has(plain) && this.depth < deepest) {
      this.at++
      return this.compound(token, () => this.readOpened(plain as Opened))
    }
    const name = this.functionName(plain)
    if (name !== undefined && this.depth < deepest)
      return this.compound(token, () => ({ kind: 'function', name, ...this.functionBody() }))
    return this.readSimple(token)
  }

  // What every command has is put around what the reader of its kind says.
  private compound(first: Span, read: () => Bare): ShellNode {
    const { joined, negated } = this
    this.depth++
    const bare = read()
    this.depth--
    this.joined = 'always'
    this.negated = false
    const found: ShellRedirection[] = []
    while (this.redirect(found));
    const end = this.tokens[this.at - 1]?.end ?? first.end
    return { joined, negated, redirections: found, start: first.start, end, ...bare } as ShellNode
  }

  private readOpened(word: Opened): Bare {
    switch (word) {
      case 'if':
        return this.readIf()
      case 'case':
        return this.readCase()
      case 'repeat':
        return this.readRepeat()
      case 'for':
      case 'foreach':
      case 'select':
        return this.readFor()
      case 'while':
      case 'until': {
        const condition = this.readList(new Set(['do']))
        return { kind: 'while', until: word === 'until', condition, ...this.until(['done']) }
      }
      case '{':
        return this.body('group', ['}'])
    }
  }

  private body(kind: 'group', stops: readonly string[]): Bare {
    return { kind, subshell: stops.includes(')'), ...this.until(stops) }
  }

  // A list and the word that ends it.
  private until(stops: readonly string[]): { readonly body: readonly ShellNode[] } {
    const body = this.readList(new Set(stops))
    this.at++
    return { body }
  }

  private readIf(): Bare {
    const branches: { condition: readonly ShellNode[] | undefined; body: readonly ShellNode[] }[] = []
    const ends = new Set(['elif', 'else', 'fi'])
    let condition: readonly ShellNode[] | undefined = this.readList(new Set(['then', 'fi', '{']))
    if (this.skip(['{'])) return this.readBracedIf(condition)
    for (let last = 'elif'; last !== 'fi' && !this.isDone(); ) {
      const body = this.readList(ends)
      branches.push({ condition, body })
      const token = this.tokens[this.at++]
      last = (token?.kind === 'word' ? plainWord(token) : undefined) ?? 'fi'
      condition = last === 'elif' ? this.readList(new Set(['then', 'fi'])) : undefined
    }
    return { kind: 'if', branches }
  }

  // zsh: `if [[ … ]] { … } else { … }`
  private readBracedIf(condition: readonly ShellNode[]): Bare {
    const then = { condition, ...this.braces() }
    if (!this.skip(['else'])) return { kind: 'if', branches: [then] }
    this.skip(['{'])
    return { kind: 'if', branches: [then, { condition: undefined, ...this.braces() }] }
  }

  private braces(): { readonly body: readonly ShellNode[] } {
    const outer = this.braced
    this.braced = true
    const body = this.until(['}'])
    this.braced = outer
    return body
  }

  // zsh: `repeat 3 COMMAND`
  private readRepeat(): Bare {
    const word = this.takeWord()
    const count = Math.min(1000, Number((word && plainWord(word)) ?? 1) || 1)
    const values = word === undefined ? [] : Array.from({ length: count }, () => word)
    return { kind: 'for', name: '', values, ...this.loopBody() }
  }

  private readCase(): Bare {
    const subject = this.takeWord() ?? { kind: 'word', pieces: [], start: 0, end: 0 }
    this.skip(['in'])
    const branches: { patterns: readonly ShellWord[]; body: readonly ShellNode[] }[] = []
    while (!this.isDone() && !this.skip(['esac'])) {
      const patterns: ShellWord[] = []
      while (!this.isDone() && !this.skip([')'])) {
        const word = this.takeWord()
        if (word === undefined) this.at++
        else patterns.push(word)
      }
      branches.push({ patterns, body: this.readList(new Set([';;', 'esac'])) })
      this.skip([';;'])
      this.skip(['&'])
    }
    return { kind: 'case', subject, branches }
  }

  private readFor(): Bare {
    const counted = this.takeArithmetic()?.split(';')
    const word = counted === undefined ? this.takeWord() : undefined
    const name = (word && plainWord(word)) ?? ''
    let values: readonly ShellWord[] | undefined
    if (this.skip(['in'])) values = this.words()
    else if (this.isOpen()) values = this.readArray()
    const loop = { kind: 'for', name: isVariableName(name) ? name : '', values } as const
    return { ...loop, ...(counted && { counted }), ...this.loopBody() }
  }

  // `do … done`; zsh takes `{ … }` or one command too, and fish a list up to `end`.
  private loopBody(): { readonly body: readonly ShellNode[] } {
    const apart = this.skipSeparators()
    if (this.skip(['do'])) return this.until(['done'])
    if (this.skip(['{'])) return this.braces()
    const end = apart ? this.wordAhead('end') : -1
    if (end >= 0 && !(this.wordAhead('done') < end && this.wordAhead('done') >= 0)) return this.until(['end'])
    const token = this.tokens[this.at]
    if (token === undefined) return { body: [] }
    const plain = token.kind === 'word' ? plainWord(token) : undefined
    return { body: [this.readCommand(token, plain ?? '')] }
  }

  // `name()` and `function name`.
  private functionName(plain: string): string | undefined {
    const next = (ahead: number) => this.tokens[this.at + ahead]
    const isMark = (ahead: number, text: string) => {
      const token = next(ahead)
      return token?.kind === 'operator' && token.text === text
    }
    if (plain === 'function') {
      const word = next(1)
      const name = word?.kind === 'word' ? plainWord(word) : undefined
      if (name === undefined) return undefined
      this.at += isMark(2, '(') && isMark(3, ')') ? 4 : 2
      return name
    }
    if (!/^[\w.-]{1,100}$/.test(plain) || !isMark(1, '(') || !isMark(2, ')')) return undefined
    this.at += 3
    return plain
  }

  private functionBody(): { readonly body: readonly ShellNode[] } {
    this.skip([])
    if (this.skip(['{'])) return this.until(['}'])
    return this.skip(['(']) ? this.until([')']) : { body: [] }
  }

  private readSimple(first: ShellToken): ShellSimple {
    const { joined, negated } = this
    this.joined = 'always'
    this.negated = false
    const words: ShellWord[] = []
    const found: ShellRedirection[] = []
    const arrays = new Map<ShellWord, readonly ShellWord[]>()
    for (let token = this.tokens[this.at]; token !== undefined; token = this.tokens[this.at]) {
      if (isPlain(token, '{') && isPlain(this.tokens[this.at - 1], ']]')) break
      if (token.kind === 'word' && this.braced && plainWord(token) === '}') break
      if (token.kind === 'word') {
        words.push(token)
        this.at++
        const open = this.tokens[this.at]
        if (open?.kind === 'operator' && open.text === '(' && open.start === token.end && isEmptyAssignment(token))
          arrays.set(token, this.readArray())
      } else if (!this.redirect(found, words)) break
    }
    const end = this.tokens[this.at - 1]?.end ?? first.end
    return { kind: 'simple', joined, negated, redirections: found, words, arrays, start: first.start, end }
  }
}

type Bare = ShellNode extends infer N ? (N extends ShellPart ? Omit<N, keyof ShellPart> : never) : never
