import type { Span } from '#model/source.ts'
import type { ShellField, ShellValues } from './shell-fields.ts'
import { shellFields } from './shell-fields.ts'
import type { ShellLoop, ShellNode, ShellSimple } from './shell-script.ts'
import { shellScript } from './shell-script.ts'
import type { HereDocument, ShellTokens } from './shell-tokens.ts'
import { shellTokens } from './shell-tokens.ts'
import type { ShellVariables } from './shell-variables.ts'
import { assignment, shellVariables } from './shell-variables.ts'

/** A command with its words expanded as far as the script tells. */
export interface ShellCommand extends Span {
  readonly fields: readonly ShellField[]
  /** The text of the here-document at its input. */
  readonly document: HereDocument | undefined
  /** The files it reads and writes: `<`, `>`, with the name as written. */
  readonly files: readonly { readonly operator: string; readonly name: string }[]
  /** The command whose output it reads. */
  readonly input: ShellCommand | undefined
}

/** The commands of a script in the order in which they would run, the variables put in, and the quotes that nothing closes. */
export interface ShellCommands {
  readonly commands: readonly ShellCommand[]
  readonly expanded: ReadonlySet<string>
  readonly unclosed: readonly number[]
}

/** A script whose loops unroll to more commands is read on with their variables unknown. */
const most = 5000

/** Reads a script: literal variables are put in, `for` loops over literal lists unrolled. The spans are pieces of a text. */
export function shellCommands(text: string, spans: readonly Span[]): ShellCommands {
  const read: readonly ShellTokens[] = spans.map(({ start, end }) => shellTokens(text, start, end))
  const scripts = read.map(({ tokens }) => shellScript(tokens))
  const runner = new Runner(shellVariables(scripts.flat()))
  for (const nodes of scripts) runner.run(nodes, new Map())
  return { commands: runner.commands, expanded: runner.expanded, unclosed: read.flatMap(({ unclosed }) => unclosed) }
}

class Runner {
  readonly commands: ShellCommand[] = []
  readonly expanded = new Set<string>()
  private readonly variables: ShellVariables

  constructor(variables: ShellVariables) {
    this.variables = variables
  }

  run(nodes: readonly ShellNode[], bound: ReadonlyMap<string, string>): void {
    let input: ShellCommand | undefined
    for (const node of nodes) {
      if (node.kind === 'for') {
        this.runLoop(node, bound)
        input = undefined
      } else {
        const command = this.expand(node, bound, input)
        this.commands.push(command)
        input = node.piped ? command : undefined
      }
    }
  }

  private runLoop({ name, values, body }: ShellLoop, bound: ReadonlyMap<string, string>): void {
    const fields = values?.flatMap((value) => shellFields(value, this.values(bound)))
    const known = fields?.every(({ hidden }) => !hidden) ? fields : undefined
    const inner = new Map(bound)
    for (const { text } of known ?? []) {
      if (this.commands.length > most) break
      this.run(body, inner.set(name, text))
    }
    if (known !== undefined && this.commands.length <= most) return
    inner.delete(name)
    this.run(body, inner)
  }

  private expand(node: ShellSimple, bound: ReadonlyMap<string, string>, input: ShellCommand | undefined): ShellCommand {
    const values = this.values(bound)
    const first = node.words.findIndex((word) => assignment(word) === undefined)
    const words = first < 0 ? [] : node.words.slice(first)
    const document = node.redirections.find(({ operator }) => operator.text === '<<' || operator.text === '<<-')
    const files = node.redirections.flatMap(({ operator, word }) =>
      word === undefined || operator === document?.operator
        ? []
        : [{ operator: operator.text, name: word.pieces.map(({ text }) => text).join('') }],
    )
    const fields = words.flatMap((word) => shellFields(word, values))
    return { fields, document: document?.operator.document, files, input, start: node.start, end: node.end }
  }

  private values(bound: ReadonlyMap<string, string>): ShellValues {
    return { variables: this.variables, bound, used: (name) => this.expanded.add(name) }
  }
}
