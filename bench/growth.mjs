// Growth: what each command takes on 1,000 to 300,000 rules as Docker writes them, against iptables-restore --test on the same rules in the same run.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dockerHost, dockerRules } from './docker-rules.mjs'
import { hasTool, program, withFolder } from './measure.mjs'

const sizes = [1_000, 10_000, 100_000, 300_000]

// A command that takes longer is ended, and said to take more.
const longest = 180

// Processor seconds and the peak of memory of a command, from the kernel's own account of it.
function measured(folder, command, args) {
  const file = join(folder, 'time')
  const limited = ['-o', file, '-f', '%U %S %e %M', 'timeout', String(longest), command, ...args]
  const { status } = spawnSync('time', limited, { stdio: 'ignore' })
  const [user, system, wall, kilobytes] = readFileSync(file, 'utf8').trim().split('\n').at(-1).split(' ').map(Number)
  return { cpu: user + system, wall, megabytes: Math.round(kilobytes / 1024), status }
}

function commandsFor(folder, size) {
  const [rules, changed, host, compose] = ['rules', 'changed', 'host.json', 'compose.yaml'].map((name) =>
    join(folder, name),
  )
  const text = dockerRules(size)
  writeFileSync(rules, text)
  writeFileSync(changed, text.replace('--dport 1030 ', '--dport 1031 '))
  // A published port comes with three rules.
  writeFileSync(host, JSON.stringify(dockerHost(Math.round(size / 3.3))))
  writeFileSync(
    compose,
    `services: { web: { image: web, ports: ["1-${Math.min(65_535, size)}:1-${Math.min(65_535, size)}"] } }\n`,
  )
  const to = ['--from', '203.0.113.9', '--in', 'eth0', '--to', '192.0.2.10:2000']
  return {
    explain: ['explain', rules],
    'explain --json': ['explain', '--json', rules],
    'explain --full': ['explain', '--full', rules],
    trace: ['trace', ...to, rules],
    diff: ['diff', rules, changed],
    fmt: ['fmt', rules],
    'apply-preview': ['apply-preview', changed, '--to', rules],
    status: ['status', host],
    save: ['save', host],
    // One column: a table of all zones has a cell for each door and each network, so it is as large as their product.
    'exposure --from internet': ['exposure', '--from', 'internet', host],
    'predict, a range of ports': ['predict', compose],
  }
}

function peerIn(folder) {
  if (process.getuid() !== 0 || !hasTool('iptables-nft-restore')) return undefined
  const namespace = `seawall-bench-${process.pid}`
  spawnSync('ip', ['netns', 'add', namespace])
  const args = ['netns', 'exec', namespace, 'iptables-nft-restore', '--test', join(folder, 'rules')]
  return { run: () => measured(folder, 'ip', args), end: () => spawnSync('ip', ['netns', 'del', namespace]) }
}

withFolder((folder) => {
  const peer = peerIn(folder)
  if (peer === undefined) console.log('  iptables-restore --test: skipped, requires root and iptables')
  try {
    for (const size of sizes) {
      const commands = commandsFor(folder, size)
      const other = peer?.run()
      console.log(
        `  ${size} rules${other === undefined ? '' : `; iptables-nft-restore --test: ${other.cpu.toFixed(2)} s of CPU`}`,
      )
      for (const [name, args] of Object.entries(commands)) {
        const { cpu, wall, megabytes, status } = measured(folder, process.execPath, [program, ...args])
        if (status === 124) {
          console.log(`    ${name.padEnd(28)} more than ${longest} s`)
          continue
        }
        const ratio = other === undefined ? '' : `  ${(cpu / Math.max(other.cpu, 0.01)).toFixed(1)} of it`
        const took = `${wall.toFixed(2).padStart(8)} s  CPU ${cpu.toFixed(2).padStart(6)}  ${String(megabytes).padStart(5)} MB`
        console.log(`    ${name.padEnd(28)} ${took}${ratio}`)
      }
    }
  } finally {
    peer?.end()
  }
})
