import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { Fault } from '#model/fault.ts'
import { findTool, type Output, type RunOptions, run, searchPath } from './run.ts'
import { agentProgram, type Answer, type Request } from './agent.ts'

/** A network namespace from inside: programs that run in it see its interfaces, rules and settings alone. */
export interface Inside {
  /** The process that keeps it alive: `ip link` finds the namespace by it. */
  readonly pid: number
  run(argv: readonly string[], options?: RunOptions): Promise<Output>
  /** Has settings written, packets sent and files read inside, without a process for each. */
  ask(request: Request): Promise<Answer>
}

/**
 * Two network namespaces of our own: a host to be, and the far ends of its cables. They live as long as two processes that
 * wait for us to speak: when we end, however that is, nothing is left of them. The machine's own rules are out of reach.
 */
export interface Sandbox {
  readonly host: Inside
  readonly far: Inside
  /** Whether programs inside can be any user, or root alone: a plain user has only itself to give. */
  readonly users: boolean
  close(): Promise<void>
}

type Way = 'root' | 'user'

/** Makes a sandbox: as root, or as a plain user in a user namespace. Faults: kernel/no-namespaces, kernel/no-tool. */
export async function openSandbox(): Promise<Sandbox> {
  const missing = ['unshare', 'nsenter'].filter((tool) => findTool(tool) === undefined)
  if (missing.length > 0) throw new Fault('kernel/no-tool', { tools: missing.join(', ') })
  const ways: readonly Way[] = process.getuid?.() === 0 ? ['root', 'user'] : ['user']
  const refusals: string[] = []
  for (const way of ways) {
    const holder = await hold(firstWords[way])
    if (typeof holder !== 'string') return setUp(holder, way)
    refusals.push(holder)
  }
  throw new Fault('kernel/no-namespaces', { said: refusals.join('; ') })
}

// The user namespace must come first: then the network namespace belongs to it, and we may do anything in it.
const firstWords: Readonly<Record<Way, readonly string[]>> = {
  root: ['unshare', '--net'],
  user: ['unshare', '--user', '--map-root-user', 'unshare', '--net'],
}

async function setUp(host: Holder, way: Way): Promise<Sandbox> {
  const far = await hold(way === 'root' ? firstWords.root : [...enterUser(host.pid), 'unshare', '--net'])
  if (typeof far === 'string') {
    await host.release()
    throw new Fault('kernel/no-namespaces', { said: far })
  }
  return {
    host: inside(host, way),
    far: inside(far, way),
    users: way === 'root',
    close: async () => {
      await Promise.all([far.release(), host.release()])
    },
  }
}

function enterUser(pid: number): readonly string[] {
  return ['nsenter', '--preserve-credentials', '--user', `--target=${pid}`]
}

// The lock of iptables-legacy is a file of the machine. Ours needs none of it, and a plain user may not even open it.
const lock = { XTABLES_LOCKFILE: '/dev/null' }

function inside(holder: Holder, way: Way): Inside {
  const { pid } = holder
  const enter = way === 'root' ? ['nsenter', `--target=${pid}`, '--net'] : [...enterUser(pid), '--net']
  return {
    pid,
    run: (argv, options = {}) => run([...enter, ...argv], { ...options, env: { ...lock, ...options.env } }),
    ask: (request) => holder.ask(request),
  }
}

/** Starts a process in a namespace of its own, and waits for its first answer. A text: why there is none. */
async function hold(words: readonly string[]): Promise<Holder | string> {
  const [program = '', ...args] = [...words, process.execPath, '--eval', agentProgram()]
  const env = { ...process.env, PATH: searchPath(), LC_ALL: 'C', NODE_OPTIONS: '' }
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const holder = new Holder(child)
  const failed = Promise.race([once(child, 'close'), once(child, 'error')]).then(() => undefined)
  const ready = await Promise.race([holder.ask({}).catch(() => undefined), failed])
  return ready === undefined ? said.trim() : holder
}

/** A process that holds a namespace and does as it is told, one thing after the other. */
class Holder {
  readonly #child: ChildProcess
  readonly #waiting: { resolve(answer: Answer): void; reject(fault: Fault): void }[] = []
  #rest = ''

  constructor(child: ChildProcess) {
    this.#child = child
    child.stdin?.on('error', () => {})
    child.once('exit', (code) => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Fault('lab/step-failed', died(code)))
    })
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#hear(text))
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#child.stdin?.write(`${JSON.stringify(request)}\n`)
    })
  }

  async release(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.stdin?.end()
    await gone
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#waiting.shift()?.resolve(JSON.parse(line) as Answer)
  }
}

function died(code: number | null) {
  return { command: 'the process in the namespace', status: String(code), said: '' }
}
