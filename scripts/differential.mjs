// npm run differential: rules and packets made by chance, asked of our engine and of the real kernel. Needs root, perl, ipset, conntrack.
// Options: --count VERDICTS (200000), --seed FIRST (1), --native (tables of nftables,
// alone and beside iptables), --coverage (what was really tried), --out FOLDER (each difference as a golden case).
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { node, tools } from './run.mjs'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    native: { type: 'boolean', default: false },
    coverage: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})

// Six kinds of rulesets of iptables, and about 430 verdicts of each; four of nftables, and about 270.
const count = Number(values.count)
const rulesets = Math.max(1, Math.ceil(values.native ? count / (4 * 270) : count / (6 * 430)))
process.env.SEAWALL_DIFFERENTIAL = String(rulesets)
process.env.SEAWALL_SEED = values.seed
process.env.SEAWALL_REQUIRE_MACHINE = '1'
if (values.coverage) process.env.SEAWALL_COVERAGE = '1'
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true })
  process.env.SEAWALL_DIFFERENCES = resolve(values.out)
}
const ended = node(tools.vitest, [
  'run',
  '--config',
  'vitest.machine.config.ts',
  `test/machine/${values.native ? 'native' : 'differential'}.test.ts`,
])
process.exitCode = ended ? 0 : 1
