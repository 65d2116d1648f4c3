import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const engines = new URL('../../../shared/engines/', import.meta.url)

/** Why the captures of real engines are not read, where they are not there. */
export const noEngines = existsSync(engines) ? undefined : '../shared/engines is not there'

/** Every folder in which a capture of a real engine lies. */
export function engineFolders(): readonly string[] {
  if (noEngines !== undefined) return []
  return readdirSync(engines, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'iptables-save.txt')
    .map((entry) => entry.parentPath)
    .sort()
}

/** A folder's name as people know it: `28.5.2/01-publish-tcp`. */
export function engineName(folder: string): string {
  return folder.slice(fileURLToPath(engines).length)
}
