import process from 'node:process'
import { type Say, speaking } from '#i18n/catalogue.ts'

/** Where a command speaks: results go out, talk goes to the side. */
export interface Terminal {
  /** Writes a result to standard output. */
  out(text: string): void
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
  return {
    out: (text) => write(process.stdout, text),
    talk: (text) => write(process.stderr, text),
    say: speaking(languageOf(process.env)),
    width: width ?? widthOf(),
    color: wantsColor(wish, process.stdout.isTTY),
    talkColor: wantsColor(wish, process.stderr.isTTY),
    input: readInput,
    line: readLine,
    inputIsScreen: process.stdin.isTTY === true,
  }
}

function write(stream: NodeJS.WriteStream, text: string): void {
  if (text !== '') stream.write(text)
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

async function readInput(): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks).toString('utf8')
}

async function readLine(): Promise<string> {
  for await (const chunk of process.stdin) return String(chunk)
  return ''
}
