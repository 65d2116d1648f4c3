import type { MessageId } from '#model/messages.ts'
import { byteLength } from '#extensions/kinds/kinds.ts'
import type { Message } from '#model/diagnostic.ts'
import type { Policy } from '#model/ruleset.ts'
import { roleOf, verdicts } from './base-options.ts'
import { readAddresses, readInterface, readProtocols } from './base-values.ts'
import type { Cursor, LineContext, LineState, Loaded } from './line-state.ts'
import { fail } from './line-state.ts'
import { load } from './load-extension.ts'

const verbs: ReadonlyMap<string, NonNullable<LineState['verb']>> = new Map([
  ['A', 'append'],
  ['C', 'check'],
  ['D', 'delete'],
  ['I', 'insert'],
  ['R', 'replace'],
  ['L', 'list'],
  ['S', 'list'],
  ['F', 'flush'],
  ['Z', 'zero'],
  ['X', 'delete-chain'],
  ['N', 'new-chain'],
  ['P', 'policy'],
  ['E', 'rename'],
])

// What an option without its word should have had.
const kinds: ReadonlyMap<string, string> = new Map([
  ['s', 'kind/network'],
  ['d', 'kind/network'],
  ['i', 'kind/interface'],
  ['o', 'kind/interface'],
  ['p', 'kind/protocol'],
  ['m', 'kind/match'],
  ['j', 'kind/target'],
  ['g', 'kind/chain'],
  ['t', 'kind/table'],
])

/** Reads an option of iptables itself; the cursor stands behind the option word. */
export function readBaseOption(letter: string, cursor: Cursor, line: LineState, context: LineContext): void {
  if (cursor.negated && !'sdiopf'.includes(letter))
    return refuse(letter, cursor, line, context, 'syntax/not-invertible')
  switch (roleOf(letter)) {
    case 'value':
      return readValue(letter, cursor, line, context)
    case 'flag':
      return readFlag(letter, cursor, line, context)
    case 'optional-value':
      return readWait(letter, cursor, line, context)
    case 'counters':
      return readCounters(letter, cursor, line, context)
    case 'verb':
    case 'optional-chain':
      return readVerb(letter, cursor, line, context)
    case undefined:
      return
  }
}

// From `!` or the option to the end of the word before the cursor, or of the one it stands at.
function refuse(
  letter: string,
  cursor: Cursor,
  line: LineState,
  context: LineContext,
  id: MessageId,
  args: Message['args'] = {},
  last = -1,
): void {
  const { words, at, start } = cursor
  const end = words.ends[Math.max(0, at + last)] ?? words.ends.at(-1) ?? start
  fail(line, context, { id, args: { option: `-${letter}`, ...args } }, start, end)
}

function isPlain(word: string | undefined): word is string {
  return word !== undefined && word.charCodeAt(0) !== 45 && word !== '!'
}

function readValue(letter: string, cursor: Cursor, line: LineState, context: LineContext): void {
  const { words, at } = cursor
  const text = words.texts[at]
  if (text === undefined)
    return refuse(letter, cursor, line, context, 'syntax/missing-value', { kind: kinds.get(letter) ?? 'kind/text' })
  if (text === '!' && isPlain(words.texts[at + 1]))
    return refuse(letter, cursor, line, context, 'syntax/negation-inside', {}, 0)
  cursor.at++
  if (letter === 'm') return load(cursor, line, context, text, 'match')
  if (letter === 'j' || letter === 'g') return readTarget(letter, cursor, line, context, text)
  if (letter === 't') line.table = text
  else if (letter === 'W') line.flags += letter
  if (letter === 's' || letter === 'd') readAddresses(letter, text, cursor, line, context)
  else if (letter === 'i' || letter === 'o') readInterface(letter, text, cursor, line, context)
  else if (letter === 'p') readProtocols(text, cursor, line, context)
}

function readTarget(letter: string, cursor: Cursor, line: LineState, context: LineContext, name: string): void {
  if (line.loaded.some(isTarget)) return refuse(letter, cursor, line, context, 'syntax/repeated-option')
  const hidden = cursor.words.hidden?.has(cursor.at - 1) ?? false
  if (!hidden && (name === '' || /[\t-\r ]/.test(name)))
    return refuse(letter, cursor, line, context, 'syntax/bad-target', { target: name })
  if (!hidden && isTooLong(name)) return refuse(letter, cursor, line, context, 'syntax/chain-too-long', { chain: name })
  load(cursor, line, context, name, letter === 'j' ? 'jump' : 'goto')
}

