import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { Fault } from '#model/fault.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { capture } from '#snapshots/capture.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import type { Namespace } from './namespace.ts'

/** What a namespace holds, read as a host without an engine: not with the machine's own. */
export async function lookAt({ name }: Namespace): Promise<Snapshot> {
  const get = () => Promise.reject(new Fault('host/docker-unreachable', { endpoint: 'none', said: 'none runs' }))
  return snapshotFromFile(await capture({ ...netnsHost(nodeHost, name), variable: () => undefined, get }), name)
}

/** Runs commands in a namespace, one a line, with words that hold no blanks. */
export async function runLines(place: Namespace, lines: string): Promise<void> {
  for (const line of lines
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== ''))
    await place.run(line.split(' '))
}
