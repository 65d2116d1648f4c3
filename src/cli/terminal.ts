import process from 'node:process'
import { keep, keepVerdict, writeKept } from './pager.ts'
import { besidesProgress, holdProgress, releaseProgress } from './progress.ts'
import { type Say, speaking } from '#i18n/catalogue.ts'
import { Fault, type Message, message, printable } from '#pages.ts'

/** Where a command speaks: results go out, talk goes to the side. */
export interface Terminal {
  /** Writes a result to standard output. */
  out(text: string): void
  /** Writes a result whose first lines are its verdict. */
  page(text: string): void
  /** Writes the last page of a command in pieces, which are made as fast as the reader takes them. */
  longPage(pieces: Iterable<string>): void
  /** Writes a text of somebody else, byte for byte; on a screen with everything escaped that could move its cursor. */
  copy(text: string): void
  /** Writes the document of `--json`, in pieces. */
  document(pieces: Iterable<string>): void
  /** Writes lines of JSON, each of which is an answer: then there is no other document. */
  records(text: string): void
  readonly isJson: boolean
  /** Says an error, and what to do about it. */
  refuse(what: Message, help?: Message): void
  /** Writes talk (diagnostics, hints, progress) to standard error. */
  talk(text: string): void
  /** Turns messages into words of the user's language. */
  readonly say: Say
  /** Columns of standard output; Infinity where it is no screen. */
  readonly width: number
  readonly color: boolean
  readonly talkColor: boolean
  /** Everything that standard input holds. */
  input(): Promise<string>
  /** One line that a person types. */
  line(): Promise<string>
  readonly inputIsScreen: boolean
}

/** When to use colour, as `--color` says it. */
export type ColorChoice = 'auto' | 'always' | 'never'

/** The terminal of this process. NO_COLOR, FORCE_COLOR and TERM=dumb are honoured (no-color.org); `--color` goes before them. */
export function processTerminal(wish: ColorChoice, width: number | undefined): Terminal {
  const say = speaking(languageOf(process.env))
  const out = (text: string) => {
    if (!keep([text])) write(process.stdout, text)
  }
  const talk = (text: string) => write(process.stderr, text)
  return {
    out,
    page(text) {
      keepVerdict(text)
      out(text)
    },
    longPage(pieces) {
      const all = pieces[Symbol.iterator]()
      const { value: first = '' } = all.next()
      keepVerdict(first)
      out(first)
      this.document({ [Symbol.iterator]: () => all })
    },
    copy: (text) => out(process.stdout.isTTY ? text.split('\n').map(printable).join('\n') : text),
    document(pieces) {
      if (!keep(pieces)) output.writing = writePieces(process.stdout, pieces)
    },
    records: out,
    isJson: false,
    refuse: (what, help) =>
      talk(`${say(message('severity/error'))}${idText(what)}: ${say(what)}\n${helpText(say, help)}`),
    talk,
    say,
    width: width ?? widthOf(),
    color: wantsColor(wish, process.stdout.isTTY),
    talkColor: wantsColor(wish, process.stderr.isTTY),
    input: () => waiting(readInput),
    line() {
      writeKept()
      return waiting(readLine)
    },
    inputIsScreen: process.stdin.isTTY === true,
  }
}

// The id leads to the page of messages; what is wrong with the command line itself needs no page.
function idText({ id }: Message): string {
  return id.startsWith('usage/') ? '' : `[${id}]`
}

function helpText(say: Say, help: Message | undefined): string {
  return help === undefined ? '' : `  ${say(message('usage/help'))}: ${say(help)}\n`
}

/**
 * What became of standard output, and whether that decides the exit code. A reader who leaves has read enough: the command goes on, and its exit code stays.
 * `writing`: a document of which the reader has not taken all yet.
 */
export const output: { lost: string | undefined; decides: boolean; writing: Promise<void> } = {
  lost: undefined,
  decides: true,
  writing: Promise.resolve(),
}

/** Notes why output was lost; no error of a stream ends the command. */
export function noteLost(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') output.lost ??= error.message
}

function write(stream: NodeJS.WriteStream, text: string): void {
  if (text === '') return
  try {
    besidesProgress(() => stream.write(text))
  } catch (error) {
    if (stream === process.stdout) noteLost(error as NodeJS.ErrnoException)
  }
}

/** Writes pieces as fast as the reader takes them, so that a document of any length needs little memory. */
async function writePieces(stream: NodeJS.WriteStream, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    if (stream.errored !== null || stream.destroyed) return
    if (!stream.write(piece)) await roomIn(stream)
  }
}

function roomIn(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'error', 'close']
    const go = () => {
      for (const event of events) stream.off(event, go)
      resolve()
    }
    for (const event of events) stream.on(event, go)
  })
}

/** The language of the locale: `de_DE.UTF-8` -> `de`. POSIX: LC_ALL goes before LC_MESSAGES, and that before LANG. */
function languageOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): string {
  return (LC_ALL || LC_MESSAGES || LANG || 'en').slice(0, 2)
}

function widthOf(): number {
  const { COLUMNS } = process.env
  if (COLUMNS !== undefined && /^\d{2,4}$/.test(COLUMNS)) return Number(COLUMNS)
  return process.stdout.isTTY ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY
}

function wantsColor(wish: ColorChoice, isScreen: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (wish !== 'auto') return wish === 'always'
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== '') return true
  return isScreen === true && TERM !== 'dumb'
}

// Nothing is drawn while somebody types.
async function waiting(read: () => Promise<string>): Promise<string> {
  if (!process.stdin.isTTY) return read()
  holdProgress()
  try {
    return await read()
  } finally {
    releaseProgress()
  }
}

// As much as is read of a file.
const inputLimit = 1 << 28

async function readInput(): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Uint8Array)
    size += (chunk as Uint8Array).length
    if (size > inputLimit) throw new Fault('host/too-much-output', { command: '-', limit: inputLimit })
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function readLine(): Promise<string> {
  for await (const chunk of process.stdin) return String(chunk)
  return ''
}
