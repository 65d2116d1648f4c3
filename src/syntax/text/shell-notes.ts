import type { Diagnostic } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Span } from '#model/source.ts'
import type { ShellReading } from '../shell/command-segments.ts'
import type { IptablesCall } from '../shell/iptables-call.ts'
import type { TextSegment } from './text-segment.ts'

/** What is to be said of the scripts of a text: what was put in, which way was taken, and what only a run could tell. */
export function shellNotes(shells: readonly ShellReading[], segments: readonly TextSegment[]): readonly Diagnostic[] {
  const unclosed = shells.flatMap((shell) => shell.unclosed)
  const warnings = unclosed.map((at): Diagnostic => {
    const span = { start: at, end: at + 1 }
    return { severity: 'warning', ...message('syntax/shell-unclosed-quote'), span }
  })
  const calls = segments.flatMap((segment) => segment.calls)
  const foreign = shells.flatMap(({ foreign: found }): readonly Diagnostic[] => {
    if (found === undefined) return []
    const { language, start, end } = found
    return [{ severity: 'error', ...message('syntax/other-language', { language }), span: { start, end } }]
  })
  return [...foreign, ...warnings, ...shells.flatMap(waysOf), ...variablesOf(shells, calls)]
}

function waysOf({ choices, guesses, tasks = [] }: ShellReading): readonly Diagnostic[] {
  const chosen = choices.map(({ names, chosen, start, end }): Diagnostic => {
    const args = { names: [...names].join(', '), chosen }
    return { severity: 'note', ...message('syntax/alternatives', args), span: { start, end } }
  })
  const guessed = guesses.map(({ left, start, end }): Diagnostic => {
    return { severity: 'note', ...message('syntax/condition-unknown', { left }), span: { start, end } }
  })
  const undecided = tasks.map(({ kind, said, start, end }): Diagnostic => {
    const what = kind === 'when' ? message('syntax/task-when', { said }) : message('syntax/task-loop', { said })
    return { severity: 'note', ...what, span: { start, end } }
  })
  return [...chosen, ...guessed, ...undecided]
}

function variablesOf(shells: readonly ShellReading[], calls: readonly IptablesCall[]): readonly Diagnostic[] {
  const [first] = calls
  if (first === undefined) return []
  const note = (
    id: 'syntax/variables-put-in' | 'syntax/variables-unknown',
    names: readonly string[],
    { start, end }: Span,
  ): Diagnostic => {
    return { severity: 'note', ...message(id, { names: names.join(', ') }), span: { start, end } }
  }
  const expanded = [...new Set(shells.flatMap((shell) => [...shell.expanded]))]
  const notes = expanded.length > 0 ? [note('syntax/variables-put-in', expanded, first)] : []
  const unknown = calls.find(({ words }) => words.hidden !== undefined)
  if (unknown === undefined) return notes
  const isVariable = (text: string) => /[$`{]/.test(text) && !text.startsWith('{{')
  const texts = new Set(calls.flatMap(({ words }) => [...(words.hidden ?? [])].map((at) => words.texts[at] ?? '')))
  const names = [...texts].filter(isVariable).slice(0, 12)
  return names.length === 0 ? notes : [...notes, note('syntax/variables-unknown', names, unknown)]
}
