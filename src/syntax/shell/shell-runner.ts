import type { Span } from '#model/source.ts'
import { iptablesProgram } from './iptables-program.ts'
import { assignment } from './shell-assignment.ts'
import { countCalls, leaves } from './shell-calls.ts'
import type { ShellCommand } from './shell-command.ts'
import type { ShellField } from './shell-fields.ts'
import { shellFields, shellText, unknownValue } from './shell-fields.ts'
import type { ShellCase, ShellFunction, ShellIf, ShellNode, ShellSimple } from './shell-nodes.ts'
import { chooseRole, isRole } from './shell-roles.ts'
import { CommandStatus } from './shell-status.ts'
import { shellScript } from './shell-script.ts'
import type { ShellWord } from './shell-tokens.ts'
import { shellTokens } from './shell-tokens.ts'
import type { Leaving } from './shell-ways.ts'
import { ShellLoops } from './shell-loops.ts'
import { fitsPattern, innerScript, textOf } from './shell-words.ts'

const mostSteps = 100_000
const deepest = 30

const declaring: ReadonlySet<string> = new Set(['export', 'local', 'readonly', 'declare', 'typeset'])

/** Follows a script. Each way that it does not take is run too, unheard, for the variables that it would set. */
export class ShellRunner extends ShellLoops {
  private readonly as: string | undefined
  private readonly functions = new Map<string, ShellFunction>()
  private readonly called = new Set<string>()
  private steps = 0
  private depth = 0

  constructor(text: string, as: string | undefined, chains: readonly string[] = []) {
    super(text)
    this.as = as
    this.memory = new CommandStatus(chains.map((chain) => `${chain} :`))
  }

  runAll(scripts: readonly (readonly ShellNode[])[]): void {
    for (const nodes of scripts) this.noteFunctions(nodes)
    for (const nodes of scripts) if (this.run(nodes) === 'exit') break
    if (!this.commands.some(({ fields }) => iptablesProgram(fields) !== undefined)) this.runUncalled()
  }

  // The functions that call iptables, also by each other.
  private noteFunctions(nodes: readonly ShellNode[]): void {
    const all = nodes.filter((node) => node.kind === 'function')
    for (let found = -1; found !== this.calling.size; ) {
      found = this.calling.size
      for (const { name, body } of all) if (countCalls(body, this.calling) > 0) this.calling.add(name)
    }
  }

  // Something else calls the functions of such a script: `start` of an OpenRC service.
  private runUncalled(): void {
    const names = [...this.calling].filter((name) => this.functions.has(name) && !this.called.has(name))
    const chosen = chooseRole(names, this.as)
    for (const name of chosen === undefined ? names : [chosen]) this.runFunction(name, [])
    if (chosen !== undefined && names.length > 1) this.choose('', names, chosen, this.functions.get(chosen) as Span)
  }

  protected run(nodes: readonly ShellNode[]): Leaving {
    let input: ShellCommand | undefined
    for (const [index, node] of nodes.entries()) {
      if (++this.steps > mostSteps) return 'exit'
      const before = this.commands.at(-1)
      if (node.joined === 'pipe') input = before
      const unsure = this.status === undefined && (node.joined === 'and' || node.joined === 'or')
      if (node.joined === 'and' && this.status === false) continue
      if (node.joined === 'or' && this.status === true) continue
      if (unsure && this.skips(node, nodes[index - 1])) continue
      const leaving = unsure ? this.either(() => this.runOne(node, input), []) : this.runOne(node, input)
      if (node.negated && this.status !== undefined) this.status = !this.status
      if (leaving !== undefined) return leaving
      input = undefined
    }
    return undefined
  }

  // Behind `||` whatever may have failed has not; behind `&&` the script is not left.
  private skips(node: ShellNode, before: ShellNode | undefined): boolean {
    const left = countCalls([node], this.calling)
    if (node.joined === 'and' && !leaves([node])) {
      if (left > 0) this.guess(before ?? node, 0)
      return false
    }
    if (left > 0) this.guess(before ?? node, left)
    this.unheard(node)
    return true
  }

  private unheard(node: ShellNode): void {
    this.either(() => undefined, [() => this.runOne(node, undefined)])
  }

