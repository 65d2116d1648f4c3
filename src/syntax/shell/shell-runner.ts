import type { Span } from '#model/source.ts'
import { iptablesProgram } from './iptables-program.ts'
import { assignment } from './shell-assignment.ts'
import { countCalls, leaves } from './shell-calls.ts'
import type { ShellCommand } from './shell-command.ts'
import type { ShellField } from './shell-fields.ts'
import { isVariableName } from './shell-expansion.ts'
import { shellFields, sumOf, unknownValue } from './shell-fields.ts'
import { linesOf, quotedLines, readInto } from './shell-reads.ts'
import type { ShellFunction, ShellNode, ShellSimple } from './shell-nodes.ts'
import { chooseRole } from './shell-roles.ts'
import { CommandStatus } from './shell-status.ts'
import { shellScript } from './shell-script.ts'
import type { HereDocument, ShellWord } from './shell-tokens.ts'
import { shellTokens } from './shell-tokens.ts'
import type { Leaving } from './shell-ways.ts'
import { ShellAssigns } from './shell-assigns.ts'
import { innerScript, textOf } from './shell-words.ts'

const mostSteps = 100_000
const deepest = 30

const declaring: ReadonlySet<string> = new Set(['export', 'local', 'readonly', 'declare', 'typeset'])

/** Follows a script. Each way that it does not take is run too, unheard, for the variables that it would set. */
export class ShellRunner extends ShellAssigns {
  private readonly functions = new Map<string, ShellFunction>()
  private readonly called = new Set<string>()
  /** What runs when the script ends. */
  private trap: { readonly text: string; readonly span: Span } | undefined
  private steps = 0
  private depth = 0

  constructor(text: string, as: string | undefined, before: readonly string[] = []) {
    super(text, as)
    this.braces = /^#!.*\b(?:ba|z|k)sh\b/.test(text.slice(0, 200))
    this.memory = new CommandStatus(before)
  }

