import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { searchPath } from '#kernel/run.ts'

// Everything a lab makes carries our process id in its name, so that a later run can tell what a killed one left behind.
const mark = /^seawall-(\d+)-/
const prefix = `seawall-${process.pid}-`
const namespaces = new Set<string>()
// Each with the namespace that it goes with.
const folders = new Map<string, string | undefined>()
const mountPoints = new Set<string>()
const controlGroups = '/sys/fs/cgroup'
let count = 0
let watching = false

/** The parent of all control groups of this process's engines, as `--cgroup-parent` takes it. */
export const groupName = `${prefix}lab`

/** A name for a namespace that nobody else has; the namespace of that name goes when this process ends, however it ends. */
export function nameNamespace(label: string): string {
  watch()
  count += 1
  const name = `${prefix}${count}-${label}`
  namespaces.add(name)
  return name
}

/** A folder of our own that goes with a namespace, and when this process ends, however it ends. */
export function makeFolder(label: string, namespace?: string): string {
  watch()
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${label}-`))
  folders.set(folder, namespace)
  return folder
}

/** Sees to it that there is a folder to mount something on; one that we make goes with us. */
export function makeMountPoint(path: string): void {
  if (existsSync(path)) return
  watch()
  mkdirSync(path)
  mountPoints.add(path)
}

/** Ends what runs in a namespace, and takes it away. Synchronous, because it also runs when the process exits. */
export function removeNamespace(name: string): void {
  if (!namespaces.delete(name) && !existsSync(`/run/netns/${name}`)) return
  const deadline = Date.now() + 10_000
  for (let round = 0; Date.now() < deadline; round++) {
    const pids = processesIn(name)
    if (pids.length === 0) break
    // An engine's processes end with the first of their pid namespace, and `unshare`, which waits for it, ends by itself.
    for (const pid of pids) if (round > 20 || nameOf(pid) !== 'unshare') kill(pid)
    pause(10)
  }
  quietly('ip', 'netns', 'delete', name)
  for (const [folder, namespace] of folders) if (namespace === name) removeFolder(folder)
}

/** Takes a folder away, and what was mounted in it before. */
export function removeFolder(folder: string): void {
  folders.delete(folder)
  for (const path of mountsIn(folder)) quietly('umount', '--lazy', path)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Takes away everything this process made; safe to call at any time, and again. */
export function removeAll(): void {
  for (const name of namespaces) removeNamespace(name)
  for (const folder of folders.keys()) removeFolder(folder)
  for (const path of mountPoints) removeEmpty(path)
  removeGroups(groupName)
}

/** Takes away what labs of dead processes left behind. */
export function sweep(): void {
  const isDead = (name: string) => {
    const pid = mark.exec(name)?.[1]
    return pid !== undefined && !existsSync(`/proc/${pid}`)
  }
  for (const name of namesIn('/run/netns')) if (isDead(name)) removeNamespace(name)
  for (const name of namesIn(tmpdir())) if (isDead(name)) removeFolder(join(tmpdir(), name))
  for (const name of groupFolders().flatMap(namesIn)) if (isDead(name)) removeGroups(name)
}

function watch(): void {
  if (watching) return
  watching = true
  sweep()
  process.once('exit', removeAll)
  // Interrupted, or abandoned by a test runner that was: `exit` above tidies up. A second signal must not end that.
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const)
    process.on(signal, () => process.exit(128 + number))
  process.once('disconnect', () => process.exit(1))
}

function processesIn(name: string): readonly number[] {
  return quietly('ip', 'netns', 'pids', name).split('\n').filter(Boolean).map(Number)
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return ''
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

function mountsIn(folder: string): readonly string[] {
  const lines = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  const paths = lines.map((line) => line.split(' ')[1] ?? '')
  return paths.filter((path) => path === folder || path.startsWith(`${folder}/`)).reverse()
}

// Version 1 has a hierarchy a controller, version 2 one for all.
function groupFolders(): readonly string[] {
  return [controlGroups, ...namesIn(controlGroups).map((name) => join(controlGroups, name))]
}

function removeGroups(name: string): void {
  for (const folder of groupFolders()) removeGroup(join(folder, name))
}

// Its files are the kernel's: a control group goes by removing its folder, once nothing runs in it and in those below.
function removeGroup(path: string): void {
  for (const entry of foldersIn(path)) removeGroup(join(path, entry))
  for (let tries = 0; existsSync(path) && tries < 50; tries++) if (!removeEmpty(path)) pause(10)
}

function removeEmpty(path: string): boolean {
  try {
    rmdirSync(path)
    return true
  } catch {
    return false
  }
}

function foldersIn(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  } catch {
    return []
  }
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function quietly(program: string, ...args: readonly string[]): string {
  const env = { ...process.env, PATH: searchPath() }
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env })
  } catch {
    // Not there, or already gone.
    return ''
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
