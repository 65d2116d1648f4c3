// Asks a real iptables what it makes of rules, in a network namespace of its own, and prints one JSON line for each rule.
// usage: node scripts/probe.mjs nft|legacy ipv4|ipv6 < rules.txt     (root; lines: TABLE|CHAIN|ARGUMENTS as a shell would read them)
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const [variant = 'nft', family = 'ipv4'] = process.argv.slice(2)
const program = `${family === 'ipv6' ? 'ip6tables' : 'iptables'}-${variant}`
const namespace = `seawall-probe-${process.pid}`

function run(...words) {
  const { status, stdout, stderr } = spawnSync('ip', ['netns', 'exec', namespace, ...words], { encoding: 'utf8' })
  return { status, lines: stdout.split('\n').filter((line) => line !== ''), errors: stderr.split('\n').filter((line) => line !== '') }
}

function probe(line) {
  const [table, chain, ...rest] = line.split('|')
  const args = rest.join('|')
  run(program, '-t', table, '-F')
  run(program, '-t', table, '-X')
  const builtin = /^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/.test(chain)
  if (!builtin) run(program, '-t', table, '-N', chain)
  const { status, errors } = run('sh', '-c', `${program} -t ${table} -A ${chain} ${args}`)
  const save = run(`${program}-save`, '-t', table).lines.filter((saved) => saved.startsWith('-A'))
  const [nL, nvL] = ['-nL', '-nvL'].map((option) => run(program, '-t', table, option, chain).lines.slice(2))
  const dump = run(`${program}-save`, '-t', table).lines.join('\n')
  const restored = spawnSync('ip', ['netns', 'exec', namespace, `${program}-restore`], { input: `${dump}\n`, encoding: 'utf8' })
  const again = run(`${program}-save`, '-t', table).lines.filter((saved) => saved.startsWith('-A'))
  return { table, chain, args, variant, rc: status, err: errors, save, nL, nvL, restore_rc: restored.status, restore_save: again }
}

execFileSync('ip', ['netns', 'add', namespace])
try {
  for (const line of readFileSync(0, 'utf8').split('\n')) {
    if (line.trim() !== '' && !line.startsWith('#')) console.log(JSON.stringify(probe(line)))
  }
} finally {
  execFileSync('ip', ['netns', 'del', namespace])
}
