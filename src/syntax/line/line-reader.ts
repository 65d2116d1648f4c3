import { nearest } from '#base/nearest.ts'
import { matchOfProtocol } from '#extensions/kinds/protocols.ts'
import { findMatch, optionOwners } from '#extensions/registry.ts'
import { message } from '#model/diagnostic.ts'
import { readBaseOption } from './base-reader.ts'
import { baseLong, roleOf } from './base-options.ts'
import { readExtensionOption } from './extension-option.ts'
import { findOption } from './find-option.ts'
import type { Cursor, LineContext, LineState, Loaded } from './line-state.ts'
import { addLoaded, addWord, fail, newLine, hide } from './line-state.ts'
import { takesNoWords } from './load-extension.ts'
import type { Words } from './words.ts'

/** Reads the words of one iptables command line as getopt and the extensions would; faults go to the context's diagnostics. */
export function readLine(words: Words, first: number, context: LineContext): LineState {
  const line = newLine()
  const cursor: Cursor = { words, at: first, negated: false, start: 0 }
  while (cursor.at < words.texts.length && !line.failed) readOption(cursor, line, context)
  if (cursor.negated && !line.failed)
    fail(line, context, message('syntax/lone-negation'), cursor.start, cursor.start + 1)
  return line
}

function readOption(cursor: Cursor, line: LineState, context: LineContext): void {
  const { words } = cursor
  const word = words.texts[cursor.at] as string
  const start = words.starts[cursor.at] as number
  const end = words.ends[cursor.at] as number
  if (word === '!') {
    if (cursor.negated) return fail(line, context, message('syntax/double-negation'), cursor.start, end)
    cursor.negated = true
    cursor.start = start
    cursor.at++
    return
  }
  if (!cursor.negated) cursor.start = start
  if (word.charCodeAt(0) !== 45 || word.length === 1) return readStray(cursor, line, context, word, start, end)
  if (word.charCodeAt(1) !== 45) readShort(cursor, line, context, word)
  else if (word.length === 2) return readEnd(cursor, line, context)
  else readLong(cursor, line, context, word)
  cursor.negated = false
}

// Behind `--` no options are read, and iptables has no use for other words.
function readEnd(cursor: Cursor, line: LineState, context: LineContext): void {
  const { texts, starts, ends } = cursor.words
  const next = cursor.at + 1
  const word = texts[next]
  if (word !== undefined)
    fail(line, context, message('syntax/stray-word', { word }), starts[next] as number, ends[next] as number)
  cursor.at = texts.length
}

function readStray(
  cursor: Cursor,
  line: LineState,
  context: LineContext,
  word: string,
  start: number,
  end: number,
): void {
  const last = line.loaded.at(-1)
  if (cursor.words.hidden?.has(cursor.at)) {
    hide(line, word)
    cursor.at++
  } else if (last !== undefined && last.extension === undefined) keepUnknown(cursor, line, last, context)
  else if (last !== undefined && word === '[unsupported' && cursor.words.texts[cursor.at + 1] === 'revision]') {
    forgetOptions(cursor, line, last, context)
  } else fail(line, context, message('syntax/stray-word', { word }), start, end)
}

// What an old iptables-save writes when the kernel holds a newer revision of an extension than it knows: the options are lost.
function forgetOptions(cursor: Cursor, line: LineState, last: Loaded, context: LineContext): void {
  const { texts, starts, ends } = cursor.words
  const end = ends[cursor.at + 1] as number
  const what = message('syntax/unsupported-revision', { extension: last.name })
  context.diagnostics.push({ severity: 'warning', ...what, span: { start: starts[cursor.at] as number, end } })
  line.loaded[line.loaded.length - 1] = {
    ...last,
    extension: undefined,
    uses: [],
    words: texts.slice(cursor.at, cursor.at + 2),
    end,
  }
  cursor.at += 2
}

function readShort(cursor: Cursor, line: LineState, context: LineContext, word: string): void {
  const letter = word[1] as string
  const role = roleOf(letter)
  const start = cursor.words.starts[cursor.at] as number
  const end = cursor.words.ends[cursor.at] as number
  // Nobody writes that many flags in one word, and taking them apart would cost their square.
  if (role === undefined || (role === 'flag' && word.length > 32)) {
    const last = line.loaded.at(-1)
    if (last !== undefined && last.extension === undefined) return keepUnknown(cursor, line, last, context)
    return fail(line, context, message('syntax/unknown-option', { option: word }), start, end)
  }
  if (word.length === 2) cursor.at++
  else if (role === 'flag') {
    splitWord(cursor.words, cursor.at, 2)
    cursor.at++
    // The dash of the next flag is not in the text: it stands for the letter before.
    cursor.words.texts[cursor.at] = `-${word.slice(2)}`
    cursor.words.starts[cursor.at] = start + 1
  } else {
    if (isMisread(letter, context)) return failGlued(line, context, `-${letter}`, start, end)
    splitWord(cursor.words, cursor.at, 2)
    cursor.at++
  }
  readBaseOption(letter, cursor, line, context)
}

