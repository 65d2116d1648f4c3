import type { Host } from '#host/host.ts'
import { makeOwnFolder } from './own-folder.ts'
import type { Places } from './places.ts'

const waitSeconds = 5

/** Does something while no other seawall changes the rules; undefined: another one does. */
export async function withLock<T>(host: Host, { run }: Places, work: () => Promise<T>): Promise<T | undefined> {
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
