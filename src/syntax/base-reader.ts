import { byteLength } from '#extensions/kinds.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Policy } from '#model/ruleset.ts'
import type { BaseRole } from './base-options.ts'
import { baseLetters, verdicts } from './base-options.ts'
import type { BaseValue } from './base-values.ts'
import { readAddresses, readInterface, readProtocols } from './base-values.ts'
import type { Cursor, LineContext, LineState } from './line-state.ts'
import { fail } from './line-state.ts'
import { load } from './load-extension.ts'

/** Whether an option letter of this role must be followed by a word. */
export function takesValue(role: BaseRole): boolean {
  return role !== 'flag' && role !== 'optional-chain' && role !== 'optional-value'
}

const verbs: Readonly<Record<string, NonNullable<LineState['verb']>>> = {
  A: 'append',
  C: 'check',
  D: 'delete',
  I: 'insert',
  R: 'replace',
  L: 'list',
  S: 'list',
  F: 'flush',
  Z: 'zero',
  X: 'delete-chain',
  N: 'new-chain',
  P: 'policy',
  E: 'rename',
}

const invertible = 'sdiopf'

/** Reads an option of iptables itself; the cursor stands behind the option word. */
export function readBaseOption(letter: string, cursor: Cursor, line: LineState, context: LineContext): void {
  const { words } = cursor
  const role = baseLetters[letter] as BaseRole
  const optionEnd = words.ends[Math.max(0, cursor.at - 1)] as number
  const say = (what: Message, end = optionEnd) => fail(line, context, what, cursor.start, end)
  if (cursor.negated && !invertible.includes(letter))
    return say(message('syntax/not-invertible', { option: `-${letter}` }))
  const verb = verbs[letter]
  if (verb !== undefined) {
    if (line.verb !== undefined && !(line.verb === 'list' && verb === 'zero'))
      return say(message('syntax/two-verbs', { option: `-${letter}` }))
    line.verb = verb
    return readVerb(letter, cursor, line, say)
  }
  if (role === 'flag') return readFlag(letter, cursor, line, context, say)
  if (role === 'optional-value') {
    line.flags += letter
    const next = words.texts[cursor.at]
    if (!isPlain(next)) return
    cursor.at++
    if (/^[\t-\r ]*[+-]?\d/.test(next ?? '')) return
    return say(message('syntax/bad-value', { option: `-${letter}`, value: next ?? '', kind: 'kind/seconds' }))
  }
  const text = words.texts[cursor.at]
  if (text === undefined) return say(message('syntax/missing-value', { option: `-${letter}`, kind: `kind/${letter}` }))
  const end = words.ends[cursor.at] as number
  if (text === '!' && isPlain(words.texts[cursor.at + 1]))
    return say(message('syntax/negation-inside', { option: `-${letter}` }), end)
  const hidden = words.hidden?.has(cursor.at) ?? false
  const value = {
    text,
    negated: cursor.negated,
    hidden,
    start: cursor.start,
    from: words.starts[cursor.at] as number,
    end,
  }
  cursor.at++
  readValue(letter, value, cursor, line, context, say)
}

function readValue(
  letter: string,
  value: BaseValue,
  cursor: Cursor,
  line: LineState,
  context: LineContext,
  say: Say,
): void {
  const { text } = value
  if (letter === 's' || letter === 'd') readAddresses(letter, value, line, context)
  else if (letter === 'i' || letter === 'o') readInterface(letter, value, line, context)
  else if (letter === 'p') readProtocols(value, line, context)
  else if (letter === 'm') load(cursor, line, context, text, 'match')
  else if (letter === 'j' || letter === 'g') {
    if (line.loaded.some(({ target }) => target))
      return say(message('syntax/repeated-option', { option: `-${letter}` }), value.end)
    checkTargetName(value, say)
    load(cursor, line, context, text, letter === 'j' ? 'jump' : 'goto')
  } else if (letter === 't') line.table = text
  else if (letter === 'W') line.flags += letter
  else if (letter === 'c') readCounters(cursor, line, text, say)
}

