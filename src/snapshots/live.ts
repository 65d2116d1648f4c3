import { openToOthers } from '#host/guarded-path.ts'
import type { Host } from '#host/host.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { Fault } from '#model/fault.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { SnapshotFile } from '#model/snapshot-file.ts'
import { capture } from './capture.ts'
import type { ReadOptions } from './read-rules.ts'
import { readSnapshotAt } from './read-snapshot.ts'
import { snapshotFromFile } from './snapshot-from-file.ts'

/** Which live host: this one, or what can be seen from another network namespace. */
export interface CaptureOptions {
  /** A name of `ip netns`, a path or a process id. */
  readonly netns?: string | undefined
  readonly dockerHost?: string | undefined
  /** Only the rules and Docker's state. */
  readonly quick?: boolean
  /** With `quick`: the tables of nftables too. */
  readonly native?: boolean
}

/** This machine, seen from the namespace that the options name. */
export function liveHost({ netns }: CaptureOptions): Host {
  return netns === undefined ? nodeHost : netnsHost(nodeHost, netns)
}

const mostReadings = 3

/** Captures the live host as a file; again, where containers started or stopped meanwhile. */
export async function captureFile(options: CaptureOptions): Promise<SnapshotFile> {
  for (let count = 1; ; count++) {
    const file = await capture(liveHost(options), options)
    if (file.docker?.changing === undefined || count === mostReadings || options.quick === true) return file
  }
}

/** Captures the live host as a snapshot. */
export async function captureLive(options: CaptureOptions): Promise<Snapshot> {
  return snapshotFromFile(await captureFile(options), 'live')
}

/** Reads a snapshot, a folder of captured files or a text in any form from a path. */
export function readPath(path: string, options: ReadOptions = {}): Promise<Snapshot> {
  return readSnapshotAt(nodeHost, path, options)
}

/** Reads a text file whole. Faults: unreadable, permission-denied. */
export async function readTextFile(path: string): Promise<string> {
  const text = await nodeHost.read(path)
  if (text === undefined) throw new Fault('host/unreadable', { path, said: 'no such file' })
  return text
}

/** Whether there is something at a path. */
export async function fileExists(path: string): Promise<boolean> {
  return (await nodeHost.read(path)) !== undefined
}

/** Writes a text file whole, for its owner's eyes only. */
export function writeTextFile(path: string, text: string): Promise<void> {
  return nodeHost.write(path, text)
}

/** The file of metrics in the folder that node_exporter's textfile collector reads. */
function metricsFileIn(folder: string): string {
  return `${folder.replace(/\/+$/, '')}/seawall.prom`
}

/** Writes metrics for node_exporter, which runs as another user, and returns the path. */
export async function writeMetricsFile(folder: string, text: string): Promise<string> {
  const path = metricsFileIn(folder)
  await nodeHost.write(path, text, 0o644)
  return path
}

/** When the last successful run was, in seconds since 1970, as the file of metrics in a folder says; undefined: it does not. */
export async function lastSuccessIn(folder: string): Promise<number | undefined> {
  const text = await nodeHost.read(metricsFileIn(folder), { onlyFiles: true })
  const found = /^seawall_last_success_timestamp_seconds (\d{1,12})$/m.exec(text ?? '')?.[1]
  return found === undefined ? undefined : Number(found)
}

/** Installs a systemd unit and returns its path. */
export async function installUnit(name: string, text: string): Promise<string> {
  const path = `/etc/systemd/system/${name}`
  await nodeHost.write(path, text, 0o644)
  return path
}

/** Tells systemd that this program, as a service, is ready. Nothing happens where systemd does not ask. */
export async function tellReady(): Promise<void> {
  if (nodeHost.variable('NOTIFY_SOCKET') === undefined) return
  try {
    await nodeHost.run(['systemd-notify', '--ready'])
  } catch (error) {
    // systemd ends a service that was not ready in time, and says so.
    if (!(error instanceof Fault)) throw error
  }
}

/**
 * What somebody other than root can change of what a unit would run as root: node, the command line, what lies beside it, or a
 * folder on the way; undefined: nothing.
 */
export async function openProgram(program: string, script: string): Promise<string | undefined> {
  const { status, stdout } = await nodeHost.run(['readlink', '-f', '--', script])
  const folder = status === 0 ? stdout.replace(/\/[^/]*\n$/, '') : ''
  for (const path of [program, script]) {
    const open = await openToOthers(nodeHost, path)
    if (open !== undefined) return open
  }
  const isOpen = ['(', '!', '-user', '0', '-o', '-perm', '-002', '-o', '-perm', '-020', '!', '-group', '0', ')']
  const found =
    folder === '' ? undefined : await nodeHost.run(['find', folder, '-maxdepth', '1', '-type', 'f', ...isOpen])
  return found?.stdout.split('\n')[0] || undefined
}
