import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '#model/fault.ts'
import type { Host, Output, RunOptions } from './host.ts'
import { httpGet } from './http-get.ts'

const defaultTimeoutMs = 30_000
const outputLimit = 1 << 28
const fileLimit = 1 << 28

/** The machine we run on. */
export const nodeHost: Host = {
  run,
  read: (path) => readBounded(path).catch((error: unknown) => refuse(error, path)),
  write,
  list: async (path) => {
    try {
      return (await readdir(path)).sort()
    } catch (error) {
      return refuse(error, path) ?? []
    }
  },
  get: httpGet,
  now: () => new Date(),
  sleep: async (ms) => {
    await sleep(ms)
  },
  variable: (name) => process.env[name] || undefined,
}

function run(argv: readonly string[], options: RunOptions = {}): Promise<Output> {
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

// Firewall tools live in sbin folders, which the path of an ordinary user lacks.
function searchPath(): string {
  const folders = (process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin').split(':')
  const more = ['/usr/local/sbin', '/usr/sbin', '/sbin'].filter((folder) => !folders.includes(folder))
  return [...folders, ...more].join(':')
}

// Files under /proc say they are empty, so the limit is watched while reading.
async function readBounded(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const pieces: Uint8Array[] = []
    let size = 0
    for (;;) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(1 << 16), 0, 1 << 16)
      if (bytesRead === 0) return Buffer.concat(pieces).toString('utf8')
      pieces.push(buffer.subarray(0, bytesRead))
      size += bytesRead
      if (size > fileLimit) throw new Fault('host/too-much-output', { command: path, limit: fileLimit })
    }
  } finally {
    await file.close()
  }
}

async function write(path: string, text: string, mode = 0o600): Promise<void> {
  // A name nobody can guess and a file that must be new: the folder may be one in which others write too.
  const draft = `${path}.${randomUUID()}`
  try {
    await refuseSpecial(path)
    const file = await open(draft, 'wx', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw faultOf(error, path)
  }
}

// A rename would put a file in the place of a device or pipe.
async function refuseSpecial(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined)
  if (there !== undefined && !there.isFile()) throw new Fault('host/unreadable', { path, said: 'not a regular file' })
}

// Not there is an answer, everything else a fault.
function refuse(error: unknown, path: string): undefined {
  const code = codeOf(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
  throw faultOf(error, path)
}

function faultOf(error: unknown, path: string): Fault {
  if (error instanceof Fault) return error
  const code = codeOf(error)
  if (code === 'EACCES' || code === 'EPERM') return new Fault('host/permission-denied', { path }, { cause: error })
  return new Fault(
    'host/unreadable',
    { path, said: error instanceof Error ? error.message : String(error) },
    { cause: error },
  )
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
