import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { Fault } from '#model/fault.ts'
import { findTool, type Output, type RunOptions, run, searchPath } from '../run.ts'

/** A network namespace from inside: programs that run in it see its interfaces, rules and settings alone. */
export interface Inside {
  /** The process that keeps it alive: `ip link` finds the namespace by it. */
  readonly pid: number
  run(argv: readonly string[], options?: RunOptions): Promise<Output>
}

/**
 * Two network namespaces of our own: a host to be, and the far ends of its cables. They live as long as a process that waits
 * for us to speak: when we end, however that is, nothing is left of them. The machine's own rules are out of reach.
 */
export interface Sandbox {
  readonly host: Inside
  readonly far: Inside
  /** Whether programs inside can be any user, or root alone: a plain user has only itself to give. */
  readonly users: boolean
  close(): Promise<void>
}

type Way = 'root' | 'user'

/** Makes a sandbox: as root, or as a plain user in a user namespace. Faults: lab/no-namespaces, lab/no-tool. */
export async function openSandbox(): Promise<Sandbox> {
  const missing = ['unshare', 'nsenter', 'cat'].filter((tool) => findTool(tool) === undefined)
  if (missing.length > 0) throw new Fault('lab/no-tool', { tools: missing.join(', ') })
  const ways: readonly Way[] = process.getuid?.() === 0 ? ['root', 'user'] : ['user']
  const refusals: string[] = []
  for (const way of ways) {
    const host = await hold(firstWords[way])
    if (typeof host === 'string') refusals.push(host)
    else return furnish(host, way)
  }
  throw new Fault('lab/no-namespaces', { said: refusals.join('; ') })
}

// The user namespace must come first: then the network namespace belongs to it, and we may do anything in it.
const firstWords: Readonly<Record<Way, readonly string[]>> = {
  root: ['unshare', '--net'],
  user: ['unshare', '--user', '--map-root-user', 'unshare', '--net'],
}

async function furnish(holder: ChildProcess, way: Way): Promise<Sandbox> {
  const host = inside(holder, way)
  const far = await hold(way === 'root' ? firstWords.root : [...enterUser(host.pid), 'unshare', '--net'])
  if (typeof far === 'string') {
    await release(holder)
    throw new Fault('lab/no-namespaces', { said: far })
  }
  return {
    host,
    far: inside(far, way),
    users: way === 'root',
    close: async () => {
      await Promise.all([release(far), release(holder)])
    },
  }
}

/** Starts `cat` in a namespace of its own; it is there when the first word comes back. A text: why it is not. */
async function hold(words: readonly string[]): Promise<ChildProcess | string> {
  const [program = '', ...args] = [...words, 'cat']
  const env = { ...process.env, PATH: searchPath(), LC_ALL: 'C' }
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stdin.on('error', () => {})
  child.stdin.write('ready\n')
  const ready = await Promise.race([
    once(child.stdout, 'data').then(() => true),
    once(child, 'close').then(() => false),
    once(child, 'error').then(() => false),
  ])
  if (!ready) return said.trim()
  // It must not keep this process from ending: its end is ours.
  child.unref()
  for (const stream of child.stdio) (stream as unknown as { unref?: () => void } | null)?.unref?.()
  return child
}

async function release(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  const gone = once(child, 'exit')
  child.stdin?.end()
  await gone
}

function enterUser(pid: number): readonly string[] {
  return ['nsenter', '--preserve-credentials', '--user', `--target=${pid}`]
}

function inside(child: ChildProcess, way: Way): Inside {
  const pid = child.pid ?? 0
  const enter = way === 'root' ? ['nsenter', `--target=${pid}`, '--net'] : [...enterUser(pid), '--net']
  return {
    pid,
    run: (argv, options = {}) => run([...enter, ...argv], { ...options, env: { ...lock, ...options.env } }),
  }
}

// The lock of iptables-legacy is a file of the machine. Ours needs none of it, and a plain user may not even open it.
const lock = { XTABLES_LOCKFILE: '/dev/null' }
