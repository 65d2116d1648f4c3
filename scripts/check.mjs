// Everything that is checked without running the program: format, lint, types, walls, sizes.
// Each check runs whatever the ones before it said; the names of those that failed come last.
import { node, tools } from './run.mjs'

const checks = [
  ['format', tools.biome, ['format']],
  ['lint', tools.biome, ['lint', '--error-on-warnings', '--diagnostic-level=warn']],
  ['types', tools.tsc, ['-p', 'tsconfig.json']],
  ['walls', 'scripts/walls.mjs', []],
  ['sizes', 'scripts/sizes.mjs', []],
]

/** Runs every check, returns the names of those that failed. */
export function failedChecks() {
  return checks.filter(([, script, args]) => !node(script, args)).map(([name]) => name)
}

if (process.argv[1] === import.meta.filename) {
  const failed = failedChecks()
  console.log(failed.length > 0 ? `failed: ${failed.join(', ')}` : 'format, lint, types, walls and sizes are good')
  process.exitCode = failed.length > 0 ? 1 : 0
}
