import { append } from '#base/lists.ts'
import type { Diagnostic } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import { verdicts } from '../line/base-options.ts'
import { readBrackets } from '../line/counters.ts'
import { finishLine } from '../line/finish-line.ts'
import { readWithPlaceholders } from '../line/placeholders.ts'
import type { LineContext } from '../line/line-state.ts'
import { isOmission, omittedLine } from '../line/omission.ts'
import { unreadLine } from '../line/unread-line.ts'
import { noteStart } from '../line/note.ts'
import { shellFields } from '../shell/shell-fields.ts'
import { shellTokens } from '../shell/shell-tokens.ts'
import type { Words } from '../line/words.ts'
import { restoreWords } from '../line/words.ts'

const chainLine = /^:(?<chain>\S+)\s+(?<policy>[A-Z]+|-)(?:\s+(?<counters>\[\d+:\d+\]))?(?:\s|$)/

/**
 * Reads the lines of `iptables -S`, and lines of the save form that stand alone. `-P` and `-N` become chain lines, as they tell of the
 * same thing; each rule says its table.
 */
export function readRules(lines: readonly Span[], table: string, context: LineContext): readonly Statement[] {
  return lines.map((line) => readOne(trim(context.origin.text, line), table, context))
}

function readOne(line: Span, table: string, context: LineContext): Statement {
  if (isOmission(context.origin.text, line)) return omittedLine(context, line, { table })
  const faults: Diagnostic[] = []
  const statement = readUntilNote(line, table, { ...context, diagnostics: faults })
  const [fault] = faults
  if (fault?.id === 'syntax/stray-word' && isApart(context.origin.text, fault.span.start)) {
    const quiet = { ...context, diagnostics: [] }
    const cut = readUntilNote(trim(context.origin.text, { start: line.start, end: fault.span.start }), table, quiet)
    if (cut.kind !== 'unreadable') {
      const words = context.origin.text.slice(fault.span.start, line.end)
      const span = { start: fault.span.start, end: line.end }
      context.diagnostics.push({ severity: 'note', ...message('syntax/words-after-rule', { words }), span })
      return cut
    }
  }
  append(context.diagnostics, faults)
  return statement
}

// Two blanks or a tab set a remark apart from the rule before it.
function isApart(text: string, at: number): boolean {
  return /(?:[ \u00a0]{2}|\t)$/.test(text.slice(at - 2, at))
}

function readUntilNote(whole: Span, table: string, context: LineContext): Statement {
  const line = trim(context.origin.text, { start: whole.start, end: noteStart(context.origin.text, whole) })
  const { start, end } = line
  const { text } = context.origin
  const first = text[start]
  if (start === end) return { kind: 'blank', start, end }
  if (first === '#') return { kind: 'comment', start, end }
  if (first === ':') return readChain(context, line)
  const words = wordsOf(text, line)
  const counters = first === '[' ? readBrackets(words.texts[0] ?? '') : undefined
  const state = readWithPlaceholders(words, first === '[' ? 1 : 0, context)
  state.table ??= table
  const statement = finishLine(state, line, counters, context) ?? unreadLine(context.origin, line, { table })
  if (statement.kind !== 'chain-verb' || statement.chain === undefined) return statement
  if (statement.verb !== 'policy' && statement.verb !== 'new-chain') return statement
  return { kind: 'chain', chain: statement.chain, policy: statement.policy, counters: state.counters, start, end }
}

function readChain({ origin }: LineContext, { start, end }: Span): Statement {
  const { chain, policy = '-', counters } = chainLine.exec(origin.text.slice(start, end))?.groups ?? {}
  if (chain === undefined) return unreadLine(origin, { start, end })
  const known = verdicts.has(policy) ? (policy as 'ACCEPT') : undefined
  return { kind: 'chain', chain, policy: known, counters: readBrackets(counters ?? ''), start, end }
}

// People write single quotes, which a save file does not know.
function wordsOf(text: string, { start, end }: Span): Words {
  const words = restoreWords(text, start, end)
  if (!words.texts.some((word) => word.startsWith("'"))) return words
  const values = { get: () => undefined, used: () => undefined }
  const { tokens, unclosed } = shellTokens(text, start, end)
  if (unclosed.length > 0) return words
  const fields = tokens.flatMap((token) => (token.kind === 'word' ? shellFields(token, values) : []))
  const hidden = new Set(fields.flatMap((field, index) => (field.hidden ? [index] : [])))
  return {
    texts: fields.map((field) => field.text),
    starts: fields.map((field) => field.start),
    ends: fields.map((field) => field.end),
    hidden: hidden.size > 0 ? hidden : undefined,
    unclosed: -1,
  }
}

function trim(text: string, { start, end }: Span): Span {
  let from = start
  let to = end
  while (from < to && isBlank(text, from)) from++
  while (to > from && isBlank(text, to - 1)) to--
  return { start: from, end: to }
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 32 || code === 9
}
