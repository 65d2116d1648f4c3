// Asks both variants of the installed iptables, and of another version, what they make of rules; prints one JSON line for each rule
// with the answers that differ: {table?, chain?, args, said: [{by: ['1.8.9 nft', ...], rc, save | err}]}; without `by`: all say so.
// usage: node scripts/record-probes.mjs ipv4|ipv6 [ROOT] < rules.txt > test/cases/extensions/NAME.FAMILY.jsonl     (needs root)
// The lines are those of probe.mjs; ROOT is a folder with the files of the other version, entered with chroot.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const [family = 'ipv4', root] = process.argv.slice(2)
const lines = readFileSync(0, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
const preparations = lines.filter((line) => line.startsWith('@')).map((line) => line.slice(1))
const rules = lines.filter((line) => !line.startsWith('@')).map(readRule)
const builtin = /^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/

function readRule(line) {
  const [table, chain, ...rest] = line.split('|')
  return { table, chain, args: rest.join('|') }
}

function quote(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

// One script for all rules: each runs in a shell of its own, and its answer stands between two lines that no iptables prints.
function ask(program, prefix) {
  const namespace = `seawall-record-${process.pid}`
  const one = ({ table, chain, args }) => {
    const own = builtin.test(chain) ? '' : `${prefix}${program} -t ${table} -N ${chain};`
    const append = quote(`exec ${prefix}${program} -t ${table} -A ${chain} ${args}`)
    const clear = `${prefix}${program} -t ${table} -F; ${own === '' ? '' : `${prefix}${program} -t ${table} -X;`}`
    return `${own} if sh -c ${append} 2>&1 >/dev/null; then echo '@@0'; ${prefix}${program}-save -t ${table}; ${clear} else echo "@@$?"; ${own === '' ? '' : clear} fi; echo '@@@'`
  }
  const setUp = [...preparations, root === undefined ? ':' : `mount --bind /proc ${quote(`${root}/proc`)}`]
  const script = [...setUp, ...rules.map(one)].join('\n')
  execFileSync('ip', ['netns', 'add', namespace])
  try {
    const env = { ...process.env, LC_ALL: 'C', XTABLES_LOCKFILE: `/run/${namespace}.lock` }
    const words = ['netns', 'exec', namespace, 'sh', '-s']
    const { stdout } = spawnSync('ip', words, { encoding: 'utf8', env, input: script, maxBuffer: 1 << 30 })
    return stdout.split('@@@\n').slice(0, rules.length).map(readAnswer)
  } finally {
    execFileSync('ip', ['netns', 'del', namespace])
  }
}

function readAnswer(text) {
  const [before, after = ''] = text.split(/^@@(?=\d+\n)/m)
  const rc = Number.parseInt(after, 10)
  const save = after.split('\n').filter((line) => line.startsWith('-A'))
  const err = before.split('\n').find((line) => line !== '' && !line.startsWith('Try `'))
  return rc === 0 ? { rc, save } : { rc, err: err?.replace(/^ip6?tables v\S+ \(\w+\): /, '') }
}

const programs = ['nft', 'legacy'].map((variant) => `${family === 'ipv6' ? 'ip6tables' : 'iptables'}-${variant}`)
const prefixes = root === undefined ? [''] : ['', `chroot ${quote(root)} `]
const answers = prefixes.flatMap((prefix) =>
  programs.map((program) => {
    const said = execFileSync('sh', ['-c', `${prefix}${program} -V`], { encoding: 'utf8' })
    const [, version, variant] = /v(\S+) \((\w+)\)/.exec(said) ?? []
    return { by: `${version} ${variant === 'nf_tables' ? 'nft' : variant}`, list: ask(program, prefix) }
  }),
)

for (const [index, { table, chain, args }] of rules.entries()) {
  const said = []
  for (const { by, list } of answers) {
    const { rc, save, err } = list[index]
    const same = said.find((other) => other.rc === rc && String(other.save) === String(save))
    if (same === undefined) said.push({ by: [by], rc, ...(save && { save }), ...(err && { err }) })
    else same.by.push(by)
  }
  if (said.length === 1) delete said[0].by
  const place = { ...(table !== 'filter' && { table }), ...(chain !== 'INPUT' && { chain }) }
  console.log(JSON.stringify({ ...place, args, said }))
}
