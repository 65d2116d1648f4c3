// npm run bench: how long the command line takes to start, then the benchmarks in test/bench (vitest's `bench`), if there are any.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { node, project, tools } from './run.mjs'

const runs = 15

// Median milliseconds of a fresh Node with these arguments.
function startTime(args) {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    spawnSync(process.execPath, args, { cwd: project, stdio: 'ignore' })
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)]
}

function bench() {
  if (!node('scripts/build.mjs', ['--if-needed'])) return false
  console.log(`bare node              ${startTime(['-e', '0']).toFixed(0)} ms`)
  const program = 'dist/bin/seawall.js'
  if (existsSync(join(project, program))) {
    for (const args of [['--version'], ['--help']])
      console.log(`seawall ${args.join(' ').padEnd(14)} ${startTime([program, ...args]).toFixed(0)} ms`)
  }
  return !existsSync(join(project, 'test/bench')) || node(tools.vitest, ['bench', '--run', 'test/bench'])
}

process.exitCode = bench() ? 0 : 1
