import type { Host } from '#host/host.ts'
import type { PolicyFile, PolicyState } from '#model/applied.ts'
import { lastAttempt } from './attempt.ts'
import { isSwitchedOn } from './boot.ts'
import { currentGeneration, readGeneration } from './generations.ts'
import { tableInKernel, tryFiles } from './our-objects.ts'
import { attemptFolder, type Places } from './places.ts'

/** What a host knows about its policy; undefined: there has never been one, and the kernel holds nothing of ours. Faults: those of running and reading. */
export async function policyState(host: Host, places: Places): Promise<PolicyState | undefined> {
  const attempt = await lastAttempt(host, places)
  const current = await currentGeneration(host, places)
  const record = current === undefined ? undefined : await readGeneration(host, current)
  const table = await tableInKernel(host)
  if (attempt === undefined && record === undefined && table === undefined) return undefined
  const makes = async (folder: string | undefined) => {
    if (folder === undefined || (await host.read(`${folder}/rules.nft`)) === undefined) return false
    const trial = await tryFiles(host, [`${folder}/rules.nft`])
    return trial.kind === 'loads' && trial.table === table
  }
  const kernel = (await makes(record === undefined ? undefined : current))
    ? 'applied'
    : table === undefined
      ? 'nothing'
      : (await makes(attempt === undefined ? undefined : attemptFolder(places)))
        ? 'attempt'
        : 'other'
  const applied = record === undefined ? undefined : { at: record.at, path: record.path }
  const boot = record !== undefined && (await isSwitchedOn(host, places))
  return { attempt, applied, kernel, boot, file: record === undefined ? undefined : await fileState(host, current) }
}

async function fileState(host: Host, folder: string | undefined): Promise<PolicyState['file']> {
  const files = JSON.parse((await host.read(`${folder}/files.json`)) ?? '[]') as readonly PolicyFile[]
  let state: PolicyState['file'] = files.length === 0 ? undefined : 'same'
  for (const { path, text } of files) {
    const now = await host.read(path, { onlyFiles: true })
    if (now === undefined) return 'missing'
    if (now !== text) state = 'changed'
  }
  return state
}
