// Reading: a dump of 100,000 rules with seven options each into the model with spans, against iptables-restore --test on the same file.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from './generate.mjs'
import { hasTool, run, tell, withFolder } from './measure.mjs'

const size = 100_000
const turns = 3
const child = join(import.meta.dirname, 'read-child.mjs')

function ours(file) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [child, file], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

// In a namespace of its own, as even a test makes the kernel set its tables up.
function peers(name) {
  if (process.getuid() !== 0) return []
  spawnSync('ip', ['netns', 'add', name])
  return ['nft', 'legacy'].filter((variant) => hasTool(`iptables-${variant}-restore`))
}

function least(results, field) {
  return Math.min(...results.map((result) => result[field]))
}

withFolder((folder) => {
  const file = join(folder, 'dump')
  const namespace = `seawall-bench-${process.pid}`
  writeFileSync(file, dump(size))
  const variants = peers(namespace)
  try {
    const own = []
    const others = variants.map(() => [])
    for (let turn = 0; turn < turns; turn++) {
      own.push(ours(file))
      variants.forEach((variant, index) => {
        const { cpu, wall, status } = run('ip', [
          'netns',
          'exec',
          namespace,
          `iptables-${variant}-restore`,
          '--test',
          file,
        ])
        if (status !== 0) throw new Error(`iptables-${variant}-restore refuses the dump`)
        others[index].push({ cpu: cpu / 1000, wall: wall / 1000 })
      })
    }
    const read = least(own, 'read')
    const wall = least(own, 'wall')
    tell(`reading ${own[0].rules} rules, seconds`, wall.toFixed(2), `CPU ${read.toFixed(2)}`)
    tell('peak of memory, MB', least(own, 'megabytes'))
    variants.forEach((variant, index) => {
      const cpu = least(others[index], 'cpu')
      const took = least(others[index], 'wall')
      tell(
        `iptables-${variant}-restore --test, seconds`,
        took.toFixed(2),
        `CPU ${cpu.toFixed(2)}; ours takes ${(wall / took).toFixed(2)} of it, of the CPU ${(read / cpu).toFixed(2)}`,
      )
    })
    if (variants.length === 0) console.log('  iptables-restore --test: skipped, wants root and iptables')
    tell('whose every rule is, seconds of CPU', least(own, 'owned').toFixed(2))
    const trace = least(own, 'trace')
    tell(
      'one packet traced through them, seconds of CPU',
      trace.toFixed(2),
      `reading takes ${(read / trace).toFixed(1)} times as long`,
    )
  } finally {
    if (variants.length > 0) spawnSync('ip', ['netns', 'del', namespace])
  }
})
