import type { Host } from '#host/host.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { Fault } from '#model/fault.ts'
import { lastAttempt } from './attempt.ts'
import { currentGeneration } from './generations.ts'
import { tableInKernel, tryFiles } from './our-objects.ts'
import { currentFolder, type Places } from './places.ts'
import { lockPath, withLock } from './with-lock.ts'

/**
 * Whether the kernel does not hold the policy that was confirmed last. While an apply waits, its rules are there. Where the rules cannot be tried,
 * as in a unit with few rights, only a table that is missing counts. Faults: those of running.
 */
export async function isPolicyLost(host: Host, places: Places): Promise<boolean> {
  const folder = await currentGeneration(host, places)
  const state = folder === undefined ? undefined : (await lastAttempt(host, places))?.state
  if (folder === undefined || state === 'waiting' || state === 'undoing') return false
  const table = await tableInKernel(host)
  if (table === undefined) return true
  try {
    const trial = await tryFiles(host, [`${folder}/rules.nft`])
    return trial.kind === 'loads' && trial.table !== table
  } catch (error) {
    if (error instanceof Fault) return false
    throw error
  }
}

/** Loads the confirmed policy again, where somebody took it out of the kernel. Returns why it could not. Faults: those of running. */
export async function putBack(host: Host, places: Places): Promise<Message | undefined> {
  const end = await withLock(host, places, async () => {
    const folder = currentFolder(places)
    const { status, stderr } = await host.run(['sh', `${folder}/load.sh`, folder, 'rules'], { timeoutMs: 60_000 })
    if (status !== 0) return { why: message('apply/refused', { said: stderr.trim() }) }
    return { why: (await tableInKernel(host)) === undefined ? message('apply/other-rules') : undefined }
  })
  return end === undefined ? message('apply/locked', { path: lockPath(places) }) : end.why
}
