// Asks a real iptables what it makes of rules, in a network namespace of its own, and prints one JSON line for each rule.
// usage: node scripts/probe.mjs nft|legacy ipv4|ipv6 [ROOT] < rules.txt     (needs root)
// Lines: TABLE|CHAIN|ARGUMENTS as a shell would read them; `@COMMAND` runs a command first (`@ipset create ...`); `#` is a comment.
// ROOT is a folder with the files of another version (unpacked packages), entered with chroot.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const [variant = 'nft', family = 'ipv4', root] = process.argv.slice(2)
const program = `${family === 'ipv6' ? 'ip6tables' : 'iptables'}-${variant}`
const namespace = `seawall-probe-${process.pid}`
const enter = root === undefined ? 'exec ' : `mount --bind /proc '${root}/proc' && exec chroot '${root}' `
// A lock file of our own: the usual one is shared by all namespaces, and 1.8.11 does not wait for it.
const env = { ...process.env, LC_ALL: 'C', XTABLES_LOCKFILE: `/run/${namespace}.lock` }

function run(command, input = '') {
  const words = ['netns', 'exec', namespace, 'sh', '-c', command]
  const { status, stdout, stderr } = spawnSync('ip', words, { encoding: 'utf8', env, input })
  return { status, lines: nonEmpty(stdout), errors: nonEmpty(stderr) }
}

function nonEmpty(text) {
  return text.split('\n').filter((line) => line !== '')
}

function iptables(words, { suffix = '', input = '' } = {}) {
  return run(`${enter}${program}${suffix} ${words}`, input)
}

function probe(line) {
  const [table, chain, ...rest] = line.split('|')
  const args = rest.join('|')
  iptables(`-t ${table} -F`)
  iptables(`-t ${table} -X`)
  const builtin = /^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/.test(chain)
  if (!builtin) iptables(`-t ${table} -N ${chain}`)
  const { status, errors } = iptables(`-t ${table} -A ${chain} ${args}`)
  const dump = iptables(`-t ${table}`, { suffix: '-save' }).lines
  const save = dump.filter((saved) => saved.startsWith('-A'))
  const [nL, nvL] = ['-nL', '-nvL'].map((option) => iptables(`-t ${table} ${option} ${chain}`).lines.slice(2))
  const restored = iptables('', { suffix: '-restore', input: `${dump.join('\n')}\n` })
  const again = iptables(`-t ${table}`, { suffix: '-save' }).lines.filter((saved) => saved.startsWith('-A'))
  return {
    table,
    chain,
    args,
    variant,
    rc: status,
    err: errors,
    save,
    nL,
    nvL,
    restore_rc: restored.status,
    restore_save: again,
  }
}

execFileSync('ip', ['netns', 'add', namespace])
try {
  for (const line of readFileSync(0, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    if (line.startsWith('@')) {
      const { status, errors } = run(line.slice(1))
      if (status !== 0) console.error(`${line} ended with ${status}: ${errors.join(' ')}`)
    } else console.log(JSON.stringify(probe(line)))
  }
} finally {
  execFileSync('ip', ['netns', 'del', namespace])
}