function isTarget({ target }: Loaded): boolean {
  return target
}

// The kernel keeps 28 bytes of a name; of nine characters none needs more.
function isTooLong(name: string): boolean {
  return name.length > 9 && byteLength(name) > 28
}

function readWait(letter: string, cursor: Cursor, line: LineState, context: LineContext): void {
  line.flags += letter
  const next = cursor.words.texts[cursor.at]
  if (!isPlain(next)) return
  cursor.at++
  if (!/^[\t-\r ]*[+-]?\d/.test(next))
    refuse(letter, cursor, line, context, 'syntax/bad-value', { value: next, kind: 'kind/seconds' })
}

function readVerb(letter: string, cursor: Cursor, line: LineState, context: LineContext): void {
  const verb = verbs.get(letter)
  if (line.verb !== undefined && !(line.verb === 'list' && verb === 'zero'))
    return refuse(letter, cursor, line, context, 'syntax/two-verbs')
  line.verb = verb
  const chain = cursor.words.texts[cursor.at]
  if (!isPlain(chain)) {
    if (roleOf(letter) !== 'optional-chain')
      refuse(letter, cursor, line, context, 'syntax/missing-value', { kind: 'kind/chain' })
    return
  }
  line.chain = chain
  cursor.at++
  if ((letter === 'N' || letter === 'A' || letter === 'I') && isTooLong(chain)) {
    return refuse(letter, cursor, line, context, 'syntax/chain-too-long', { chain })
  }
  if (letter !== 'A') readSecond(letter, cursor, line, context)
}

// The new name, the policy or the number that stands behind the chain.
function readSecond(letter: string, cursor: Cursor, line: LineState, context: LineContext): void {
  const second = cursor.words.texts[cursor.at]
  if (letter === 'E' || letter === 'P') {
    const kind = letter === 'E' ? 'kind/chain' : 'kind/policy'
    if (!isPlain(second)) return refuse(letter, cursor, line, context, 'syntax/missing-value', { kind })
    if (letter === 'E') line.to = second
    else if (verdicts.has(second)) line.policy = second as Policy
    else return refuse(letter, cursor, line, context, 'syntax/bad-policy', { policy: second }, 0)
    cursor.at++
  } else if ('DIRLSZ'.includes(letter) && second !== undefined && /^\d+$/.test(second)) {
    line.position = Number(second)
    if (line.position === 0)
      return refuse(letter, cursor, line, context, 'syntax/bad-position', { position: second }, 0)
    cursor.at++
  } else if (letter === 'R') refuse(letter, cursor, line, context, 'syntax/missing-value', { kind: 'kind/position' })
}

function readFlag(letter: string, cursor: Cursor, line: LineState, context: LineContext): void {
  line.flags += letter
  if (letter !== 'f') return
  if (context.family === 'ipv6') return refuse(letter, cursor, line, context, 'syntax/ipv4-only')
  if (line.fragment !== undefined) return refuse(letter, cursor, line, context, 'syntax/repeated-option')
  const { negated, start, words, at } = cursor
  line.fragment = { name: '-f', negated, value: true, start, end: words.ends[Math.max(0, at - 1)] as number }
}

function readCounters(letter: string, cursor: Cursor, line: LineState, context: LineContext): void {
  const first = cursor.words.texts[cursor.at] ?? ''
  const next = cursor.words.texts[cursor.at + 1]
  const comma = first.indexOf(',')
  const packets = readCounter(comma < 0 ? first : first.slice(0, comma))
  const bytes = comma >= 0 ? readCounter(first.slice(comma + 1)) : isPlain(next) ? readCounter(next) : undefined
  if (line.counters !== undefined) return refuse(letter, cursor, line, context, 'syntax/repeated-option')
  if (packets === undefined || bytes === undefined) {
    return refuse(letter, cursor, line, context, 'syntax/bad-counters', { text: `${first} ${next ?? ''}`.trim() })
  }
  line.counters = { packets, bytes }
  cursor.at += comma < 0 ? 2 : 1
}

// As scanf reads it: what stands behind the digits is ignored, and what is too big is the most there is.
function readCounter(text: string): bigint | undefined {
  const [, sign, digits] = /^[\t-\r ]*([+-]?)(\d+)/.exec(text.slice(0, 64)) ?? []
  if (digits === undefined) return undefined
  const value = BigInt(digits)
  return value >= 1n << 64n ? (1n << 64n) - 1n : BigInt.asUintN(64, sign === '-' ? -value : value)
}
