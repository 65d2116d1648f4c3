import { countCalls, leaves } from './shell-calls.ts'
import type { ShellField } from './shell-fields.ts'
import { shellText } from './shell-fields.ts'
import { ShellLoops } from './shell-loops.ts'
import type { ShellCase, ShellIf } from './shell-nodes.ts'
import { chooseRole, isRole } from './shell-roles.ts'
import type { ShellWord } from './shell-tokens.ts'
import type { Leaving } from './shell-ways.ts'
import { fitsPattern, textOf } from './shell-words.ts'

/** Takes one of the ways of `if` and `case` in a script that is followed. */
export abstract class ShellBranches extends ShellLoops {
  protected readonly as: string | undefined

  constructor(text: string, as: string | undefined) {
    super(text)
    this.as = as
  }

  protected runIf({ branches, start }: ShellIf): Leaving {
    for (const [index, { condition, body }] of branches.entries()) {
      if (condition === undefined) return this.run(body)
      const leaving = this.run(condition)
      if (leaving !== undefined) return leaving
      if (this.status === true) return this.run(body)
      if (this.status === false || leaves(body)) continue
      const others = branches.slice(index + 1).map((branch) => branch.body)
      const left = others.reduce((count, nodes) => count + countCalls(nodes, this.calling), 0)
      if (left > 0 || countCalls(body, this.calling) > 0)
        this.guess({ start, end: condition.at(-1)?.end ?? start }, left)
      const open = branches.every((branch) => branch.condition !== undefined)
      const runs = others.map((nodes) => () => this.run(nodes))
      return this.either(() => this.run(body), open ? [...runs, () => undefined] : runs)
    }
    this.status = true
    return undefined
  }

  protected runCase(node: ShellCase): Leaving {
    const { subject, branches } = node
    const value = shellText(subject, this.values())
    if (value !== undefined) {
      const found = branches.find(({ patterns }) => patterns.some((pattern) => fitsPattern(this.text, pattern, value)))
      return found === undefined ? undefined : this.run(found.body)
    }
    const all = branches.map((branch) => ({ ...branch, names: branch.patterns.map(textOf) }))
    const calling = all.filter(({ body }) => countCalls(body, this.calling) > 0)
    const chosen =
      chooseRole(
        all.flatMap(({ names }) => names),
        this.as,
      ) ?? calling[0]?.names[0]
    const taken = all.find(({ names }) => names.includes(chosen ?? ''))
    const runs = all
      .filter((branch) => branch !== taken)
      .map(
        ({ body }) =>
          () =>
            this.run(body),
      )
    if (taken === undefined || chosen === undefined) return this.either(() => undefined, runs)
    if (calling.length > 0)
      this.choose(
        textOf(subject),
        all.flatMap(({ names }) => names),
        chosen,
        subject,
      )
    this.bind(subject, chosen)
    return this.run(taken.body)
  }

  // What was chosen once holds for the rest of the script.
  private bind(word: ShellWord, value: string): void {
    const [piece] = word.pieces
    if (word.pieces.length === 1 && piece?.kind === 'variable' && value !== '*') this.scope.set(piece.name, value)
  }

  // `[ "$1" = start ]`
  protected roleStatus(name: string, words: readonly ShellWord[], fields: readonly ShellField[]): boolean | undefined {
    if (name !== '[' && name !== '[[' && name !== 'test') return undefined
    const at = fields.findIndex(({ text }) => text === '=' || text === '==' || text === '!=')
    const [left, right] = [fields[at - 1], fields[at + 1]]
    if (at !== 2 || left === undefined || right === undefined || left.hidden === right.hidden) return undefined
    const [literal, word] = left.hidden ? [right.text, words[at - 1]] : [left.text, words[at + 1]]
    const holds = isRole(literal, this.as)
    if (holds === undefined || word === undefined) return undefined
    this.choose(textOf(word), [literal], holds ? literal : (this.as ?? ''), word)
    if (holds) this.bind(word, literal)
    return fields[at]?.text === '!=' ? !holds : holds
  }
}
