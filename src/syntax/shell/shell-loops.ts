import { countCalls } from './shell-calls.ts'
import type { ShellCommand } from './shell-command.ts'
import { shellFields, sumOf, unknownValue } from './shell-fields.ts'
import type { ShellLoop, ShellNode, ShellSimple, ShellWhile } from './shell-nodes.ts'
import { linesOf, readInto } from './shell-reads.ts'
import type { Leaving } from './shell-ways.ts'
import { ShellWays } from './shell-ways.ts'
import { isConstant, outOfLoop, textOf } from './shell-words.ts'

/** A loop that unrolls to more commands is read on with its variable unknown. */
const mostCommands = 5000
const mostRounds = 1000

/** Unrolls the loops of a script that is followed. */
export abstract class ShellLoops extends ShellWays {
  protected readonly text: string
  /** The functions of the script that call iptables. */
  protected readonly calling = new Set<string>()

  constructor(text: string) {
    super()
    this.text = text
  }

  protected abstract run(nodes: readonly ShellNode[]): Leaving

  protected runFor(node: ShellLoop): Leaving {
    const { name, values, body, counted } = node
    if (counted !== undefined) return this.runCounted(node, counted)
    const list = values?.flatMap((value) => shellFields(value, this.values()))
    const args = values === undefined ? this.scope.get('@') : undefined
    const items = list ?? (typeof args === 'object' ? args : undefined)
    if (items?.every(({ hidden }) => !hidden) && this.commands.length <= mostCommands) {
      for (const { text } of items) {
        if (this.commands.length > mostCommands) break
        this.scope.set(name, text)
        const leaving = this.run(body)
        if (leaving === 'break') break
        if (leaving !== undefined && leaving !== 'continue') return leaving
      }
      if (this.commands.length <= mostCommands) return undefined
    }
    this.scope.set(name, unknownValue)
    return outOfLoop(this.run(body))
  }

  // `for ((A; B; C))`
  private runCounted({ body }: ShellLoop, [first = '', condition = '', step = '']: readonly string[]): Leaving {
    const sum = (text: string) => (text.trim() === '' ? 1 : sumOf(text, this.values()))
    sum(first)
    for (let round = 0; round < mostRounds && this.commands.length <= mostCommands; round++) {
      const goesOn = sum(condition)
      if (goesOn === 0) return undefined
      if (goesOn === undefined) {
        const name = /[A-Za-z_]\w*/.exec(first)?.[0]
        if (name !== undefined) this.scope.set(name, unknownValue)
        return outOfLoop(this.run(body))
      }
      const leaving = this.run(body)
      if (leaving === 'break') return undefined
      if (leaving !== undefined && leaving !== 'continue') return leaving
      sum(step)
    }
    return undefined
  }

  protected runWhile(node: ShellWhile, input: ShellCommand | undefined): Leaving {
    const lines = this.linesRead(node, input)
    if (lines !== undefined) return this.runLines(node, lines)
    const ends = /\b(?:break|exit|return)\b/.test(this.text.slice(node.start, node.end))
    for (let round = 0; round < mostRounds && this.commands.length <= mostCommands; round++) {
      const before = ends ? this.scope.keep() : undefined
      const leaving = this.run(node.condition)
      if (leaving !== undefined) return leaving
      const { status } = this
      if (status === undefined) {
        if (countCalls(node.body, this.calling) > 0) this.guess(node.condition[0] ?? node, 0)
        return outOfLoop(this.either(() => this.run(node.body), []))
      }
      if (status === node.until) return undefined
      const left = this.run(node.body)
      if (left === 'break') return undefined
      if (left !== undefined && left !== 'continue') return left
      // Who waits for ever does the same again.
      if (isConstant(node) && (before === undefined || !this.scope.differs(before))) return undefined
    }
    return undefined
  }

  // `while read A B; do …; done <<EOF`, and what `echo`, `printf` or `cat` pipe into it.
  private linesRead(
    { condition, redirections }: ShellWhile,
    input: ShellCommand | undefined,
  ): readonly string[] | undefined {
    const [first] = condition
    if (first?.kind !== 'simple' || !first.words.some((word) => textOf(word) === 'read')) return undefined
    const lines = linesOf(this.text, redirections, input, this.values())
    return lines === undefined || lines.length > mostRounds ? undefined : lines
  }

  private runLines({ condition, body }: ShellWhile, lines: readonly string[]): Leaving {
    const read = condition[0] as ShellSimple
    for (const line of lines) {
      readInto(read, line, this.values())
      const leaving = this.run(body)
      if (leaving === 'break') break
      if (leaving !== undefined && leaving !== 'continue') return leaving
    }
    return undefined
  }
}
