import type { Host } from '#host/host.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { disarm } from './arm-undo.ts'
import { lastAttempt, moveAttempt } from './attempt.ts'
import { removeUnits } from './boot.ts'
import { removal, tableInKernel } from './our-objects.ts'
import { attemptFolder, type Places } from './places.ts'
import { lockPath, withLock } from './with-lock.ts'

/**
 * Takes everything of a policy out: the units, what is loaded at boot, the rules in the kernel, and what an apply has kept. Returns why it could not;
 * a second call goes on where one was stopped. Faults: those of running and writing.
 */
export async function removeOurs(host: Host, places: Places): Promise<Message | undefined> {
  const end = await withLock(host, places, async () => {
    const attempt = await lastAttempt(host, places)
    // From here on the undo has nothing to do.
    if (attempt?.state === 'waiting') await moveAttempt(host, places, 'waiting', 'failed')
    await disarm(host, attempt?.keeper)
    await removeUnits(host, places)
    const { status, stderr } = await host.run(['nft', removal.trim().replace('\n', '; ')])
    if (status !== 0) return { why: message('apply/refused', { said: stderr.trim() }) }
    if ((await tableInKernel(host)) !== undefined) return { why: message('apply/other-rules') }
    const folder = attemptFolder(places)
    await host.run(['rm', '-rf', '--', folder, `${folder}.new`, `${folder}.old`, places.state])
    await host.run(['rm', '-f', '--', lockPath(places)])
    // A folder in which others keep something stays.
    await host.run(['rmdir', '--', places.run])
    return { why: undefined }
  })
  return end === undefined ? message('apply/locked', { path: lockPath(places) }) : end.why
}