  private runOne(node: ShellNode, input: ShellCommand | undefined): Leaving {
    switch (node.kind) {
      case 'simple':
        return this.runSimple(node, input)
      case 'for':
        return this.runFor(node)
      case 'while':
        return this.runWhile(node)
      case 'if':
        return this.runIf(node)
      case 'case':
        return this.runCase(node)
      case 'function':
        this.functions.set(node.name, node)
        return undefined
      case 'group': {
        const kept = this.scope.keep()
        const leaving = this.run(node.body)
        if (node.subshell) this.scope.restore(kept)
        return node.subshell ? undefined : leaving
      }
    }
  }

  private runIf({ branches, start }: ShellIf): Leaving {
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

  private runCase(node: ShellCase): Leaving {
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

  private runSimple(node: ShellSimple, input: ShellCommand | undefined): Leaving {
    const first = node.words.findIndex((word) => assignment(word) === undefined)
    if (first !== 0) {
      const assigned = first < 0 ? node.words : []
      for (const word of assigned) this.assign(word, node)
      if (first < 0) {
        this.status = true
        return undefined
      }
    }
    const words = node.words.slice(Math.max(0, first))
    const command = this.expand(node, words, input)
    const name = command.fields[0]?.hidden ? '' : (command.fields[0]?.text ?? '')
    const leaving = this.runBuiltin(name, node, words, command)
    return leaving === 'none' ? undefined : leaving
  }

  private runBuiltin(
    name: string,
    node: ShellSimple,
    words: readonly ShellWord[],
    command: ShellCommand,
  ): Leaving | 'none' {
    const { fields } = command
    if (name === 'exit' || name === 'return' || name === 'break' || name === 'continue') return name
    if (this.functions.has(name)) return this.runFunction(name, fields.slice(1))
    const inner = innerScript(this.text, words, fields)
    if (inner !== undefined) return this.run(shellScript(shellTokens(this.text, inner.start, inner.end).tokens))
    if (declaring.has(name)) for (const word of words.slice(1)) this.assign(word, node)
    else if (name === 'shift') this.scope.shift(Number(fields[1]?.text ?? 1) || 1)
    else if (name === 'set' && fields[1]?.text === '--') this.scope.setArguments(fields.slice(2))
    else if (name === 'read' || name === 'unset' || name === 'getopts')
      for (const { text } of fields.slice(1)) this.scope.set(text, unknownValue)
    this.commands.push(command)
    this.status = this.roleStatus(name, words, fields) ?? this.memory.of(fields)
    return 'none'
  }

  // `[ "$1" = start ]`
  private roleStatus(name: string, words: readonly ShellWord[], fields: readonly ShellField[]): boolean | undefined {
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

  private runFunction(name: string, args: readonly ShellField[]): Leaving {
    const body = this.functions.get(name)?.body
    if (body === undefined || this.depth >= deepest) return undefined
    this.called.add(name)
    let leaving: Leaving
    this.depth++
    this.scope.call(args, () => {
      leaving = this.run(body)
    })
    this.depth--
    return leaving === 'exit' ? leaving : undefined
  }

  private assign(word: ShellWord, { arrays }: ShellSimple): void {
    const found = assignment(word)
    if (found === undefined) return
    const items = arrays.get(word)?.flatMap((item) => shellFields(item, this.values()))
    if (found.appends) this.append(found.name, items ?? shellText(found.value, this.values()))
    else this.scope.set(found.name, items ?? shellText(found.value, this.values()) ?? unknownValue)
  }

  private append(name: string, more: string | readonly ShellField[] | undefined): void {
    const old = this.scope.get(name)
    if (typeof old === 'string' && typeof more === 'string') this.scope.set(name, old + more)
    else if (typeof old === 'object' && typeof more === 'object') this.scope.set(name, [...old, ...more])
    else this.scope.set(name, unknownValue)
  }

  private expand(node: ShellSimple, words: readonly ShellWord[], input: ShellCommand | undefined): ShellCommand {
    const values = this.values()
    const document = node.redirections.find(({ operator }) => operator.text === '<<' || operator.text === '<<-')
    const files = node.redirections.flatMap(({ operator, word }) =>
      word === undefined || operator === document?.operator ? [] : [{ operator: operator.text, name: textOf(word) }],
    )
    const fields = words.flatMap((word) => shellFields(word, values))
    return { fields, document: document?.operator.document, files, input, start: node.start, end: node.end }
  }
}
