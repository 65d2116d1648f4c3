import { byteLength } from '#extensions/kinds.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Policy } from '#model/ruleset.ts'
import { baseLetters, verdicts } from './base-options.ts'
import { readAddresses, readInterface, readProtocols } from './base-values.ts'
import type { Cursor, LineContext, LineState } from './line-state.ts'
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

/** The reading of one option of iptables itself. */
interface Reading {
  readonly letter: string
  readonly cursor: Cursor
  readonly line: LineState
  readonly context: LineContext
}

/** Reads an option of iptables itself; the cursor stands behind the option word. */
export function readBaseOption(letter: string, cursor: Cursor, line: LineState, context: LineContext): void {
  const reading = { letter, cursor, line, context }
  if (cursor.negated && !'sdiopf'.includes(letter)) return refuse(reading, 'syntax/not-invertible')
  switch (baseLetters[letter]) {
    case 'value':
      return readValue(reading)
    case 'flag':
      return readFlag(reading)
    case 'optional-value':
      return readWait(reading)
    case 'counters':
      return readCounters(reading)
    case 'verb':
    case 'optional-chain':
      return readVerb(reading)
    case undefined:
      return
  }
}

// From `!` or the option to the end of the word before the cursor, or of the one it stands at.
function refuse({ letter, cursor, line, context }: Reading, id: string, args: Message['args'] = {}, last = -1): void {
  const { words, at, start } = cursor
  const end = words.ends[Math.max(0, at + last)] ?? words.ends.at(-1) ?? start
  fail(line, context, message(id, { option: `-${letter}`, ...args }), start, end)
}

function isPlain(word: string | undefined): word is string {
  return word !== undefined && word.charCodeAt(0) !== 45 && word !== '!'
}

function readValue(reading: Reading): void {
  const { letter, cursor, line, context } = reading
  const { words, at } = cursor
  const text = words.texts[at]
  if (text === undefined) return refuse(reading, 'syntax/missing-value', { kind: kinds.get(letter) ?? 'kind/text' })
  if (text === '!' && isPlain(words.texts[at + 1])) return refuse(reading, 'syntax/negation-inside', {}, 0)
  cursor.at++
  if (letter === 'm') return load(cursor, line, context, text, 'match')
  if (letter === 'j' || letter === 'g') return readTarget(reading, text)
  if (letter === 't') line.table = text
  else if (letter === 'W') line.flags += letter
  if ('tWM'.includes(letter)) return
  const hidden = words.hidden?.has(at) ?? false
  const { negated, start } = cursor
  const value = { text, negated, hidden, start, from: words.starts[at] as number, end: words.ends[at] as number }
  if (letter === 's' || letter === 'd') readAddresses(letter, value, line, context)
  else if (letter === 'i' || letter === 'o') readInterface(letter, value, line, context)
  else readProtocols(value, line, context)
}

function readTarget(reading: Reading, name: string): void {
  const { letter, cursor, line, context } = reading
  if (line.loaded.some(({ target }) => target)) return refuse(reading, 'syntax/repeated-option')
  const hidden = cursor.words.hidden?.has(cursor.at - 1) ?? false
  if (!hidden && (name === '' || /[\t-\r ]/.test(name))) return refuse(reading, 'syntax/bad-target', { target: name })
  if (!hidden && isTooLong(name)) return refuse(reading, 'syntax/chain-too-long', { chain: name })
  load(cursor, line, context, name, letter === 'j' ? 'jump' : 'goto')
}

// The kernel keeps 28 bytes of a name; of nine characters none needs more.
function isTooLong(name: string): boolean {
  return name.length > 9 && byteLength(name) > 28
}

function readWait(reading: Reading): void {
  const { cursor, line, letter } = reading
  line.flags += letter
  const next = cursor.words.texts[cursor.at]
  if (!isPlain(next)) return
  cursor.at++
  if (!/^[\t-\r ]*[+-]?\d/.test(next)) refuse(reading, 'syntax/bad-value', { value: next, kind: 'kind/seconds' })
}

function readVerb(reading: Reading): void {
  const { letter, cursor, line } = reading
  const verb = verbs.get(letter)
  if (line.verb !== undefined && !(line.verb === 'list' && verb === 'zero')) return refuse(reading, 'syntax/two-verbs')
  line.verb = verb
  const chain = cursor.words.texts[cursor.at]
  if (!isPlain(chain)) {
    if (baseLetters[letter] !== 'optional-chain') refuse(reading, 'syntax/missing-value', { kind: 'kind/chain' })
    return
  }
  line.chain = chain
  cursor.at++
  if ((letter === 'N' || letter === 'A' || letter === 'I') && isTooLong(chain)) {
    return refuse(reading, 'syntax/chain-too-long', { chain })
  }
  if (letter !== 'A') readSecond(reading, cursor.words.texts[cursor.at])
}

// The new name, the policy or the number that stands behind the chain.
function readSecond(reading: Reading, second: string | undefined): void {
  const { letter, cursor, line } = reading
  if (letter === 'E' || letter === 'P') {
    const kind = letter === 'E' ? 'kind/chain' : 'kind/policy'
    if (!isPlain(second)) return refuse(reading, 'syntax/missing-value', { kind })
    if (letter === 'E') line.to = second
    else if (verdicts.has(second)) line.policy = second as Policy
    else return refuse(reading, 'syntax/bad-policy', { policy: second }, 0)
    cursor.at++
  } else if ('DIRLSZ'.includes(letter) && second !== undefined && /^\d+$/.test(second)) {
    line.position = Number(second)
    if (line.position === 0) return refuse(reading, 'syntax/bad-position', { position: second }, 0)
    cursor.at++
  } else if (letter === 'R') refuse(reading, 'syntax/missing-value', { kind: 'kind/position' })
}

function readFlag(reading: Reading): void {
  const { letter, cursor, line, context } = reading
  line.flags += letter
  if (letter !== 'f') return
  if (context.family === 'ipv6') return refuse(reading, 'syntax/ipv4-only')
  if (line.fragment !== undefined) return refuse(reading, 'syntax/repeated-option')
  const { negated, start, words, at } = cursor
  line.fragment = { name: '-f', negated, value: true, start, end: words.ends[Math.max(0, at - 1)] as number }
}

function readCounters(reading: Reading): void {
  const { cursor, line } = reading
  const first = cursor.words.texts[cursor.at] ?? ''
  const next = cursor.words.texts[cursor.at + 1]
  const comma = first.indexOf(',')
  const packets = readCounter(comma < 0 ? first : first.slice(0, comma))
  const bytes = comma >= 0 ? readCounter(first.slice(comma + 1)) : isPlain(next) ? readCounter(next) : undefined
  if (line.counters !== undefined) return refuse(reading, 'syntax/repeated-option')
  if (packets === undefined || bytes === undefined) {
    return refuse(reading, 'syntax/bad-counters', { text: `${first} ${next ?? ''}`.trim() })
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
