import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const checkout = fileURLToPath(new URL('../../', import.meta.url))

const program = `${checkout}dist/bin/seawall.js`

/** Whether the command line has been built. */
export const isBuilt = existsSync(program)

/** What a command said. */
export interface Said {
  readonly code: number | null
  readonly out: string
  readonly talk: string
}

/** Runs the built command line in the checkout, without a screen. */
export function seawall(
  words: readonly string[],
  input = '',
  environment: Readonly<Record<string, string>> = {},
): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: checkout,
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 60_000,
    env: { PATH: process.env.PATH, ...environment },
  })
  return { code: status, out: stdout, talk: stderr }
}
