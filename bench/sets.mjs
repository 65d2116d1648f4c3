// Packet sets: the dead rules of large rulesets from ../shared, found for all packets at once, against iptables-restore --test on the same
// rules in the same run.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lower } from '../dist/lowered/lower.js'
import { buildProgram } from '../dist/netfilter/program.js'
import { chainList } from '../dist/netfilter/set-list.js'
import { setFields } from '../dist/netfilter/set-names.js'
import { residue } from '../dist/space/cover.js'
import { readText } from '../dist/syntax/text/read-text.js'
import { cpuOf, hasTool, project, run } from './measure.mjs'

const corpus = join(project, '../shared/corpus')
const files = [
  ...['acl1', 'acl2', 'fw1', 'ipc1'].map((name) => `classbench/${name}_10000.iptables-save`),
  'derived/tum-loadable/iptables-save-2015-05-15_15-23-41',
  'derived/docker_50net_10k.iptables-save',
]

const stepsForOne = 2_000_000

function deadRules(file) {
  const lowered = lower(readText({ name: file, text: readFileSync(file, 'utf8') }).rulesets)
  const program = buildProgram(lowered, {})
  const fields = setFields('ipv4', lowered)
  const filter = lowered.tables.find(({ name }) => name === 'filter')
  const reached = new Map()
  let undecided = 0
  for (const chain of filter.chains.values()) {
    if (chain.base === undefined) continue
    const { places, list } = chainList(chain, fields, program)
    for (const [at, { box, rule, id }] of places.entries()) {
      if (rule === undefined || reached.get(id)) continue
      const { left, end } = residue(box, list, at, { budget: { steps: stepsForOne }, most: 1 })
      if (end === 'spent') undecided++
      reached.set(id, left.length > 0)
    }
  }
  return { rules: reached.size, dead: [...reached.values()].filter((met) => !met).length, undecided }
}

function peerSeconds(file) {
  if (process.getuid() !== 0 || !hasTool('iptables-nft-restore')) return undefined
  const { cpu, status } = run('unshare', ['-n', 'iptables-nft-restore', '--test', file])
  return status === 0 ? cpu / 1000 : undefined
}

for (const name of files) {
  const file = join(corpus, name)
  if (!existsSync(file)) {
    console.log(`  ${name}: skipped, the file is not there`)
    continue
  }
  let found
  const seconds = cpuOf(1, () => {
    found = deadRules(file)
  })
  const peer = peerSeconds(file)
  const ratio =
    peer === undefined ? '' : `, iptables-restore --test ${peer.toFixed(2)} s: ${(seconds / peer).toFixed(1)} times`
  console.log(
    `  ${name}: ${found.rules} rules, ${found.dead} dead, ${found.undecided} undecided, ${seconds.toFixed(2)} s${ratio}`,
  )
}
