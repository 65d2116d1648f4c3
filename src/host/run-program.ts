import { execFile } from 'node:child_process'
import { constants } from 'node:os'
import { Fault } from '#model/fault.ts'
import type { Output, RunOptions } from './host.ts'

const defaultTimeoutMs = 30_000
const outputLimit = 1 << 28

/** Runs a program with the words as they are, without a shell. Faults: tool-missing, permission-denied, timeout, too-much-output, tool-failed. */
export function runProgram(argv: readonly string[], options: RunOptions = {}): Promise<Output> {
  const [program = '', ...args] = argv
  const { stdin = '', timeoutMs = defaultTimeoutMs, env = {} } = options
  const settings = {
    env: { ...process.env, PATH: searchPath(), ...env, LC_ALL: 'C' },
    timeout: timeoutMs,
    killSignal: 'SIGKILL' as const,
    maxBuffer: outputLimit,
  }
  const command = argv.join(' ')
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, settings, (error, stdout, stderr) => {
      if (error === null) resolve({ status: 0, stdout, stderr })
      else if (typeof error.code === 'number') resolve({ status: error.code, stdout, stderr })
      else if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
        reject(new Fault('host/too-much-output', { command, limit: outputLimit }, { cause: error }))
      else if (error.code === 'ENOENT')
        reject(new Fault('host/tool-missing', { tool: program, command }, { cause: error }))
      else if (error.code === 'EACCES' || error.code === 'EPERM')
        reject(new Fault('host/permission-denied', { path: program, command }, { cause: error }))
      else if (error.killed) reject(new Fault('host/timeout', { command, seconds: timeoutMs / 1000 }, { cause: error }))
      else if (error.signal != null) resolve({ status: 128 + constants.signals[error.signal], stdout, stderr })
      else reject(new Fault('host/tool-failed', { command, said: error.message }, { cause: error }))
    })
    // A program that ends before it has read everything closes the pipe: its exit status tells what happened.
    child.stdin?.on('error', () => {})
    child.stdin?.end(stdin)
  })
}

/** Where programs are looked for: firewall tools live in sbin folders, which the path of an ordinary user lacks. An empty or relative entry would mean the folder we are in. */
export function searchPath(): string {
  const folders = (process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin').split(':').filter((one) => one.startsWith('/'))
  const more = ['/usr/local/sbin', '/usr/sbin', '/sbin'].filter((folder) => !folders.includes(folder))
  return [...folders, ...more].join(':')
}
