import { constants } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { Fault } from '#model/fault.ts'
import type { Host, Stop } from './host.ts'

const fileLimit = 1 << 28

/** The machine we run on. What only a live host needs (programs, sockets) loads when it is asked for: a command that reads a file starts sooner. */
export const nodeHost: Host = {
  run: async (argv, options) => (await import('./run-program.ts')).runProgram(argv, options),
  read: (path, { onlyFiles = false } = {}) =>
    readBounded(path, onlyFiles).catch((error: unknown) => refuse(error, path)),
  write,
  list: async (path) => {
    try {
      return (await readdir(path)).sort()
    } catch (error) {
      return refuse(error, path) ?? []
    }
  },
  get: async (endpoint, path) => (await import('./http-get.ts')).httpGet(endpoint, path),
  follow: (argv, follower) =>
    onceLoaded(async () => (await import('./follow-program.ts')).followProgram(argv, follower)),
  listen: (endpoint, path, follower) =>
    onceLoaded(async () => (await import('./http-listen.ts')).httpListen(endpoint, path, follower)),
  peers: async (endpoint) =>
    (await import('./socket-peer.ts')).socketPeers(endpoint, async (argv) =>
      (await import('./run-program.ts')).runProgram(argv),
    ),
  lock: async (path, waitSeconds) => (await import('./file-lock.ts')).lockFile(path, waitSeconds),
  now: () => new Date(),
  sleep: async (ms) => void (await pause(ms)),
  variable: (name) => process.env[name] || undefined,
}

/** Starts what goes on as soon as its code is loaded, unless it was stopped before. */
function onceLoaded(start: () => Promise<Stop>): Stop {
  let isStopped = false
  let stop: Stop | undefined
  void start().then((made) => {
    stop = made
    if (isStopped) made()
  })
  return () => {
    isStopped = true
    stop?.()
  }
}

// Files under /proc say they are empty, so the limit is watched while reading.
async function readBounded(path: string, onlyFiles: boolean): Promise<string> {
  // To open a device may do things: only what the process was given is read, and what is always empty.
  const there = await stat(path)
  const isGiven = /^[/](dev[/](null|stdin|fd[/])|proc[/]self[/]fd[/])/.test(path)
  if (onlyFiles && !there.isFile()) throw new Fault('host/unreadable', { path, said: 'not a regular file' })
  if ((there.isCharacterDevice() || there.isBlockDevice()) && !isGiven)
    throw new Fault('host/unreadable', { path, said: 'a device' })
  // A pipe that nobody writes into must not hold us, as it would when it is opened.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const pieces: Uint8Array[] = []
    let size = 0
    for (let waitedMs = 0; ; ) {
      const buffer = new Uint8Array(1 << 16)
      const bytesRead = await readSome(file, buffer)
      // A writer that waited for somebody to open the pipe takes a moment.
      const isEarly = size === 0 && bytesRead === 0 && there.isFIFO() && waitedMs < pipeOpensMs
      if (isEarly || bytesRead === undefined) {
        if (!isGiven && waitedMs > pipeSpeaksMs)
          throw new Fault('host/timeout', { command: path, seconds: pipeSpeaksMs / 1000 })
        await pause(20)
        waitedMs += 20
        continue
      }
      waitedMs = 0
      if (bytesRead === 0) return Buffer.concat(pieces).toString('utf8')
      pieces.push(buffer.subarray(0, bytesRead))
      size += bytesRead
      if (size > fileLimit) throw new Fault('host/too-much-output', { command: path, limit: fileLimit })
    }
  } finally {
    await file.close()
  }
}

const pipeOpensMs = 1000
const pipeSpeaksMs = 10_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** How much was read; undefined where a writer has not written yet. */
async function readSome(file: FileHandle, buffer: Uint8Array): Promise<number | undefined> {
  try {
    return (await file.read(buffer, 0, buffer.length)).bytesRead
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined
    throw error
  }
}

async function write(path: string, text: string, mode?: number): Promise<void> {
  // A name nobody can guess and a file that must be new: the folder may be one in which others write too.
  const draft = `${path}.${crypto.randomUUID()}`
  try {
    await refuseSpecial(path)
    const file = await open(draft, 'wx', mode ?? 0o600)
    try {
      await file.writeFile(text)
      // Whoever is to read it can, whatever the umask is.
      if (mode !== undefined) await file.chmod(mode)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
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
