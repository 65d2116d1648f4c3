// npm run differential: rules and packets made by chance, asked of our engine and of the real kernel. Needs root, perl, ipset, conntrack.
// Options: --count VERDICTS (200000), --seed FIRST (1), --coverage (what was really tried), --out FOLDER (each difference as a golden case).
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { node, tools } from './run.mjs'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    coverage: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})

// Six kinds of rulesets, and about 430 verdicts of each.
const rulesets = Math.max(1, Math.ceil(Number(values.count) / (6 * 430)))
process.env.SEAWALL_DIFFERENTIAL = String(rulesets)
process.env.SEAWALL_SEED = values.seed
process.env.SEAWALL_REQUIRE_MACHINE = '1'
if (values.coverage) process.env.SEAWALL_COVERAGE = '1'
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true })
  process.env.SEAWALL_DIFFERENCES = resolve(values.out)
}
const ended = node(tools.vitest, ['run', '--config', 'vitest.machine.config.ts', 'test/machine/differential.test.ts'])
process.exitCode = ended ? 0 : 1
