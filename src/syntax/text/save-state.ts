import { message } from '#model/diagnostic.ts'
import type { Span } from '#model/source.ts'
import type { LineContext } from '../line/line-state.ts'
import { WordReader } from '../line/words.ts'

/** A fault that may stand on many lines: where it stands first, and on how many. */
export interface Repeated {
  first: Span | undefined
  lines: number
}

/** What the lines of a restore file have said so far. */
export interface SaveState {
  readonly context: LineContext
  readonly words: WordReader
  table: string | undefined
  /** The line that opened the table; undefined outside a table. */
  opened: Span | undefined
  /** Where each table began last. */
  readonly seen: Map<string, Span>
  /** The chains that the open table has declared: a target of the same name is a jump to them. */
  readonly chains: Set<string>
  readonly returns: Repeated
  readonly outside: Repeated
}

const inLine = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

/** The state before the first line. */
export function newSaveState(context: LineContext): SaveState {
  const chains = new Set<string>()
  return {
    context: { ...context, chains },
    words: new WordReader(context.origin.text),
    table: undefined,
    opened: undefined,
    seen: new Map(),
    chains,
    returns: { first: undefined, lines: 0 },
    outside: { first: undefined, lines: 0 },
  }
}

/** Reports a line that carries a control character other than tab: nothing that we print may carry one on. */
export function checkControls({ context }: SaveState, start: number, end: number): void {
  if (!inLine.test(context.origin.text.slice(start, end))) return
  context.diagnostics.push({ severity: 'error', ...message('syntax/control-character'), span: { start, end } })
}
