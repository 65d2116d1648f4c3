import { spawn } from 'node:child_process'
import { Fault } from '#model/fault.ts'
import type { Follower, Stop } from './host.ts'
import { LineReader } from './line-reader.ts'
import { searchPath } from './run-program.ts'

// The kernel ends what we started when we are ended, also by kill -9.
const guard = ['setpriv', '--pdeathsig', 'TERM', '--'] as const
const mostSaid = 2000

/** Runs a program that goes on, without a shell, and gives each line of its output. It ends with us. */
export function followProgram(argv: readonly string[], follower: Follower): Stop {
  let stop = startOne([...guard, ...argv], argv, follower, () => {
    stop = startOne(argv, argv, follower, undefined)
  })
  return () => stop()
}

/** `unguarded`: what to do where the program that guards is not installed. */
function startOne(
  words: readonly string[],
  argv: readonly string[],
  follower: Follower,
  unguarded: (() => void) | undefined,
): Stop {
  const [program = '', ...args] = words
  const command = argv.join(' ')
  const child = spawn(program, args, {
    env: { ...process.env, PATH: searchPath(), LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let isOver = false
  let said = ''
  const end = (fault: Fault) => {
    if (isOver) return
    isOver = true
    follower.end(fault)
  }
  const reader = new LineReader((line) => {
    if (!isOver) follower.line(line)
  })
  child.stdout.setEncoding('utf8').on('data', (piece: string) => reader.take(piece))
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    if (said.length < mostSaid) said += piece
  })
  child.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && unguarded !== undefined) return unguarded()
    if (error.code === 'ENOENT') end(new Fault('host/tool-missing', { tool: argv[0] ?? '', command }, { cause: error }))
    else end(new Fault('host/tool-failed', { command, said: error.message }, { cause: error }))
  })
  child.on('close', (code) => {
    const missing = /^(?:setpriv|nsenter): failed to execute ([^:\s]+)/m.exec(said)?.[1]
    if (missing !== undefined) end(new Fault('host/tool-missing', { tool: missing, command }))
    else if (child.pid !== undefined)
      end(new Fault('host/tool-failed', { command, said: said.trim().slice(0, mostSaid), status: code ?? '' }))
  })
  return () => {
    isOver = true
    child.kill('SIGTERM')
  }
}
