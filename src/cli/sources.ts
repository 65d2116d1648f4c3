import type { ReadOptions, Snapshot } from '#pages.ts'
import { readSnapshot, textSnapshot, message } from '#pages.ts'
import { captureLive, readPath, readTextFile } from '#node.ts'
import type { Options } from './command.ts'
import { textOption } from './command.ts'
import { UsageError } from './exit.ts'
import { talkMessage } from './show.ts'
import type { Terminal } from './terminal.ts'

/** A positional that holds blanks and begins as a rule does is a pasted rule, not a path. */
export function isPastedRule(word: string): boolean {
  return /^(-[AI]|(sudo\s+)?ip6?tables\S*)\s/.test(word)
}

/**
 * Reads a source: nothing is the live host, `-` standard input, a path a file or a captured folder. Says what could not be
 * captured: names of containers that are missing in the answer have a reason.
 */
export async function readSource(word: string | undefined, options: Options, terminal: Terminal): Promise<Snapshot> {
  const snapshot = await read(word, options, terminal)
  const changing = (snapshot.docker?.changing ?? []).flatMap(({ name }) => (name === '' ? [] : [name]))
  const notes =
    changing.length === 0
      ? snapshot.notes
      : [...snapshot.notes, message('host/docker-changing', { names: changing.join(', ') })]
  if (!options.json) for (const note of notes) talkMessage('note', note, terminal)
  return snapshot
}

async function read(word: string | undefined, options: Options, terminal: Terminal): Promise<Snapshot> {
  const wishes = readOptions(options)
  if (word === undefined)
    return captureLive({ netns: textOption(options, 'netns'), dockerHost: textOption(options, 'dockerHost') })
  if (isPastedRule(word)) return textSnapshot('rule', word, wishes)
  if (word === '-') {
    if (terminal.inputIsScreen) terminal.talk(`${terminal.say(message('usage/from-keyboard'))}\n`)
    return readSnapshot('-', await terminal.input(), wishes)
  }
  if (word === '') throw new UsageError(message('usage/empty-source'), message('usage/name-a-source'))
  return readPath(word, wishes)
}

/** What the user says of a text that does not tell itself. */
export function readOptions(options: Options): ReadOptions {
  const family = textOption(options, 'family')
  const as = textOption(options, 'as')
  return { ...(family === 'ipv4' || family === 'ipv6' ? { family } : {}), ...(as !== undefined && { as }) }
}

/** Reads a text as it is: a file, `-`, or a rule given on the command line. */
export async function readText(word: string | undefined, terminal: Terminal): Promise<{ name: string; text: string }> {
  if (word === undefined || word === '-') {
    if (terminal.inputIsScreen) terminal.talk(`${terminal.say(message('usage/from-keyboard'))}\n`)
    return { name: '-', text: await terminal.input() }
  }
  if (isPastedRule(word)) return { name: 'rule', text: word }
  return { name: word, text: await readTextFile(word) }
}
