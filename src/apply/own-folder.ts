import type { Host } from '#host/host.ts'
import { Fault } from '#model/fault.ts'

/**
 * Makes a folder for root alone. Whatever is there already is used only where it is a folder of root's: a link would lead what we
 * keep, and its mode, elsewhere.
 */
export async function makeOwnFolder(host: Host, folder: string): Promise<void> {
  if ((await host.run(['mkdir', '-m', '0700', folder])).status === 0) return
  const { status, stdout } = await host.run(['stat', '-c', '%u %f', '--', folder])
  const [owner, mode = ''] = stdout.trim().split(' ')
  const bits = Number.parseInt(mode, 16)
  const isFolder = status === 0 && bits >> 12 === 4
  if (!isFolder || owner !== '0') throw new Fault('host/unreadable', { path: folder, said: 'not a folder of root' })
  if ((bits & 0o7777) !== 0o700) await host.run(['chmod', '0700', folder])
}
