import { Fault } from '#model/fault.ts'
import type { Source } from '#model/source.ts'
import type { Host } from './host.ts'

/**
 * The files of a policy: the one at the path, and those that end in .yaml in the folder beside it (`policy.d/` beside `policy.yaml`). Faults:
 * unreadable, permission-denied.
 */
export async function readPolicyFiles(host: Host, path: string): Promise<readonly Source[]> {
  const folder = `${path.replace(/\.ya?ml$/, '')}.d`
  const names = await host.list(folder)
  const more = names.filter((name) => /\.ya?ml$/.test(name)).map((name) => `${folder}/${name}`)
  const sources: Source[] = []
  for (const file of [path, ...more]) {
    const text = await host.read(file)
    if (text !== undefined) sources.push({ name: file, text })
  }
  if (sources.length === 0) throw new Fault('host/unreadable', { path, said: 'no such file' })
  return sources
}

/** The texts of files that a policy names; a relative path is beside the policy. What cannot be read is left out. */
export async function readNamedFiles(
  host: Host,
  policy: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const folder = policy.includes('/') ? policy.slice(0, policy.lastIndexOf('/') + 1) : ''
  const texts = new Map<string, string>()
  for (const file of files) {
    try {
      const text = await host.read(file.startsWith('/') ? file : `${folder}${file}`)
      if (text !== undefined) texts.set(file, text)
    } catch (error) {
      // A set without its file is an error of the policy, at its place there.
      if (!(error instanceof Fault)) throw error
    }
  }
  return texts
}
