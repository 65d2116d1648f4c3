import { message } from '#model/diagnostic.ts'
import type { Span } from '#model/source.ts'
import type { LineContext } from './line-state.ts'

/** A fault that may stand on many lines: where it stands first, and on how many. */
export interface Repeated {
  first: Span | undefined
  lines: number
}

/** What the lines of a restore file have said so far. */
export interface SaveState {
  readonly context: LineContext
  table: string | undefined
  /** The line that opened the table; undefined outside a table. */
  opened: Span | undefined
  /** Where each table began last. */
  readonly seen: Map<string, Span>
  /** The chains that the open table has declared: a target of the same name is a jump to them. */
  readonly chains: Set<string>
  readonly returns: Repeated
  readonly outside: Repeated
  /** Whether any line carries a control character other than tab: most texts have none, and their lines need no look. */
  readonly hasControls: boolean
  /** Whether any line may begin with `-4` or `-6`. */
  readonly hasFamilies: boolean
}

const inText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n|$)/
const inLine = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

/** The state before the first line. */
export function newSaveState(context: LineContext, start: number, end: number): SaveState {
  const text =
    start === 0 && end === context.origin.text.length ? context.origin.text : context.origin.text.slice(start, end)
  const chains = new Set<string>()
  return {
    context: { ...context, chains },
    table: undefined,
    opened: undefined,
    seen: new Map(),
    chains,
    returns: { first: undefined, lines: 0 },
    outside: { first: undefined, lines: 0 },
    hasControls: inText.test(text),
    hasFamilies: text.includes('-4') || text.includes('-6') || text.includes('--ipv'),
  }
}

/** Reports a line that carries a control character other than tab: nothing that we print may carry one on. */
export function checkControls(state: SaveState, start: number, end: number): void {
  const { context, hasControls } = state
  if (!hasControls || !inLine.test(context.origin.text.slice(start, end))) return
  context.diagnostics.push({ severity: 'error', ...message('syntax/control-character'), span: { start, end } })
}
