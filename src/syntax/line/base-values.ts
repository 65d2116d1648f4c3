import type { MessageId } from '#model/messages.ts'
import { Wrong } from '#extensions/extension.ts'
import { byteLength } from '#extensions/kinds/kinds.ts'
import { readProtocol } from '#extensions/kinds/protocols.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { Value } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'
import { readHost } from './host-reader.ts'
import type { AddressUse, Cursor, LineContext, LineState } from './line-state.ts'
import { fail, hide } from './line-state.ts'

/** Reads the value of -s or -d, which the cursor stands behind: one address, or several separated by commas. */
export function readAddresses(
  letter: 's' | 'd',
  text: string,
  cursor: Cursor,
  line: LineState,
  context: LineContext,
): void {
  const name = letter === 's' ? '-s' : '-d'
  const given = letter === 's' ? line.source : line.destination
  if (given !== undefined) return refuse(cursor, line, context, 'syntax/repeated-option', { option: name })
  const hidden = isHidden(cursor)
  if (!hidden && text.includes(',')) return readList(letter, text.split(','), cursor, line, context)
  const value = hidden ? { unknown: text } : readHost(text, context.family)
  if (value instanceof Wrong)
    return refuseValue(cursor, line, context, value.message.id, { option: name, ...value.message.args })
  if (isUnknown(value) && !hidden) warnOfName(value.unknown, cursor, context)
  if (letter === 's') line.source = use(name, value, cursor)
  else line.destination = use(name, value, cursor)
}

function readList(
  letter: 's' | 'd',
  items: readonly string[],
  cursor: Cursor,
  line: LineState,
  context: LineContext,
): void {
  const name = letter === 's' ? '-s' : '-d'
  const uses: AddressUse[] = []
  for (const item of items) {
    const value = readHost(item, context.family)
    if (value instanceof Wrong)
      return refuseValue(cursor, line, context, value.message.id, { option: name, ...value.message.args })
    if (isUnknown(value)) warnOfName(value.unknown, cursor, context)
    uses.push(use(name, value, cursor))
  }
  if (cursor.negated) return refuse(cursor, line, context, 'syntax/negated-list', { option: name })
  line[letter === 's' ? 'source' : 'destination'] = uses[0]
  line[letter === 's' ? 'sources' : 'destinations'] = uses
}

function warnOfName(name: string, { words, at }: Cursor, context: LineContext): void {
  const span = { start: words.starts[at - 1] as number, end: words.ends[at - 1] as number }
  context.diagnostics.push({ severity: 'warning', ...message('syntax/host-name', { name }), span })
}

/** Reads the value of -i or -o, which the cursor stands behind. */
export function readInterface(
  letter: 'i' | 'o',
  text: string,
  cursor: Cursor,
  line: LineState,
  context: LineContext,
): void {
  const name = letter === 'i' ? '-i' : '-o'
  if ((letter === 'i' ? line.in : line.out) !== undefined)
    return refuse(cursor, line, context, 'syntax/repeated-option', { option: name })
  if (isHidden(cursor)) hide(line, `${name} ${text}`)
  else if (text === '')
    return refuseValue(cursor, line, context, 'syntax/bad-value', { option: name, value: text, kind: 'kind/interface' })
  else if (text.length > 5 && byteLength(text) > 15)
    return refuseValue(cursor, line, context, 'syntax/interface-too-long', { value: text })
  if (letter === 'i') line.in = use(name, text, cursor)
  else line.out = use(name, text, cursor)
}

/** Reads the value of -p, which the cursor stands behind. */
export function readProtocols(text: string, cursor: Cursor, line: LineState, context: LineContext): void {
  if (line.protocol !== undefined) return refuse(cursor, line, context, 'syntax/repeated-option', { option: '-p' })
  if (isHidden(cursor)) {
    hide(line, `-p ${text}`)
    return
  }
  const protocol = readProtocol(text)
  if (protocol === undefined)
    return refuseValue(cursor, line, context, 'syntax/bad-value', { option: '-p', value: text, kind: 'kind/protocol' })
  if (protocol === 0 && cursor.negated)
    return refuse(cursor, line, context, 'syntax/negated-any', { option: '-p', value: text })
  line.protocol = use('-p', protocol, cursor)
  line.protocolWord = text
  line.reading = undefined
}

// From `!` or the option to the end of the value.
function use<V extends Value>(name: string, value: V, { words, at, negated, start }: Cursor): OptionUse<V> {
  return { name, negated, value, start, end: words.ends[at - 1] as number }
}

// Shell variables or a cut line hide what stands there.
function isHidden({ words, at }: Cursor): boolean {
  return words.hidden?.has(at - 1) ?? false
}

// At `!` or the option.
function refuse(cursor: Cursor, line: LineState, context: LineContext, id: MessageId, args: Message['args']): void {
  fail(line, context, { id, args: args }, cursor.start, cursor.words.ends[cursor.at - 1] as number)
}

function refuseValue(
  { words, at }: Cursor,
  line: LineState,
  context: LineContext,
  id: MessageId,
  args: Message['args'],
) {
  fail(line, context, { id, args: args }, words.starts[at - 1] as number, words.ends[at - 1] as number)
}
