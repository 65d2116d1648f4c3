import type { Span } from '#model/source.ts'
import { typedCommand } from '../shell/console-command.ts'
import { jsonBlock } from './json-block.ts'
import type { Tool, ToolForm } from './tool-forms.ts'
import { toolForms } from './tool-forms.ts'

/** What a program printed into a page: facts of the host, no rules. */
export interface ToolOutput extends Span {
  readonly tool: Tool
  /** Its lines, without indentation. */
  readonly lines: readonly Span[]
  /** The command above it as it was typed; '' where the page does not show it. */
  readonly command: string
  /** The document, where the output is JSON; undefined as well where it is cut off or changed. */
  readonly json?: unknown
}

/** Some lines of a page, divided into what programs said of the host and the rest. */
export interface DividedLines {
  readonly outputs: readonly ToolOutput[]
  readonly rest: readonly Span[]
}

/** What the first character of a form can be, so that long dumps cost little. */
const firstLook = /[\w:.[{*-]/

/** Finds the output of programs among the lines of a page. */
export function toolOutputs(text: string, lines: readonly Span[]): DividedLines {
  const outputs: ToolOutput[] = []
  const rest: Span[] = []
  for (let at = 0; at < lines.length; ) {
    const found = outputAt(text, lines, at)
    if (found === undefined) {
      rest.push(lines[at] as Span)
      at++
      continue
    }
    outputs.push(found)
    at += found.lines.length
  }
  return { outputs: outputs.map((one) => withoutBlanks(text, one)), rest: outputs.length === 0 ? lines : rest }
}

function outputAt(text: string, lines: readonly Span[], at: number): ToolOutput | undefined {
  const line = trimmed(text, lines[at] as Span)
  const first = text[line.start] ?? ''
  if (line.start === line.end || !firstLook.test(first)) return undefined
  if (first === '[' || first === '{') {
    const block = jsonBlock(text, lines, at)
    const tool = block?.program === 'ip' ? 'ip addr' : 'docker inspect'
    if (block !== undefined) return outputOf(text, lines, at, block.lines, { tool, json: block.json })
  }
  const form = toolForms.find((one) => begins(one, text, line) && isTold(one, text, lines, at))
  if (form === undefined) return undefined
  let count = 1
  while (at + count < lines.length && goesOn(form, text, lines[at + count] as Span)) count++
  return outputOf(text, lines, at, count, { tool: form.tool })
}

function outputOf(
  text: string,
  lines: readonly Span[],
  at: number,
  count: number,
  what: Pick<ToolOutput, 'tool' | 'json'>,
): ToolOutput {
  const own = lines.slice(at, at + count).map((line) => trimmed(text, line))
  const above = lines[at - 1]
  const command = above === undefined ? '' : typedCommand(text, above)
  return { ...what, lines: own, command, start: own[0]?.start ?? 0, end: own.at(-1)?.end ?? 0 }
}

function begins({ begins: pattern }: ToolForm, text: string, line: Span): boolean {
  return matches(pattern, text, line)
}

function isTold({ needs }: ToolForm, text: string, lines: readonly Span[], at: number): boolean {
  if (needs === undefined) return true
  return lines.slice(at + 1, at + 4).some(({ start, end }) => needs.test(text.slice(start, Math.min(end, start + 80))))
}

// A form that takes any line ends at a blank one, at a prompt, and where another form begins.
function goesOn(form: ToolForm, text: string, whole: Span): boolean {
  const line = trimmed(text, whole)
  if (!matches(form.goesOn, text, line)) return false
  if (form.tool !== 'docker ps') return true
  if (typedCommand(text, whole) !== '' || /^(?:Chain \S+ \(|[-*:#[{$]|\/)/.test(text.slice(line.start, line.end)))
    return false
  return !toolForms.some((other) => other.tool !== 'firewall-cmd' && begins(other, text, line))
}

// Patterns end at the end of the line: `$` and `.` never go beyond.
function matches(pattern: RegExp, text: string, { start, end }: Span): boolean {
  pattern.lastIndex = 0
  return pattern.test(text.slice(start, Math.min(end, start + 400)))
}

function withoutBlanks(text: string, output: ToolOutput): ToolOutput {
  const lines = output.lines.filter(({ start, end }) => text.slice(start, end).trim() !== '')
  return { ...output, lines, end: lines.at(-1)?.end ?? output.end }
}

function trimmed(text: string, { start, end }: Span): Span {
  let from = start
  let to = end
  while (from < to && isBlank(text.charCodeAt(from))) from++
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--
  return { start: from, end: to }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 0xa0
}

/** The lines of an output as one text. */
export function outputText(text: string, { lines }: ToolOutput): string {
  return lines.map(({ start, end }) => text.slice(start, end)).join('\n')
}
