// Tracing: verdicts through 1,000 rules with user chains and NAT, against what the kernel takes for the same packets and rules.
import { lower } from '../dist/lowered/lower.js'
import { buildProgram } from '../dist/netfilter/program.js'
import { judge, trace } from '../dist/netfilter/trace.js'
import { packet } from '../dist/model/packet.js'
import { readText } from '../dist/syntax/text/read-text.js'
import { kernelCost, whatLacks } from './kernel.mjs'
import { cpuOf, tell, withFolder } from './measure.mjs'
import { traceFacts, tracePackets, traceRules } from './trace-rules.mjs'

const verdicts = 1_000_000
const sample = 2000
const kernelPackets = 50_000

const rules = traceRules(1000)
const program = buildProgram(lower(readText({ name: 'rules', text: rules }).rulesets), traceFacts)
const said = tracePackets(kernelPackets)
const packets = said.map((fields) =>
  packet({ family: 'ipv4', protocol: 17, in: 'in0', ...fields, length: 46, ttl: 64, tos: 0 }),
)

function testedRules() {
  let tested = 0
  for (const one of packets.slice(0, sample)) {
    tested += trace(one, program).ways[0].steps.filter(({ kind }) => kind === 'rule').length
  }
  return tested / sample
}

const tested = testedRules()
const rounds = verdicts / packets.length
const seconds = cpuOf(2, () => {
  for (let round = 0; round < rounds; round++) for (const one of packets) judge(one, program, 'verdict')
})
const micros = (seconds * 1e6) / verdicts
tell(`${verdicts} verdicts, ${tested.toFixed(0)} rules met by a packet, seconds`, seconds.toFixed(2))
tell('million rules met in a second', ((verdicts * tested) / seconds / 1e6).toFixed(1))
tell('microseconds a packet', micros.toFixed(2))

const lack = whatLacks()
if (lack !== undefined) console.log(`  the kernel: skipped, ${lack}`)
else {
  const kernel = withFolder((folder) => kernelCost(rules, said, folder, 5))
  for (const variant of ['nft', 'legacy']) {
    const cost = kernel[variant] - kernel.none
    tell(
      `the kernel with ${variant}, microseconds a packet for the rules`,
      cost.toFixed(2),
      `ours takes ${(micros / cost).toFixed(1)} times as long`,
    )
  }
  tell('the kernel without rules, microseconds a packet', kernel.none.toFixed(2))
  tell(
    'packets that its rules counted, nft and legacy',
    kernel.counted.map(Math.round).join(' '),
    `of ${kernelPackets}`,
  )
}
