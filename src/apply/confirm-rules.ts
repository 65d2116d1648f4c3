import type { Host } from '#host/host.ts'
import { currentLogin, uptime } from '#host/login.ts'
import type { Attempt, ConfirmEnd, Login } from '#model/applied.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { disarm } from './arm-undo.ts'
import { lastAttempt, moveAttempt } from './attempt.ts'
import { isSwitchedOn, switchOn, writeUnits } from './boot.ts'
import { currentGeneration, makeCurrent, readGeneration, writeGeneration } from './generations.ts'
import { tableInKernel, tryFiles } from './our-objects.ts'
import { attemptFolder, type Places } from './places.ts'
import { lockPath, withLock } from './with-lock.ts'

/** What is asked of a confirmation. */
export interface ConfirmRequest {
  /** Also from a login that was there before the rules were loaded. */
  readonly sameSession: boolean
  /** Do not confirm: wait for so many seconds from now. */
  readonly extend?: number | undefined
}

/**
 * Confirms the rules that wait for it: they stay, and are loaded at boot from now on. What the boot needs is written before the undo is switched off,
 * so that a full disk leaves it on. Faults: those of running and writing; the undo is on then.
 */
export async function confirmRules(host: Host, places: Places, request: ConfirmRequest): Promise<ConfirmEnd> {
  const end = await withLock(host, places, () => confirm(host, places, request))
  return end ?? refused(message('apply/locked', { path: lockPath(places) }))
}

async function confirm(host: Host, places: Places, { sameSession, extend }: ConfirmRequest): Promise<ConfirmEnd> {
  const attempt = await lastAttempt(host, places)
  if (attempt?.state === 'confirmed') return finish(host, places, attempt)
  if (attempt?.state !== 'waiting' || attempt.loadedAt === undefined) return refused(noneWaits(attempt))
  if (extend !== undefined) {
    await host.write(`${attemptFolder(places)}/deadline`, `${Math.ceil(await uptime(host)) + extend}\n`)
    const isStill = (await lastAttempt(host, places))?.state === 'waiting'
    return isStill ? { kind: 'extended', left: extend } : refused(message('apply/undone-already'))
  }
  const weak = sameSession ? undefined : weakness(await currentLogin(host), attempt)
  if (weak !== undefined) return refused(weak)
  if (!(await isLoaded(host, places))) return refused(message('apply/other-rules'))
  const folder = await writeGeneration(host, places, attempt.path)
  await writeUnits(host, places)
  if (!(await moveAttempt(host, places, 'waiting', 'confirmed'))) {
    await host.run(['rm', '-rf', '--', folder])
    return refused(message('apply/undone-already'))
  }
  await disarm(host, attempt.keeper)
  await makeCurrent(host, places, folder)
  return { kind: 'confirmed', boot: await switchOn(host, places) }
}

/** Goes on where a confirmation was killed: the undo is off, and the boot may not know of the rules. */
async function finish(host: Host, places: Places, attempt: Attempt): Promise<ConfirmEnd> {
  const current = await currentGeneration(host, places)
  const own = await host.read(`${attemptFolder(places)}/rules.nft`)
  const saved = current === undefined ? undefined : await host.read(`${current}/rules.nft`)
  if (saved === own && current !== undefined && (await readGeneration(host, current)) !== undefined) {
    if (await isSwitchedOn(host, places)) return refused(message('apply/confirmed-already'))
    await writeUnits(host, places)
    return { kind: 'confirmed', boot: await switchOn(host, places) }
  }
  if (!(await isLoaded(host, places))) return refused(message('apply/other-rules'))
  const folder = await writeGeneration(host, places, attempt.path)
  await writeUnits(host, places)
  await makeCurrent(host, places, folder)
  return { kind: 'confirmed', boot: await switchOn(host, places) }
}

async function isLoaded(host: Host, places: Places): Promise<boolean> {
  const trial = await tryFiles(host, [`${attemptFolder(places)}/rules.nft`])
  return trial.kind === 'loads' && trial.table === (await tableInKernel(host))
}

function noneWaits(attempt: Attempt | undefined): Message {
  return message(
    attempt?.state === 'undone' || attempt?.state === 'undoing' ? 'apply/undone-already' : 'apply/none-waits',
  )
}

/** Why a login does not show that new connections come through: it may be older than the rules. */
function weakness({ began, ssh }: Login, { loadedAt = 0, login }: Attempt): Message | undefined {
  if (began === undefined) return message('apply/login-unknown')
  if (began < loadedAt) return message('apply/login-old')
  return ssh === undefined && login.ssh !== undefined ? message('apply/login-local') : undefined
}

function refused(why: Message): ConfirmEnd {
  return { kind: 'refused', why }
}
