// Reads a dump in a fresh process and prints what each step took, as JSON: seconds of CPU, start-up excluded, and the peak of memory.
import { readFileSync } from 'node:fs'
import {
  answerTrace,
  nearMisses,
  ownersOf,
  packetOf,
  prepare,
  renderText,
  textSnapshot,
  tracePage,
  viewTrace,
} from '../dist/pages.js'
import { speaking } from '../dist/i18n/catalogue.js'

function timed(work) {
  const before = process.cpuUsage()
  const began = performance.now()
  const value = work()
  const wall = (performance.now() - began) / 1e3
  const { user, system } = process.cpuUsage(before)
  return { value, seconds: (user + system) / 1e6, wall }
}

const text = readFileSync(process.argv[2], 'utf8')
const read = timed(() => textSnapshot('dump', text))
const snapshot = read.value
const rules = snapshot.rulesets.flatMap(({ tables }) =>
  tables.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules)),
)
const readPeak = process.resourceUsage().maxRSS / 1024

const traced = timed(() => {
  const wish = { from: '10.0.0.9', to: '172.25.0.7:1033/tcp', in: 'eth1', out: 'br-8ff34739', fields: {} }
  const packet = packetOf({ ...wish, protocol: undefined, family: undefined }, snapshot)
  const program = prepare(snapshot)
  const trace = answerTrace(packet, program)
  const page = tracePage(
    speaking('en'),
    viewTrace(trace, snapshot, ownersOf(snapshot)),
    nearMisses(trace, program),
    'normal',
  )
  return renderText(page, { width: 80, color: false })
})
const owned = timed(() => {
  const owners = ownersOf(snapshot)
  return rules.filter((rule) => owners.ofRule(rule).owner === 'user').length
})

console.log(
  JSON.stringify({
    rules: rules.length,
    read: read.seconds,
    wall: read.wall,
    trace: traced.seconds,
    owned: owned.seconds,
    megabytes: Math.round(readPeak),
  }),
)
