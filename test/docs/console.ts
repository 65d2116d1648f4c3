import { spawnSync } from 'node:child_process'
import { checkout } from '../cli/run.ts'

/** One command of a page with the lines that the page shows below it. `line` counts from 1 in the page. */
export interface Step {
  readonly command: string
  readonly shown: readonly string[]
  readonly line: number
}

/** The console blocks of a page that call seawall: each is run from top to bottom. */
export function consoleBlocks(markdown: string): readonly (readonly Step[])[] {
  const blocks: (readonly Step[])[] = []
  let open: string[] | undefined
  let start = 0
  markdown.split('\n').forEach((line, index) => {
    if (open === undefined) {
      if (line.trimEnd() === '```console') {
        open = []
        start = index + 2
      }
    } else if (line.trimEnd() === '```') {
      blocks.push(steps(open, start))
      open = undefined
    } else open.push(line)
  })
  return blocks.filter((block) => block.some(({ command }) => callsSeawall(command)))
}

/** Whether a command line runs seawall, alone or in a pipe. */
export function callsSeawall(command: string): boolean {
  return /(^|[|&;(]\s*)seawall\b/.test(command)
}

function steps(lines: readonly string[], start: number): readonly Step[] {
  const found: { command: string; shown: string[]; line: number }[] = []
  lines.forEach((line, index) => {
    const last = found.at(-1)
    if (line.startsWith('$ ')) found.push({ command: line.slice(2), shown: [], line: start + index })
    else if (last !== undefined && last.shown.length === 0 && last.command.endsWith('\\')) last.command += `\n${line}`
    else last?.shown.push(line)
  })
  return found
}

/** What a command said, both streams as a screen shows them, and how it ended. */
export interface Ran {
  readonly said: readonly string[]
  readonly code: number | null
}

/** Runs a command of a page in the checkout, 80 columns wide. */
export function runCommand(command: string): Ran {
  const script = `seawall() { "${process.execPath}" dist/bin/seawall.js "$@"; }\n${command}`
  const { stdout, status } = spawnSync('bash', ['-c', `exec 2>&1\n${script}`], {
    cwd: checkout,
    encoding: 'utf8',
    input: '',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env.PATH, COLUMNS: '80', LC_ALL: 'C.UTF-8' },
  })
  return { said: trimmed(stdout.split('\n')), code: status }
}

/** Lines without blanks at their ends, and without empty lines at the end of all. */
export function trimmed(lines: readonly string[]): readonly string[] {
  const bare = lines.map((line) => line.trimEnd())
  while (bare.at(-1) === '') bare.pop()
  return bare
}

/** The first lines that the page shows and the command did not say where they belong; undefined: all is as shown. */
export function missingPiece(shown: readonly string[], said: readonly string[]): readonly string[] | undefined {
  const pieces = piecesOf(trimmed(shown))
  let at = 0
  for (const [index, piece] of pieces.entries()) {
    const isFirst = index === 0
    const isLast = index === pieces.length - 1
    if (isFirst && isLast) return sameLines(piece, said) ? undefined : piece
    const found = isFirst ? 0 : isLast ? Math.max(at, said.length - piece.length) : indexOf(said, piece, at)
    if (found < 0 || !sameLines(piece, said.slice(found, found + piece.length))) return piece
    at = found + piece.length
  }
  return undefined
}

/** `...` alone on a line stands for any lines. */
function piecesOf(shown: readonly string[]): readonly (readonly string[])[] {
  const pieces: string[][] = [[]]
  for (const line of shown) {
    if (line === '...') pieces.push([])
    else pieces.at(-1)?.push(line)
  }
  return pieces
}

function indexOf(said: readonly string[], piece: readonly string[], from: number): number {
  for (let at = from; at + piece.length <= said.length; at++)
    if (sameLines(piece, said.slice(at, at + piece.length))) return at
  return -1
}

function sameLines(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((line, index) => line === right[index])
}
