import { Wrong } from '#extensions/extension.ts'
import { byteLength } from '#extensions/kinds.ts'
import { readProtocol } from '#extensions/protocols.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { AddressMask, UnknownValue } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'
import { readHost } from './host-reader.ts'
import type { LineContext, LineState } from './line-state.ts'
import { fail } from './line-state.ts'

/** The value of an option of iptables itself. `start`: of `!` or the option; `from`, `end`: of the value. */
export interface BaseValue {
  readonly text: string
  readonly negated: boolean
  /** Shell variables or a cut line hide what stands here. */
  readonly hidden: boolean
  readonly start: number
  readonly from: number
  readonly end: number
}

/** Reads what -s or -d is given: one address, or several separated by commas. */
export function readAddresses(letter: 's' | 'd', value: BaseValue, line: LineState, context: LineContext): void {
  const side = letter === 's' ? 'source' : 'destination'
  const { text, negated, hidden, start, from, end } = value
  const say = (id: string, args: Message['args'] = {}, at = start) =>
    fail(line, context, message(id, { option: `-${letter}`, ...args }), at, end)
  if (line[side] !== undefined) return say('syntax/repeated-option')
  const read = hidden ? [{ unknown: text }] : readHosts(text, value, context)
  if (read instanceof Wrong) return say(read.message.id, read.message.args, from)
  if (negated && read.length > 1) return say('syntax/negated-list')
  line[side] = { addresses: read, negated, start, end }
}

function readHosts(
  text: string,
  { from, end }: BaseValue,
  context: LineContext,
): readonly (AddressMask | UnknownValue)[] | Wrong {
  const { family } = context
  const hosts = text.includes(',') ? text.split(',').map((item) => readHost(item, family)) : [readHost(text, family)]
  for (const host of hosts) {
    if (host instanceof Wrong) return host
    if (isUnknown(host)) warnOfName(host.unknown, { start: from, end }, context)
  }
  return hosts as readonly (AddressMask | UnknownValue)[]
}

function warnOfName(name: string, span: { start: number; end: number }, context: LineContext): void {
  context.diagnostics.push({ severity: 'warning', ...message('syntax/host-name', { name }), span })
}

/** Reads what -i or -o is given. */
export function readInterface(letter: 'i' | 'o', value: BaseValue, line: LineState, context: LineContext): void {
  const side = letter === 'i' ? 'in' : 'out'
  const { text, negated, start, from, end } = value
  const name = `-${letter}`
  const say = (what: Message, at = from) => fail(line, context, what, at, end)
  if (line[side] !== undefined) return say(message('syntax/repeated-option', { option: name }), start)
  if (value.hidden) line.hidden.push(`${name} ${text}`)
  else if (text === '') return say(message('syntax/bad-value', { option: name, value: text, kind: 'kind/interface' }))
  else if (text.length > 5 && byteLength(text) > 15) return say(message('syntax/interface-too-long', { value: text }))
  line[side] = { name, negated, value: text, start, end }
}

/** Reads what -p is given. */
export function readProtocols(value: BaseValue, line: LineState, context: LineContext): void {
  const { text, negated, start, from, end } = value
  const say = (what: Message, at = start) => fail(line, context, what, at, end)
  if (line.protocol !== undefined) return say(message('syntax/repeated-option', { option: '-p' }))
  if (value.hidden) {
    line.hidden.push(`-p ${text}`)
    return
  }
  const protocol = readProtocol(text)
  if (protocol === undefined)
    return say(message('syntax/bad-value', { option: '-p', value: text, kind: 'kind/protocol' }), from)
  if (protocol === 0 && negated) return say(message('syntax/negated-any', { option: '-p', value: text }))
  line.protocol = { name: '-p', negated, value: protocol, start, end }
  line.protocolWord = text
  line.reading = undefined
}
