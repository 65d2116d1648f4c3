import type { Host } from '#host/host.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { tableInKernel } from './our-objects.ts'
import { currentFolder, type Places } from './places.ts'
import { lockPath, withLock } from './with-lock.ts'

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
