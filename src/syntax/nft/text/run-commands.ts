import { message } from '#model/diagnostic.ts'
import { Cursor, Gap } from './cursor.ts'
import { scanTokens, type Token } from './scan-tokens.ts'
import { addThing } from './add-thing.ts'
import { removeThing } from './remove-thing.ts'
import type { Run } from './run.ts'
import { statementsOf } from './statements.ts'
import { TextContext } from './text-context.ts'

/** Runs the commands of a text. */
export function runCommands(tokens: readonly Token[], run: Run, context: TextContext): void {
  for (const statement of statementsOf(tokens, run.variables)) runCommand(withoutProgram(statement), run, context)
}

// `sudo nft add rule ...`: a line for the shell.
function withoutProgram(tokens: readonly Token[]): readonly Token[] {
  let at = 0
  if (tokens[at]?.text === 'sudo') at++
  if (/^(?:\/?usr\/sbin\/|\/?sbin\/)?nft$/.test(tokens[at]?.text ?? '')) at++
  return at === 0 ? tokens : tokens.slice(at)
}

const readers: ReadonlySet<string> = new Set(['list', 'reset', 'monitor', 'describe', 'export'])
const things: ReadonlySet<string> = new Set(
  'table,chain,rule,set,map,element,flowtable,counter,quota,limit,synproxy,secmark,ct'.split(','),
)

function runCommand(tokens: readonly Token[], run: Run, context: TextContext): void {
  const [first] = tokens
  if (first === undefined || first.kind === 'handle') return
  const { text } = first
  const span = { start: first.start, end: tokens.at(-1)?.end ?? first.end }
  try {
    if (first.kind === 'word' && (text === 'define' || text === 'redefine')) define(tokens, run)
    else if (text === 'undefine') run.variables.delete(tokens[1]?.text ?? '')
    else if (text === 'include') include(tokens, run, context)
    else if (text === 'flush' || text === 'delete' || text === 'destroy')
      removeThing(new Cursor(tokens, 'ip'), run.draft)
    else if (text === 'add' || text === 'create' || text === 'insert' || text === 'replace')
      addThing(tokens.slice(1), text, run, context)
    else if (things.has(text)) addThing(tokens, 'add', run, context)
    else if (!readers.has(text)) new Cursor(tokens, 'ip').fail()
  } catch (error) {
    if (!(error instanceof Gap)) throw error
    context.note(message('syntax/nft-command', { command: context.slice(span.start, span.end).slice(0, 60) }), span)
  }
}

function define(tokens: readonly Token[], { variables }: Run): void {
  const [, name, sign, ...value] = tokens
  if (name?.kind !== 'word' || sign?.text !== '=') new Cursor(tokens.slice(1), 'ip').fail()
  else variables.set(name.text, value)
}

const deepest = 16

function include(tokens: readonly Token[], run: Run, context: TextContext): void {
  const pattern = tokens[1]?.text ?? ''
  const span = { start: tokens[0]?.start ?? 0, end: tokens.at(-1)?.end ?? 0 }
  const files = run.depth >= deepest ? undefined : run.files(pattern)
  if (files === undefined) {
    context.note(message('syntax/nft-include', { file: pattern }), span)
    return
  }
  for (const source of files) {
    const scanned = scanTokens(source.text)
    const inner = new TextContext(source, scanned.remarked, run.diagnostics, context.spanOf(span))
    runCommands(scanned.tokens, { ...run, depth: run.depth + 1 }, inner)
  }
}
