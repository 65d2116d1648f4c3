import type { Host } from '#host/host.ts'
import type { KernelAfter, RollbackEnd } from '#model/applied.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { disarm } from './arm-undo.ts'
import { lastAttempt, moveAttempt } from './attempt.ts'
import { removeUnits } from './boot.ts'
import { currentGeneration, makeCurrent, readGeneration } from './generations.ts'
import { tableInKernel, tryFiles } from './our-objects.ts'
import { attemptFolder, currentFolder, type Places } from './places.ts'
import { lockPath, withLock } from './with-lock.ts'

/**
 * Brings back what was there before the last apply: at once where that waits to be confirmed; else the policy that was confirmed before
 * it, for the boot too. Faults: those of running.
 */
export async function rollBack(host: Host, places: Places): Promise<RollbackEnd> {
  const end = await withLock(host, places, async () => {
    const attempt = await lastAttempt(host, places)
    const isOpen = attempt?.state === 'undoing' || (attempt?.state === 'waiting' && attempt.loadedAt !== undefined)
    if (!isOpen) return toEarlier(host, places)
    const end = await undoNow(host, places)
    if (end.kind === 'rolled-back') await disarm(host, attempt.keeper)
    return end
  })
  return end ?? refused(message('apply/locked', { path: lockPath(places) }))
}

async function undoNow(host: Host, places: Places): Promise<RollbackEnd> {
  const folder = attemptFolder(places)
  const wanted = await tryFiles(host, [`${folder}/undo.nft`])
  await host.run(['sh', `${folder}/undo.sh`, folder, 'now'], { timeoutMs: 60_000 })
  const table = await tableInKernel(host)
  if (wanted.kind === 'loads' && wanted.table === table)
    return { kind: 'rolled-back', wasWaiting: true, emptied: table === undefined }
  return refused(message('apply/other-rules'), 'unknown')
}

async function toEarlier(host: Host, places: Places): Promise<RollbackEnd> {
  const current = await currentGeneration(host, places)
  const record = current === undefined ? undefined : await readGeneration(host, current)
  if (current === undefined || record === undefined) return refused(message('apply/nothing-before'))
  const { before } = record
  // The folder may be gone: only some are kept.
  const isKept = before !== undefined && (await readGeneration(host, before)) !== undefined
  if (before !== undefined && !isKept) return refused(message('apply/not-kept', { path: before }))
  const script = before === undefined ? `${current}/undo.nft` : `${before}/rules.nft`
  const trial = await tryFiles(host, [script])
  if (trial.kind === 'refused') return refused(message('apply/refused', { said: trial.said }))
  const name = script.endsWith('/undo.nft') ? 'undo' : 'rules'
  const folder = before ?? current
  const { status, stderr } = await host.run(['sh', `${folder}/load.sh`, folder, name], { timeoutMs: 60_000 })
  if (status !== 0) return refused(message('apply/refused', { said: stderr.trim() }))
  if ((await tableInKernel(host)) !== trial.table) return refused(message('apply/other-rules'), 'unknown')
  // What the attempt had loaded is not in the kernel any more.
  await moveAttempt(host, places, 'confirmed', 'undone')
  if (before === undefined) await forgetCurrent(host, places)
  else await makeCurrent(host, places, before)
  return { kind: 'rolled-back', wasWaiting: false, emptied: trial.table === undefined }
}

async function forgetCurrent(host: Host, places: Places): Promise<void> {
  await host.run(['rm', '-f', '--', currentFolder(places)])
  await removeUnits(host, places)
}

function refused(why: Message, kernel: KernelAfter = 'unchanged'): RollbackEnd {
  return { kind: 'refused', why, kernel }
}
