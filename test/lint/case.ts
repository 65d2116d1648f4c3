import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { answerCheck } from '../../src/answers/check-answer.ts'
import { type CheckInput, checkInput } from '../../src/answers/check-sources.ts'
import type { Check } from '../../src/model/check.ts'
import { readPath } from '../../src/snapshots/live.ts'

/** Where the cases of the linter are: a folder for each rule, in it folders whose names begin with `bad` or `good`. */
export const casesFolder = join(import.meta.dirname, '../cases/lint')

/** Checks all that a folder holds, together. Captured hosts are folders with the output of tools; `etc/` is the host's. */
export async function checkFolder(folder: string, today = '2026-01-01'): Promise<Check> {
  return answerCheck(await inputsIn(folder, folder), { today })
}

async function inputsIn(folder: string, root: string): Promise<readonly CheckInput[]> {
  if (existsSync(join(folder, 'iptables-save.txt')) || existsSync(join(folder, 'docker-version.json')))
    return [{ kind: 'host', snapshot: await readPath(folder, {}) }]
  const found: CheckInput[] = []
  for (const name of readdirSync(folder).toSorted()) {
    const path = join(folder, name)
    const shown = relative(root, path)
    if (statSync(path).isDirectory()) found.push(...(await inputsIn(path, root)))
    else found.push(await checkInput(shown.startsWith('etc/') ? `/${shown}` : shown, readFileSync(path, 'utf8')))
  }
  return found
}
