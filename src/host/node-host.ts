import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { Fault } from '#model/fault.ts'
import type { Host } from './host.ts'

const fileLimit = 1 << 28

/** The machine we run on. What only a live host needs (programs, sockets) loads when it is asked for: a command that reads a file starts sooner. */
export const nodeHost: Host = {
  run: async (argv, options) => (await import('./run-program.ts')).runProgram(argv, options),
  read: (path) => readBounded(path).catch((error: unknown) => refuse(error, path)),
  write,
  list: async (path) => {
    try {
      return (await readdir(path)).sort()
    } catch (error) {
      return refuse(error, path) ?? []
    }
  },
  get: async (endpoint, path) => (await import('./http-get.ts')).httpGet(endpoint, path),
  now: () => new Date(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  variable: (name) => process.env[name] || undefined,
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
  const draft = `${path}.${crypto.randomUUID()}`
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