function checkTargetName({ text, hidden, end }: BaseValue, say: Say): void {
  if (hidden) return
  if (text === '' || /[\t-\r ]/.test(text)) say(message('syntax/bad-target', { target: text }), end)
  else if (text.length > 9 && byteLength(text) > 28) say(message('syntax/chain-too-long', { chain: text }), end)
}

type Say = (what: Message, end?: number) => void

function isPlain(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith('-') && word !== '!'
}

function readVerb(letter: string, cursor: Cursor, line: LineState, say: Say): void {
  const { words } = cursor
  const role = baseLetters[letter]
  const next = words.texts[cursor.at]
  if (!isPlain(next)) {
    if (role !== 'optional-chain') say(message('syntax/missing-value', { option: `-${letter}`, kind: 'kind/chain' }))
    return
  }
  line.chain = next
  const chainEnd = words.ends[cursor.at] as number
  cursor.at++
  const second = words.texts[cursor.at]
  if (letter === 'E' || letter === 'P') {
    if (!isPlain(second))
      return say(
        message('syntax/missing-value', { option: `-${letter}`, kind: letter === 'E' ? 'kind/chain' : 'kind/policy' }),
      )
    if (letter === 'E') line.to = second
    else if (verdicts.has(second ?? '')) line.policy = second as Policy
    else return say(message('syntax/bad-policy', { policy: second ?? '' }), words.ends[cursor.at])
    cursor.at++
  } else if ('DIRLSZ'.includes(letter) && /^\d+$/.test(second ?? '')) {
    line.position = Number(second)
    if (line.position === 0)
      return say(message('syntax/bad-position', { position: second ?? '' }), words.ends[cursor.at])
    cursor.at++
  } else if (letter === 'R') say(message('syntax/missing-value', { option: '-R', kind: 'kind/position' }))
  if (letter === 'N' || letter === 'A' || letter === 'I') checkChainName(line.chain ?? '', say, chainEnd)
}

function checkChainName(name: string, say: Say, end: number): void {
  if (name.length > 9 && byteLength(name) > 28) say(message('syntax/chain-too-long', { chain: name }), end)
}

function readFlag(letter: string, cursor: Cursor, line: LineState, { family }: LineContext, say: Say): void {
  line.flags += letter
  if (letter !== 'f') return
  if (family === 'ipv6') return say(message('syntax/ipv4-only', { option: '-f' }))
  if (line.fragment !== undefined) return say(message('syntax/repeated-option', { option: '-f' }))
  const end = cursor.words.ends[Math.max(0, cursor.at - 1)] as number
  line.fragment = { name: '-f', negated: cursor.negated, value: true, start: cursor.start, end }
}

function readCounters(cursor: Cursor, line: LineState, first: string, say: Say): void {
  const comma = first.indexOf(',')
  const next = cursor.words.texts[cursor.at]
  const packets = readCounter(comma < 0 ? first : first.slice(0, comma))
  const bytes = comma >= 0 ? readCounter(first.slice(comma + 1)) : isPlain(next) ? readCounter(next ?? '') : undefined
  if (line.counters !== undefined) return say(message('syntax/repeated-option', { option: '-c' }))
  if (packets === undefined || bytes === undefined)
    return say(message('syntax/bad-counters', { text: `${first} ${next ?? ''}`.trim() }))
  line.counters = { packets, bytes }
  if (comma < 0) cursor.at++
}

// As scanf reads it: what stands behind the digits is ignored, and what is too big is the most there is.
function readCounter(text: string): bigint | undefined {
  const [, sign, digits] = /^[\t-\r ]*([+-]?)(\d+)/.exec(text.slice(0, 64)) ?? []
  if (digits === undefined) return undefined
  const value = BigInt(digits)
  return value >= 1n << 64n ? (1n << 64n) - 1n : BigInt.asUintN(64, sign === '-' ? -value : value)
}
