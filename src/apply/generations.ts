import type { Host } from '#host/host.ts'
import type { AppliedPolicy } from '#model/applied.ts'
import { Fault } from '#model/fault.ts'
import { makeOwnFolder } from './own-folder.ts'
import { attemptFolder, currentFolder, type Places } from './places.ts'
import { loadProgram } from './programs.ts'

/** What a confirmed policy writes down about itself: its file `about.json`. */
interface GenerationRecord extends AppliedPolicy {
  /** The folder of the policy before it; undefined: there was none. */
  readonly before: string | undefined
}

/** How many confirmed policies are kept. */
const mostKept = 5

/** Copies the last attempt into a folder of its own under the state, for `makeCurrent`. Faults: those of writing. */
export async function writeGeneration(host: Host, places: Places, path: string | undefined): Promise<string> {
  const [from, now] = [attemptFolder(places), host.now()]
  await makeOwnFolder(host, places.state)
  await makeOwnFolder(host, `${places.state}/policies`)
  const before = await currentGeneration(host, places)
  const to = `${places.state}/policies/${now.getTime()}`
  await makeOwnFolder(host, to)
  for (const name of ['rules.nft', 'undo.nft', 'files.json']) {
    const text = await host.read(`${from}/${name}`)
    if (text !== undefined) await host.write(`${to}/${name}`, text)
  }
  await host.write(`${to}/load.sh`, loadProgram)
  const record: GenerationRecord = { at: now.toISOString(), path, before }
  await host.write(`${to}/about.json`, JSON.stringify(record))
  return to
}

/** Makes a folder the one that is loaded at boot, at once. Faults: unreadable. */
export async function makeCurrent(host: Host, places: Places, folder: string): Promise<void> {
  const link = currentFolder(places)
  const swap = 'ln -sfn -- "$2" "$1.new" && mv -T -- "$1.new" "$1"'
  const { status, stderr } = await host.run(['sh', '-c', swap, 'sh', link, folder])
  if (status !== 0) throw new Fault('host/unreadable', { path: link, said: stderr.trim() })
  await prune(host, places)
}

/** The folder of the policy that is loaded at boot; undefined: none is. */
export async function currentGeneration(host: Host, places: Places): Promise<string | undefined> {
  const { status, stdout } = await host.run(['readlink', '--', currentFolder(places)])
  return status === 0 ? stdout.trim() : undefined
}

/** What a folder of a policy says about itself; undefined: it is not whole. */
export async function readGeneration(host: Host, folder: string): Promise<GenerationRecord | undefined> {
  const text = await host.read(`${folder}/about.json`)
  return text === undefined ? undefined : (JSON.parse(text) as GenerationRecord)
}

/** Keeps the current policy and those before it, and nothing of what was begun and not confirmed. */
async function prune(host: Host, places: Places): Promise<void> {
  const kept = new Set<string>()
  let folder = await currentGeneration(host, places)
  while (folder !== undefined && kept.size < mostKept) {
    kept.add(folder)
    folder = (await readGeneration(host, folder))?.before
  }
  for (const name of await host.list(`${places.state}/policies`)) {
    const path = `${places.state}/policies/${name}`
    if (!kept.has(path)) await host.run(['rm', '-rf', '--', path])
  }
}
