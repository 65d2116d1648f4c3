import { execFile, execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, type TestContext } from 'vitest'

/** What a command said. `code` is its exit code, or 128 and more where a signal ended it. */
export interface Output {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** How a command is run: text for its input, more environment, and whether a failure is an answer (default: it throws). */
export interface RunOptions {
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  readonly mayFail?: boolean
  readonly timeoutMs?: number
}

/** A network namespace of this test: its own interfaces, routes, rules and sysctls. */
export interface Namespace {
  readonly name: string
  /** Runs a program inside, without a shell. */
  run(argv: readonly string[], options?: RunOptions): Promise<Output>
  /** Sets a sysctl inside, named as under /proc/sys: `net/ipv4/ip_forward`. */
  sysctl(path: string, value: string | number): Promise<void>
  delete(): Promise<void>
}

/** One end of a veth pair: where it lies, what it is called (15 characters at most), and its addresses with prefix length. */
export interface LinkEnd {
  readonly namespace: Namespace
  readonly name: string
  readonly addresses?: readonly string[]
}

// The names carry our process id, so that a later run can tell what a killed one left behind.
const prefix = `seawall-${process.pid}-`
const alive = new Set<string>()
let created = 0

/** Runs a program on the host itself, without a shell, in the C locale. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Output> {
  const [program, ...args] = argv
  if (program === undefined) throw new Error('run: no program given')
  const { stdin = '', env = {}, mayFail = false, timeoutMs = 60_000 } = options
  return new Promise((resolve, reject) => {
    const settings = { env: { ...process.env, LC_ALL: 'C', ...env }, timeout: timeoutMs, maxBuffer: 1 << 28 }
    const child = execFile(program, args, settings, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 128
      if (error !== null && (!mayFail || typeof error.code === 'string' || error.killed))
        reject(new Error(`${argv.join(' ')} ended with ${error.code ?? error.signal}: ${stderr}`, { cause: error }))
      else resolve({ code, stdout, stderr })
    })
    // A program that ends before it has read everything closes the pipe: its exit code tells what happened.
    child.stdin?.on('error', () => {})
    child.stdin?.end(stdin)
  })
}

/** Makes a namespace with its loopback up. It goes when the test file ends, however it ends. */
export async function createNamespace(label = 'host'): Promise<Namespace> {
  await sweepOnce()
  created += 1
  const name = `${prefix}${created}-${label}`
  alive.add(name)
  await run(['ip', 'netns', 'add', name])
  const namespace: Namespace = {
    name,
    run: (argv, options) => run(['ip', 'netns', 'exec', name, ...argv], options),
    sysctl: async (path, value) => {
      await namespace.run(['tee', `/proc/sys/${path}`], { stdin: `${value}\n` })
    },
    delete: async () => deleteNamespace(name),
  }
  // Without duplicate address detection: an IPv6 address is only tentative for a second or two, and answers nobody.
  await namespace.sysctl('net/ipv6/conf/default/accept_dad', 0)
  await namespace.sysctl('net/ipv6/conf/all/accept_dad', 0)
  await namespace.run(['ip', 'link', 'set', 'lo', 'up'])
  return namespace
}

/** Joins two namespaces with a cable (a veth pair), both ends up, with the addresses asked for. */
export async function connect(left: LinkEnd, right: LinkEnd): Promise<void> {
  const end = (link: LinkEnd) => ['netns', link.namespace.name, 'name', link.name]
  await run(['ip', 'link', 'add', ...end(left), 'type', 'veth', 'peer', ...end(right)])
  for (const { namespace, name, addresses = [] } of [left, right]) {
    for (const address of addresses) {
      await namespace.run(['ip', 'address', 'add', address, 'dev', name])
    }
    await namespace.run(['ip', 'link', 'set', name, 'up'])
  }
  for (const end of [left, right]) await untilSettled(end)
}

// A new link carries nothing until the kernel has looked at its carrier, which it does once a second at most.
async function untilSettled({ namespace, name }: LinkEnd): Promise<void> {
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline) {
    const { stdout } = await namespace.run(['ip', 'address', 'show', 'dev', name])
    if (/ state UP /.test(stdout) && !/ tentative/.test(stdout)) return
    await sleep(20)
  }
  throw new Error(`${name} in ${namespace.name} did not come up within 10 s`)
}

/**
 * Call first in a machine test. Without root, a tool or namespaces the test is skipped and says why; with
 * SEAWALL_REQUIRE_MACHINE=1 it fails instead.
 */
export async function requireMachine(ctx: TestContext, ...tools: readonly string[]): Promise<void> {
  const lack = await whatIsMissing(['ip', ...tools])
  if (lack === undefined) return
  if (process.env.SEAWALL_REQUIRE_MACHINE === '1') throw new Error(`SEAWALL_REQUIRE_MACHINE=1, but ${lack}`)
  ctx.skip(lack)
}

async function whatIsMissing(tools: readonly string[]): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'machine tests need Linux'
  if (process.getuid?.() !== 0) return 'machine tests need root'
  const missing = tools.filter((tool) => !isOnPath(tool))
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`
  canMakeNamespaces ??= tryNamespace()
  return await canMakeNamespaces
}

let canMakeNamespaces: Promise<string | undefined> | undefined

async function tryNamespace(): Promise<string | undefined> {
  try {
    await (await createNamespace('probe')).delete()
    return undefined
  } catch (error) {
    return `this machine makes no network namespaces: ${error instanceof Error ? error.message : error}`
  }
}

function isOnPath(tool: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

// Synchronous, because it also runs when the process exits. Ends the namespace's processes first: they keep it alive.
function deleteNamespace(name: string): void {
  if (!alive.delete(name) && !existsSync(`/run/netns/${name}`)) return
  try {
    const pids = execFileSync('ip', ['netns', 'pids', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    for (const pid of pids.split('\n').filter(Boolean)) process.kill(Number(pid), 'SIGKILL')
  } catch {
    // Not there, or its processes ended by themselves.
  }
  try {
    execFileSync('ip', ['netns', 'delete', name], { stdio: 'ignore' })
  } catch {
    // Never made, or already gone.
  }
}

function deleteAll(): void {
  for (const name of alive) deleteNamespace(name)
}

// Namespaces of runs that were killed before they could tidy up: ours by name, and their process is gone.
let swept = false
async function sweepOnce(): Promise<void> {
  if (swept) return
  swept = true
  for (const name of existsSync('/run/netns') ? readdirSync('/run/netns') : []) {
    const pid = /^seawall-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) deleteNamespace(name)
  }
}

afterAll(deleteAll)
process.once('exit', deleteAll)
// Interrupted, or abandoned by a test runner that was: `exit` above tidies up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.once(signal, () => process.exit(1))
