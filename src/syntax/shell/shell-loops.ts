import { countCalls } from './shell-calls.ts'
import { shellFields, unknownValue } from './shell-fields.ts'
import type { ShellLoop, ShellNode, ShellSimple, ShellWhile } from './shell-nodes.ts'
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

  protected runFor({ name, values, body }: ShellLoop): Leaving {
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

  protected runWhile(node: ShellWhile): Leaving {
    const lines = this.linesRead(node)
    if (lines !== undefined) return this.runLines(node, lines)
    for (let round = 0; round < mostRounds && this.commands.length <= mostCommands; round++) {
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
      if (isConstant(node)) return undefined
    }
    return undefined
  }

  // `while read A B; do …; done <<EOF`
  private linesRead({ condition, redirections }: ShellWhile): readonly string[] | undefined {
    const [first] = condition
    if (first?.kind !== 'simple' || !first.words.some((word) => textOf(word) === 'read')) return undefined
    const document = redirections.find(({ operator }) => operator.document !== undefined)?.operator.document
    const lines = document?.lines.map(({ start, end }) => this.text.slice(start, end))
    return lines === undefined ||
      lines.length > mostRounds ||
      (document?.expands && lines.some((line) => /[$`]/.test(line)))
      ? undefined
      : lines
  }

  private runLines({ condition, body }: ShellWhile, lines: readonly string[]): Leaving {
    const words = (condition[0] as ShellSimple).words.map(textOf)
    const names = words.slice(words.indexOf('read') + 1).filter((word) => !word.startsWith('-'))
    for (const line of lines) {
      const fields = line.trim().split(/\s+/)
      for (const [index, name] of names.entries())
        this.scope.set(name, index === names.length - 1 ? fields.slice(index).join(' ') : (fields[index] ?? ''))
      const leaving = this.run(body)
      if (leaving === 'break') break
      if (leaving !== undefined && leaving !== 'continue') return leaving
    }
    return undefined
  }
}