// 1.8.8 and 1.8.9 take the whole word for the value of these when it is glued to the option.
function isMisread(letter: string, { dialect }: LineContext): boolean {
  return dialect.version === '1.8.9' && 'sdpiojg'.includes(letter)
}

function failGlued(line: LineState, context: LineContext, option: string, start: number, end: number): void {
  fail(line, context, message('syntax/glued-value', { option }), start, end)
}

function splitWord(words: Words, at: number, length: number, skip = 0): void {
  const word = words.texts[at] as string
  const middle = (words.starts[at] as number) + length
  words.texts.splice(at, 1, word.slice(0, length), word.slice(length + skip))
  words.ends.splice(at, 0, middle)
  words.starts.splice(at + 1, 0, middle + skip)
}

function readLong(cursor: Cursor, line: LineState, context: LineContext, word: string): void {
  const start = cursor.words.starts[cursor.at] as number
  const end = cursor.words.ends[cursor.at] as number
  const equals = word.indexOf('=')
  const name = equals > 0 ? word.slice(0, equals) : word
  const found = findOption(line, name)
  if (found === undefined) return readUnfound(cursor, line, context, word, name)
  if (found === 'ambiguous')
    return fail(line, context, message('syntax/ambiguous-option', { option: name }), start, end)
  if (equals > 0) {
    if (typeof found === 'string' && isMisread(found, context)) return failGlued(line, context, name, start, end)
    const flag = typeof found === 'string' ? roleOf(found) === 'flag' : found.spec.kind.words === 0
    if (flag) return fail(line, context, message('syntax/no-value', { option: name }), start, end)
    splitWord(cursor.words, cursor.at, equals, 1)
  }
  if (typeof found !== 'string') return readExtensionOption(cursor, line, context, found)
  cursor.at++
  readBaseOption(found, cursor, line, context)
}

function readUnfound(cursor: Cursor, line: LineState, context: LineContext, word: string, name: string): void {
  const last = line.loaded.at(-1)
  if (loadProtocolMatch(line, context, cursor.start)) return readLong(cursor, line, context, word)
  if (last !== undefined && last.extension === undefined) return keepUnknown(cursor, line, last, context)
  unknownOption(line, context, name, cursor.words.starts[cursor.at] as number, cursor.words.ends[cursor.at] as number)
}

function unknownOption(line: LineState, context: LineContext, option: string, start: number, end: number): void {
  const owners = optionOwners(option, context.family)
  if (owners.length > 0) {
    const owner = owners.join(', ')
    const help = owners.length === 1 ? message('help/load-match', { match: owner, option }) : undefined
    return fail(line, context, message('syntax/option-not-loaded', { option, owner }), start, end, help)
  }
  const names = line.loaded.flatMap(({ extension }) => [...(extension?.spellings.keys() ?? [])])
  const close = nearest(option, [...baseLong.keys(), ...names])
  const help = close === undefined ? undefined : message('help/did-you-mean', { word: close })
  fail(line, context, message('syntax/unknown-option', { option }), start, end, help)
}

function loadProtocolMatch(line: LineState, context: LineContext, at: number): boolean {
  const { protocolWord } = line
  if (line.protocolLoaded || protocolWord === undefined) return false
  const extension = findMatch(matchOfProtocol(protocolWord), context.family)
  line.protocolLoaded = true
  if (extension === undefined) return false
  return addLoaded(line, extension.name, extension, 'match', at, at)
}

function keepUnknown(cursor: Cursor, line: LineState, loaded: Loaded, context: LineContext): void {
  const { words } = cursor
  const option = words.texts[cursor.at] as string
  const end = words.ends[cursor.at] as number
  if (takesNoWords(loaded, context)) {
    return fail(line, context, message('syntax/unknown-option', { option }), cursor.start, end)
  }
  if (loaded.target && loaded.words.length === 0) {
    const what = message('syntax/unknown-target', { target: loaded.name })
    context.diagnostics.push({ severity: 'warning', ...what, span: { start: loaded.start, end: loaded.end } })
  }
  if (cursor.negated) addWord(loaded, '!')
  addWord(loaded, option)
  loaded.end = end
  cursor.negated = false
  cursor.at++
}
