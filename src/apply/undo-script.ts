import type { Host } from '#host/host.ts'
import { loadable, ourTable, removal, tableInKernel, tryFiles } from './our-objects.ts'
import { attemptFolder, currentFolder, type Places } from './places.ts'

/** What puts back what the kernel holds of ours now. */
export interface Undo {
  readonly script: string
  /** Our table as it is in the kernel; undefined: it is not there. */
  readonly table: string | undefined
}

/**
 * Makes the script that brings our table back to what it is now: removes it where there is none. A script that we have loaded is
 * preferred, where it makes exactly this table: what nft lists, it cannot always read. Undefined: no script makes it. `draft`: a path to write tries to.
 */
export async function undoScript(host: Host, places: Places, draft: string): Promise<Undo | undefined> {
  const table = await tableInKernel(host)
  if (table === undefined) return { script: removal, table }
  const [folder, current] = [attemptFolder(places), currentFolder(places)]
  const known = [`${current}/rules.nft`, `${folder}/rules.nft`, `${folder}/undo.nft`, `${current}/undo.nft`]
  for (const path of known) {
    const script = await host.read(path)
    if (script === undefined) continue
    const trial = await tryFiles(host, [path])
    if (trial.kind === 'loads' && trial.table === table) return { script, table }
  }
  const { stdout } = await host.run(['nft', 'list', ...ourTable.split(' ')], { timeoutMs: 60_000 })
  const script = `${removal}${loadable(stdout)}`
  await host.write(draft, script)
  const trial = await tryFiles(host, [draft])
  return trial.kind === 'loads' && trial.table === table ? { script, table } : undefined
}
