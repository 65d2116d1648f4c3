import { writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { writeAddress } from '#base/prefix.ts'
import { readRuleId } from '#model/rule-id.ts'
import type { Packet } from '#model/packet.ts'
import type { Facts } from '#model/facts.ts'
import { requireMachine } from './namespace.ts'
import { writeCase } from './differential/cases.ts'
import { Coverage } from './differential/coverage.ts'
import {
  type Batch,
  type Kind,
  packetsOf,
  programOfTrial,
  runTrial,
  type Trial,
  trialOf,
} from './differential/differential.ts'
import { KernelLab } from './differential/lab.ts'
import { setsText } from './differential/sets.ts'
import { type Shrunk, shrink } from './differential/shrink.ts'

// How many rulesets of each kind, and where the seeds begin. `npm run differential` asks for more of them.
const rulesets = Number(process.env.SEAWALL_DIFFERENTIAL ?? 85)
const firstSeed = Number(process.env.SEAWALL_SEED ?? 1)
/** Where the differences of a long run are written down, one golden case each. */
const folder = process.env.SEAWALL_DIFFERENCES
const mostDifferences = folder === undefined ? 1 : 10

const kinds: readonly Kind[] = [
  { family: 'ipv4', variant: 'nft', both: false },
  { family: 'ipv4', variant: 'legacy', both: false },
  { family: 'ipv6', variant: 'nft', both: false },
  { family: 'ipv6', variant: 'legacy', both: false },
  { family: 'ipv4', variant: 'nft', both: true },
  { family: 'ipv6', variant: 'nft', both: true },
]

const coverage = new Coverage()
afterAll(() => {
  if (process.env.SEAWALL_COVERAGE !== undefined) console.log(coverage.print())
  if (coverage.idle.length > 0) console.log(`never matched: ${coverage.idle.join(', ')}`)
})

test.concurrent.for(kinds)(
  '$family, $variant, both variants loaded: $both: the kernel counts as we say',
  { timeout: 36_000_000 },
  async (kind, ctx) => {
    const tools = ['perl', 'nsenter', 'ipset', 'conntrack', 'bridge', 'iptables-nft-restore', 'iptables-legacy-restore']
    await requireMachine(ctx, ...tools)
    const lab = await KernelLab.create()
    try {
      await lab.sets(setsText)
      const facts = await lab.facts()
      const reports: string[] = []
      let verdicts = 0
      for (let seed = firstSeed; seed < firstSeed + rulesets && reports.length < mostDifferences; seed++) {
        const batch = { ...kind, seed, packets: 300 }
        const { trial, packets, report } = await tryBatch(lab, batch, facts)
        verdicts += packets.length
        if (report !== undefined) reports.push(`seed ${seed}: ${report}`)
        else if (trial === undefined) break
      }
      console.log(
        `${kind.family} ${kind.variant}${kind.both ? ' and the other' : ''}: ${verdicts} verdicts, seeds ${firstSeed} to ${firstSeed + rulesets - 1}`,
      )
      if (reports.length > 0) expect.fail(reports.join('\n\n'))
    } finally {
      await lab.close()
    }
  },
)

async function tryBatch(lab: KernelLab, batch: Batch, facts: Facts) {
  const trial = trialOf(batch)
  const packets = packetsOf(batch, trial, programOfTrial(trial, facts))
  const { traces, kernel, differences } = await runTrial(lab, trial, facts, packets)
  coverage.add(trial, kernel, traces)
  if (differences.length === 0) return { trial, packets }
  const found = await shrink(lab, trial, facts, packets)
  if (found === undefined) return { trial, packets, report: `only once: ${JSON.stringify(differences)}` }
  const { family, variant, both, seed } = batch
  if (folder !== undefined)
    writeFileSync(`${folder}/${family}-${variant}${both ? '-both' : ''}-${seed}.json`, writeCase(found))
  return { trial, packets, report: explain(found) }
}

// The packets, the rules that we say took the last of them, and those that the kernel counts otherwise.
function explain({ trial, packets, outcome: { traces, differences } }: Shrunk): string {
  const last = traces.at(-1)
  const final = last?.final
  const lines = differences.map(
    ({ id, ours, kernel }) =>
      `  ${id} ours ${ours.packets}/${ours.bytes} kernel ${kernel.packets}/${kernel.bytes}: ${textOf(id, trial)}`,
  )
  return [
    ...packets.map(packetText),
    `finally ${final?.in}>${final?.out} ${addressText(final?.src)}:${final?.sport} > ${addressText(final?.dst)}:${final?.dport}`,
    show({ connection: last?.ways[0]?.connection, end: last?.ways[0]?.end }),
    `${last?.verdict} by ${last?.by}, rules:`,
    ...(last?.rules ?? []).map((id) => `  ${id}: ${textOf(id, trial)}`),
    'differences:',
    ...lines,
    JSON.stringify(trial.sysctls),
    ...trial.texts.map((text) =>
      text
        .split('\n')
        .filter((line) => line.startsWith('-A') || line.startsWith('*'))
        .join('\n'),
    ),
  ].join('\n')
}

function packetText(packet: Packet): string {
  const said = Object.entries(packet).filter(([, value]) => value !== undefined && value !== 0)
  return said
    .map(([name, value]) => `${name}=${name === 'src' || name === 'dst' ? writeAddress(value) : show(value)}`)
    .join(' ')
}

function addressText(address: number | bigint | undefined): string {
  return address === undefined ? '?' : writeAddress(address)
}

function textOf(id: string, { texts }: Trial): string {
  const { table = '', chain = '', position } = readRuleId(id) ?? {}
  const text = texts[texts.length > 1 && id.includes('@legacy') ? 1 : 0] ?? ''
  const [part = ''] = text.slice(text.indexOf(`*${table}\n`)).split('COMMIT', 1)
  const lines = part.split('\n').filter((line) => line.startsWith(`-A ${chain} `) || line === `-A ${chain}`)
  return lines[Number(position) - 1] ?? ''
}

function show(value: unknown): string {
  return JSON.stringify(value, (key, part) =>
    (key === 'src' || key === 'dst') && part !== undefined
      ? writeAddress(part)
      : typeof part === 'bigint'
        ? String(part)
        : part,
  )
}
