import type { Host } from '#host/host.ts'
import { Fault } from '#model/fault.ts'
import { makeOwnFolder } from './own-folder.ts'
import type { Places } from './places.ts'

const waitSeconds = 5

/** Does something while no other seawall changes the rules; undefined: another one does. Faults: only-root, and what the work throws. */
export async function withLock<T>(host: Host, { run }: Places, work: () => Promise<T>): Promise<T | undefined> {
  const { stdout } = await host.run(['id', '-u'])
  if (stdout.trim() !== '0') throw new Fault('host/only-root')
  await makeOwnFolder(host, run)
  const release = await host.lock(lockPath({ run }), waitSeconds)
  if (release === undefined) return undefined
  try {
    return await work()
  } finally {
    await release()
  }
}

/** The file that is locked. */
export function lockPath({ run }: Pick<Places, 'run'>): string {
  return `${run}/lock`
}