  runAll(scripts: readonly (readonly ShellNode[])[]): void {
    for (const nodes of scripts) this.noteFunctions(nodes)
    for (const nodes of scripts) if (this.run(nodes) === 'exit') break
    this.runTrap()
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

  // What `trap '…' EXIT` left to be done. A script that waits is seen while it waits.
  private runTrap(): void {
    const { trap } = this
    if (trap === undefined) return
    this.trap = undefined
    const waits = this.commands.some(({ fields }) => /^(?:sleep|wait|read|tail|exec)$/.test(fields[0]?.text ?? ''))
    if (waits) this.guess(trap.span, 1)
    else this.runText(trap.text, trap.span)
  }

  // A script that stands in a value: what it says is read, its places are those of the word.
  private runText(text: string, { start, end }: Span): Leaving {
    if (++this.depth > deepest) return undefined
    const { tokens } = shellTokens(text, 0, text.length)
    const placed = tokens.map((token) => ({ ...token, start, end }))
    const leaving = this.run(shellScript(placed))
    this.depth--
    return leaving
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
        return this.runWhile(node, input)
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
    const name = command.fields[0]?.hidden ? this.calledFunction(words[0]) : (command.fields[0]?.text ?? '')
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
    if (name === 'exit' || name === 'return') this.status = statusOf(fields[1], this.status)
    if (name === 'exit' || name === 'return' || name === 'break' || name === 'continue') return name
    if (this.functions.has(name)) return this.runFunction(name, fields.slice(1))
    const inner = innerScript(this.text, words, fields)
    if (inner !== undefined) return this.run(shellScript(shellTokens(this.text, inner.start, inner.end).tokens))
    if (declaring.has(name)) for (const word of words.slice(1)) this.assign(word, node)
    else if (name === 'eval' && fields.every(({ hidden }) => !hidden)) return this.runText(textFrom(fields, 1), command)
    else if (name === 'trap') this.noteTrap(fields)
    else if (name === 'let') return this.runSums(fields.slice(1))
    else if (name === 'shift') this.scope.shift(Number(fields[1]?.text ?? 1) || 1)
    else if (name === 'set' && fields[1]?.text === '--') this.scope.setArguments(fields.slice(2))
    else if (name === 'set') this.setFish(fields)
    else if (name === 'read' && node.redirections.length > 0) this.readOnce(node)
    else if (name === 'unset') for (const { text } of fields.slice(1)) this.scope.set(text, undefined)
    else if (name === 'read' || name === 'getopts')
      for (const { text } of fields.slice(1)) this.scope.set(text, unknownValue)
    this.commands.push(command)
    this.status = this.roleStatus(name, words, fields) ?? this.memory.of(fields)
    return 'none'
  }

  // `set WAN eth0` and `set -l ports 80 443` of fish.
  private setFish(fields: readonly ShellField[]): void {
    const words = fields.slice(1)
    while (/^-[lgxuUf]+$|^--(?:local|global|export|universal)$/.test(words[0]?.text ?? '')) words.shift()
    const [name, ...values] = words
    if (name === undefined || !isVariableName(name.text) || values.length === 0) return
    const [first] = values as [ShellField]
    this.scope.set(name.text, values.length > 1 ? values : first.hidden ? unknownValue : first.text)
  }

  // `read A B <<< "$X"`
  private readOnce(node: ShellSimple): void {
    const [line] = linesOf(this.text, node.redirections, undefined, this.values()) ?? []
    if (line !== undefined) readInto(node, line, this.values())
    else for (const word of node.words.slice(1)) this.scope.set(textOf(word), unknownValue)
  }

  private runSums(fields: readonly ShellField[]): 'none' {
    const last = fields.map(({ text }) => sumOf(text, this.values())).at(-1)
    this.status = last === undefined ? undefined : last !== 0
    return 'none'
  }

  private noteTrap(fields: readonly ShellField[]): void {
    const [, what, ...signals] = fields
    if (what === undefined || !signals.some(({ text }) => text === 'EXIT' || text === '0')) return
    this.trap = what.hidden || what.text === '-' || what.text === '' ? undefined : { text: what.text, span: what }
  }

  // `"$1"` and `do_$MODE`: of the functions that it may call, the one that sets rules up.
  private calledFunction(word: ShellWord | undefined): string {
    const at =
      word?.pieces.findIndex(
        ({ kind, name }) => kind === 'variable' && (/^[@*1]$/.test(name) || isVariableName(name)),
      ) ?? -1
    if (word === undefined || at < 0 || word.pieces.some(({ kind }, index) => kind !== 'text' && index !== at))
      return ''
    const [before, after] = [word.pieces.slice(0, at), word.pieces.slice(at + 1)].map((pieces) =>
      textOf({ ...word, pieces }),
    )
    const roles = [...this.functions.keys()].flatMap((name) => {
      const fits = name.startsWith(before ?? '') && name.endsWith(after ?? '')
      return fits && this.calling.has(name) ? [name.slice(before?.length, name.length - (after?.length ?? 0))] : []
    })
    const chosen = chooseRole(roles, this.as)
    if (chosen === undefined) return ''
    this.choose(textOf(word), roles, chosen, word)
    return `${before}${chosen}${after}`
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

  private withValues(document: HereDocument | undefined): HereDocument | undefined {
    if (document?.expands !== true) return document
    const names = document.lines.flatMap(({ start, end }) => this.text.slice(start, end).match(/(?<=\$\{?)\w+/g) ?? [])
    const known = names.map((name) => [name, this.scope.get(name)] as const)
    const values = new Map(
      known.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
    )
    for (const name of values.keys()) this.values().used(name)
    return { ...document, values }
  }

  private expand(node: ShellSimple, words: readonly ShellWord[], input: ShellCommand | undefined): ShellCommand {
    const values = this.values()
    const document = node.redirections.find(({ operator }) => operator.text === '<<' || operator.text === '<<-')
    const files = node.redirections.flatMap(({ operator, word }) =>
      word === undefined || operator === document?.operator ? [] : [{ operator: operator.text, name: textOf(word) }],
    )
    const fields = words.flatMap((word) => shellFields(word, values))
    const quoted = this.withValues(quotedLines(this.text, words, node.redirections))
    return {
      fields,
      ...(quoted && { quoted }),
      document: this.withValues(document?.operator.document),
      files,
      input,
      start: node.start,
      end: node.end,
    }
  }
}

// `return 1`
function statusOf(field: ShellField | undefined, last: boolean | undefined): boolean | undefined {
  if (field === undefined) return last
  return /^\d+$/.test(field.text) ? Number(field.text) === 0 : undefined
}

function textFrom(fields: readonly ShellField[], from: number): string {
  return fields
    .slice(from)
    .map(({ text }) => text)
    .join(' ')
}
