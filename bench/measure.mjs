// How the benchmarks measure: processor time of a program and all that it starts, the smallest of several turns, in turns with the peer
// that it is compared with, so that what else the machine does falls on both.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

export const project = resolve(import.meta.dirname, '..')
export const program = join(project, 'dist/bin/seawall.js')

/** Milliseconds on the clock and of the processor that a command takes; what it prints is thrown away. */
export function run(command, args, input) {
  const timed = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" >/dev/null 2>&3; } 3>/dev/null'
  const { stderr, status } = spawnSync('bash', ['-c', timed, 'bash', command, ...args], { input, encoding: 'utf8' })
  const [wall = Number.NaN, user = 0, system = 0] = stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { wall: wall * 1000, cpu: (user + system) * 1000, status }
}

/** Runs all of them in turns; the smallest clock and processor time of each. */
export function compare(turns, commands) {
  const best = commands.map(() => ({ wall: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY, status: 0 }))
  for (let turn = 0; turn < turns; turn++) {
    commands.forEach(([command, ...args], index) => {
      const { wall, cpu, status } = run(command, args)
      best[index] = {
        wall: Math.min(best[index].wall, wall),
        cpu: Math.min(best[index].cpu, cpu),
        status: status || best[index].status,
      }
    })
  }
  return best
}

/** Processor seconds that a function takes in this process, the smallest of several turns. */
export function cpuOf(turns, work) {
  let best = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < turns; turn++) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1e6)
  }
  return best
}

/** Whether a program stands on the PATH. */
export function hasTool(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))
}

/** Calls back with a folder that is gone afterwards. */
export function withFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'seawall-bench-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Prints one result. */
export function tell(what, value, note = '') {
  console.log(`  ${what.padEnd(58)} ${String(value).padStart(10)}${note === '' ? '' : `  ${note}`}`)
}
