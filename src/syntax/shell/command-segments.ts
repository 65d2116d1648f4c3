import { append } from '#base/lists.ts'
import type { Span } from '#model/source.ts'
import type { TaskNote } from './shell-roles.ts'
import type { IptablesCall } from './iptables-call.ts'
import { noCall } from './iptables-call.ts'
import { iptablesCalls } from './iptables-calls.ts'
import { lineForm } from '../line/line-form.ts'
import type { Words } from '../line/words.ts'
import { isOmission } from '../line/omission.ts'
import { saveSegments } from '../text/save-segments.ts'
import type { ScriptHints, ShellCommands } from './shell-commands.ts'
import { shellCommands } from './shell-commands.ts'
import type { PrintedBy, TextSegment } from '../text/text-segment.ts'
import { segmentOf } from '../text/text-segment.ts'

/** What the commands of a piece of text have to do with rules, and the names of the variables that were put in. */
export interface CommandReading {
  readonly calls: readonly IptablesCall[]
  readonly shell: ShellReading
}

/** What following a script tells beside its commands. */
export interface ShellReading extends Omit<ShellCommands, 'commands'> {
  /** The language of a script that is of no shell that is followed here. */
  readonly foreign?: Span & { readonly language: string }
  /** Conditions and loops of a playbook's tasks that the text does not decide. */
  readonly tasks?: readonly TaskNote[]
}

/** A text without any script. */
export const noShell: ShellReading = { expanded: new Set(), unclosed: [], choices: [], guesses: [] }

/** Reads spans of a text as one script. */
export function readScript(text: string, spans: readonly Span[], hints: ScriptHints): CommandReading {
  const { commands, ...shell } = shellCommands(text, spans, hints)
  const calls = iptablesCalls(commands, (lines) => isSaveText(text, lines))
  return { calls: withOmissions(text, spans, calls), shell }
}

/** Reads a script that a file writes with quotes or line breaks of its own: its commands have the place of all of it. */
export function readWritten(script: string, { start, end }: Span, hints: ScriptHints): CommandReading {
  const { calls, shell } = readScript(script, [{ start: 0, end: script.length }], hints)
  const placed = calls.map((call) => ({ ...call, words: wordsAt(call.words, { start, end }), start, end }))
  const of = <T extends Span>(all: readonly T[]) => all.map((one) => ({ ...one, start, end }))
  const own = {
    ...shell,
    unclosed: shell.unclosed.map(() => start),
    choices: of(shell.choices),
    guesses: of(shell.guesses),
  }
  return { calls: placed.filter(({ document }) => document === undefined), shell: own }
}

function wordsAt(words: Words, { start, end }: Span): Words {
  return { ...words, starts: words.texts.map(() => start), ends: words.texts.map(() => end) }
}

const mayOmit =
  /\.{3}|\u2026|snip|cut|omit|truncat|left out|removed|[\u7565\u7701\ub7b5]|^[ \t]*(?:[[<({+\d]|and |plus |about )[^\n]{0,60}(?:rules|lines|more|other|rest)/im

// `...` on a line of its own is a command to a shell, and to a reader the place of others.
function withOmissions(text: string, spans: readonly Span[], calls: readonly IptablesCall[]): readonly IptablesCall[] {
  const found = spans
    .filter(({ start, end }) => mayOmit.test(text.slice(start, end)))
    .flatMap((span) => omissionsIn(text, span))
  const own = found.filter(({ start }) => !calls.some((call) => call.start <= start && start < call.end))
  if (calls.length === 0 || own.length === 0) return calls
  const all = [...calls]
  for (const span of own) {
    const at = all.findIndex(({ start }) => start > span.start)
    all.splice(at < 0 ? all.length : at, 0, omittedCall(span))
  }
  return all
}

function omissionsIn(text: string, { start, end }: Span): readonly Span[] {
  const lines: Span[] = []
  for (let at = start; at < end; ) {
    const newline = text.indexOf('\n', at)
    const line = { start: at, end: newline < 0 ? end : Math.min(newline, end) }
    if (isOmission(text, line)) lines.push(line)
    at = line.end + 1
  }
  return lines
}

/** The call that stands for commands which a text leaves out. */
export function omittedCall({ start, end }: Span): IptablesCall {
  return { kind: 'omitted', ...noCall, start, end }
}

/** Whether lines are those of a restore file: the first that is neither blank nor a comment opens a table. */
export function isSaveText(text: string, lines: readonly Span[]): boolean {
  for (const line of lines) {
    const form = lineForm(text, line)
    if (form === 'table' || form === 'header') return true
    if (form !== 'blank' && form !== 'hash') return false
  }
  return false
}

/** The segments of calls in their order: a run of commands of one family is one segment, each here-document another. */
export function commandSegments(text: string, calls: readonly IptablesCall[]): readonly TextSegment[] {
  const segments: TextSegment[] = []
  let run: IptablesCall[] = []
  const close = () => {
    const [first] = run
    const last = run.at(-1)
    const told = run.find(isTold)
    if (first === undefined || last === undefined) return
    const own = {
      calls: run,
      family: told?.family,
      variant: told?.variant,
      start: first.start,
      end: Math.max(first.end, last.end),
    }
    segments.push(segmentOf('command', [], own))
    run = []
  }
  for (const call of calls) {
    if (call.kind === 'restore') {
      close()
      append(segments, documentSegments(text, call))
    } else {
      const first = run.find(isTold)
      if (first !== undefined && isTold(call) && !belongs(first, call)) close()
      run.push(call)
    }
  }
  close()
  return segments
}

// Commands that are left out are of no family.
function isTold({ kind }: IptablesCall): boolean {
  return kind !== 'omitted'
}

function belongs(first: IptablesCall, call: IptablesCall): boolean {
  return call.family === first.family && call.variant === first.variant
}

// The body of a here-document loses the indentation of the page around it.
function documentSegments(text: string, { document, family, variant, what }: IptablesCall): readonly TextSegment[] {
  const lines = (document?.lines ?? []).map((line) => trimLine(text, line))
  const by: PrintedBy | undefined = family === undefined ? undefined : { family, variant, table: undefined }
  const noflush = /(?:^|\s)(?:-\w*n\w*|--noflush)(?:\s|$)/.test(what)
  return saveSegments(text, lines, by, {
    expands: document?.expands ? (document.values ?? new Map()) : undefined,
    noflush,
  })
}

function trimLine(text: string, { start, end }: Span): Span {
  let from = start
  let to = end
  while (from < to && isBlank(text, from)) from++
  while (to > from && isBlank(text, to - 1)) to--
  return { start: from, end: to }
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 32 || code === 9 || code === 13
}

/** What the last command of some calls tells about the text below it; undefined where that is none of its output. */
export function printedBy(calls: readonly IptablesCall[]): PrintedBy | undefined {
  const last = calls.at(-1)
  return last?.kind === 'prints' ? { family: last.family, variant: last.variant, table: last.table } : undefined
}
