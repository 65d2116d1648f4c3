import { expect, test } from 'vitest'
import { writeAddress } from '#base/prefix.ts'
import { readRuleId } from '#model/rule-id.ts'
import { requireMachine } from './namespace.ts'
import { type Batch, findPacket, runBatch } from './differential/differential.ts'
import { KernelLab } from './differential/lab.ts'
import { setsText } from './differential/sets.ts'

// How many rulesets of each kind, and where the seeds begin. A longer run: SEAWALL_DIFFERENTIAL=1000 SEAWALL_SEED=7.
const rulesets = Number(process.env.SEAWALL_DIFFERENTIAL ?? 102)
const firstSeed = Number(process.env.SEAWALL_SEED ?? 1)

const kinds: readonly Pick<Batch, 'family' | 'variant' | 'both'>[] = [
  { family: 'ipv4', variant: 'nft', both: false },
  { family: 'ipv4', variant: 'legacy', both: false },
  { family: 'ipv6', variant: 'nft', both: false },
  { family: 'ipv6', variant: 'legacy', both: false },
  { family: 'ipv4', variant: 'nft', both: true },
]

test.concurrent.for(kinds)(
  '$family, $variant, both variants loaded: $both: the kernel counts as we say',
  { timeout: 3_600_000 },
  async (kind, ctx) => {
    await requireMachine(
      ctx,
      'perl',
      'nsenter',
      'ipset',
      'conntrack',
      'bridge',
      'iptables-nft-restore',
      'iptables-legacy-restore',
    )
    const lab = await KernelLab.create()
    try {
      await lab.sets(setsText)
      const facts = await lab.facts()
      let verdicts = 0
      for (let index = 0; index < rulesets; index++) {
        const batch = { ...kind, seed: firstSeed + index, packets: 300 }
        const outcome = await runBatch(lab, batch, facts)
        verdicts += outcome.verdicts
        if (outcome.differences.length === 0) continue
        const found = await findPacket(lab, batch, facts, outcome.packets)
        const script = outcome.texts.join('\n')
        expect.fail(
          `seed ${batch.seed}: ${JSON.stringify(outcome.differences)}\n${explain(found, outcome.texts)}\n${process.env.SEAWALL_SHOW_RULES ? script : ''}`,
        )
      }
      console.log(
        `${kind.family} ${kind.variant}${kind.both ? ' and the other' : ''}: ${verdicts} verdicts, seeds ${firstSeed} to ${firstSeed + rulesets - 1}`,
      )
    } finally {
      await lab.close()
    }
  },
)

type Found = Awaited<ReturnType<typeof findPacket>>

// The packet, the rules that we say took it, and those that the kernel counts otherwise.
function explain(found: Found, texts: readonly string[]): string {
  if (found === undefined) return 'sent one by one, every packet is counted alike'
  const { trace, differences } = found
  const said = Object.entries(trace.packet).filter(([, value]) => value !== undefined && value !== 0)
  const words = said.map(
    ([name, value]) => `${name}=${name === 'src' || name === 'dst' ? writeAddress(value) : JSON.stringify(value)}`,
  )
  const lines = differences.map(
    ({ id, ours, kernel }) =>
      `  ${id} ours ${ours.packets}/${ours.bytes} kernel ${kernel.packets}/${kernel.bytes}: ${textOf(id, texts)}`,
  )
  const rules = trace.rules.map((id) => `  ${id}: ${textOf(id, texts)}`)
  const { src, dst, sport, dport, in: arrived, out } = trace.final
  const final = `finally ${arrived}>${out} ${writeAddress(src ?? 0)}:${sport} > ${writeAddress(dst ?? 0)}:${dport}`
  const entry = show({ connection: trace.ways[0]?.connection, end: trace.ways[0]?.end })
  return [
    words.join(' '),
    final,
    entry,
    `${trace.verdict} by ${trace.by}, rules:`,
    ...rules,
    'differences:',
    ...lines,
  ].join('\n')
}

function textOf(id: string, texts: readonly string[]): string {
  const { table = '', chain = '', position } = readRuleId(id) ?? {}
  const text = texts[texts.length > 1 && id.includes('@legacy') ? 1 : 0] ?? ''
  const lines =
    text
      .slice(text.indexOf(`*${table}\n`))
      .split('COMMIT', 1)[0]
      ?.split('\n') ?? []
  return lines.filter((line) => line.startsWith(`-A ${chain} `) || line === `-A ${chain}`)[Number(position) - 1] ?? ''
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
