// Asks the installed iptables how it lists rules: reads lines TABLE|RULE as iptables-save prints it, prints one JSON line for each with
// {table?, save, nvL, vL?}: the row of `iptables -nvL`, and of `iptables -vL` where that differs. Of rows that differ in numbers only
// one is kept. usage: node scripts/record-listings.mjs ipv4|ipv6 nft|legacy < rules.txt > test/cases/forms/listed.ipv4.nft.jsonl (root)
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const [family = 'ipv4', variant = 'nft'] = process.argv.slice(2)
const program = `${family === 'ipv6' ? 'ip6tables' : 'iptables'}-${variant}`
const namespace = `seawall-record-${process.pid}`
const env = { ...process.env, LC_ALL: 'C', XTABLES_LOCKFILE: `/run/${namespace}.lock` }
const builtin = /^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/

function run(command, words, input = '') {
  const argv = ['netns', 'exec', namespace, command, ...words]
  return spawnSync('ip', argv, { encoding: 'utf8', env, input, maxBuffer: 1 << 28 })
}

function record(line, seen) {
  const [table, ...rest] = line.split('|')
  const rule = rest.join('|')
  const chain = rule.split(' ')[1]
  const own = builtin.test(chain) ? '' : `:${chain} - [0:0]\n`
  const jumps = [...rule.matchAll(/ -[jg] ((?:USER|MY|OTHER)\w*)/g)].map(([, name]) => `:${name} - [0:0]\n`)
  for (const [, set] of rule.matchAll(/-set (\S+) /g)) {
    const kind = family === 'ipv6' ? ['family', 'inet6'] : []
    run('ipset', ['-exist', 'create', set, 'hash:ip,port', 'counters', 'skbinfo', 'timeout', '0', ...kind])
  }
  const loaded = run(`${program}-restore`, [], `*${table}\n${own}${jumps.join('')}${rule}\nCOMMIT\n`)
  if (loaded.status !== 0) return
  const saved = run(`${program}-save`, ['-t', table])
    .stdout.split('\n')
    .filter((text) => text.startsWith('-A'))
  const row = (...flags) =>
    run(program, ['-t', table, ...flags, chain])
      .stdout.split('\n')
      .slice(2, -1)
      .join('\n')
  const [nvL, vL] = [row('-nvL'), row('-vL')]
  const shape = (nvL + vL).replace(/\d+/g, '9')
  if (saved.length !== 1 || nvL.includes('\n') || seen.has(shape)) return
  seen.add(shape)
  console.log(JSON.stringify({ ...(table !== 'filter' && { table }), save: saved[0], nvL, ...(vL !== nvL && { vL }) }))
}

spawnSync('ip', ['netns', 'add', namespace])
try {
  const seen = new Set()
  for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) record(line, seen)
} finally {
  spawnSync('ip', ['netns', 'del', namespace])
}
