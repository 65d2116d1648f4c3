import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

export const project = resolve(import.meta.dirname, '..')

/** Runs a Node program of the project or of a package, showing its output: true when it ended well. */
export function node(script, args = [], env = {}) {
  const options = { cwd: project, stdio: 'inherit', env: { ...process.env, ...env } }
  return spawnSync(process.execPath, [join(project, script), ...args], options).status === 0
}

export const tools = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript-7/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
}
