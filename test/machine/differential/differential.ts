import type { Facts } from '#model/facts.ts'
import type { Family, Variant } from '#model/family.ts'
import type { Packet } from '#model/packet.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Trace } from '#model/trace.ts'
import { Connections } from '#netfilter/connections.ts'
import { buildProgram, type Program } from '#netfilter/program.ts'
import { rulesOf } from '../../netfilter/hosts.ts'
import { PacketSource } from './generate-packets.ts'
import { generateRules } from './generate-rules.ts'
import { type Count, type KernelLab, type Place, places } from './lab.ts'
import { Random } from './random.ts'

/** One ruleset with its packets. The seed tells everything else. */
export interface Batch {
  readonly seed: number
  readonly family: Family
  readonly variant: Variant
  /** Whether the other variant is loaded too. */
  readonly both: boolean
  /** Packets of the network; a sixth as many come from the host itself. */
  readonly packets: number
}

/** A rule of which the kernel counted other than we. */
export interface Difference {
  readonly id: string
  readonly ours: Count
  readonly kernel: Count
}

/** What came of a batch. */
export interface Outcome {
  readonly verdicts: number
  readonly differences: readonly Difference[]
  readonly texts: readonly string[]
  readonly packets: readonly Packet[]
  readonly facts: Facts
}

/** Sysctls that change from batch to batch. */
function sysctlsOf(random: Random): Readonly<Record<string, number>> {
  const loose = random.chance(0.8) ? 1 : 0
  return {
    'net/ipv4/conf/all/rp_filter': random.pick([0, 0, 1, 2]),
    'net/ipv4/conf/eth0/route_localnet': random.pick([0, 0, 1]),
    'net/ipv4/conf/docker0/route_localnet': random.pick([0, 0, 1]),
    'net/bridge/bridge-nf-call-iptables': random.chance(0.8) ? 1 : 0,
    'net/bridge/bridge-nf-call-ip6tables': random.chance(0.8) ? 1 : 0,
    'net/netfilter/nf_conntrack_tcp_loose': loose,
    'net/ipv4/ip_forward': random.chance(0.95) ? 1 : 0,
  }
}

// Writing ip_forward sets the interfaces' own switches too.
function withSysctls(facts: Facts, values: Readonly<Record<string, number>>): Facts {
  const sysctls: Record<string, string> = { ...facts.sysctls }
  for (const [name, value] of Object.entries(values)) sysctls[name.replaceAll('/', '.')] = String(value)
  for (const name of Object.keys(sysctls)) {
    if (/^net\.ipv4\.conf\..*\.forwarding$/.test(name)) sysctls[name] = String(values['net/ipv4/ip_forward'] ?? 1)
  }
  return { ...facts, sysctls }
}

/** Prepares a batch: rules, sysctls and packets, with what we say becomes of each. */
export function prepare(batch: Batch, facts: Facts) {
  const random = new Random(batch.seed)
  const sysctls = sysctlsOf(random)
  const known = withSysctls(facts, sysctls)
  const texts = [
    generateRules(random, batch.family, 24),
    ...(batch.both ? [generateRules(random, batch.family, 10)] : []),
  ]
  const rulesets = texts.map((text, index) => rulesOf(text, variantAt(batch, index), batch.family))
  const program = buildProgram(rulesets, known, { queues: 'unattended' })
  return { random, sysctls, texts, rulesets, program, facts: known }
}

function variantAt({ variant }: Batch, index: number): Variant {
  if (index === 0) return variant
  return variant === 'nft' ? 'legacy' : 'nft'
}

/** Runs a batch on the kernel and compares the counters of all rules. */
export async function runBatch(lab: KernelLab, batch: Batch, facts: Facts): Promise<Outcome> {
  const { random, sysctls, texts, rulesets, program, facts: known } = prepare(batch, facts)
  await loadBatch(lab, batch, texts, sysctls)
  const { packets, counts } = generate(random, batch, program)
  await sendAll(lab, packets)
  const differences = await compare(lab, batch, rulesets, counts)
  return { verdicts: packets.length, differences, texts, packets, facts: known }
}

async function loadBatch(
  lab: KernelLab,
  batch: Batch,
  texts: readonly string[],
  sysctls: Readonly<Record<string, number>>,
) {
  const { variant, family } = batch
  await lab.sysctls(sysctls)
  // Nft last: so its chains were registered last and run first.
  const order = (['legacy', 'nft'] as const).map((each) => ({ each, text: texts[each === variant ? 0 : 1] }))
  for (const { each, text } of order) {
    if (text === undefined) await lab.clear(each, family)
    else await lab.load(text, each, family)
  }
  await lab.forget()
}

/** Packets in the order of sending: what begins connections, then repetitions and answers, then the host's own. */
function generate(random: Random, batch: Batch, program: Program) {
  const source = new PacketSource(random, batch.family)
  const connections = new Connections()
  const counts = new Map<string, Count>()
  const packets: Packet[] = []
  const traces: Trace[] = []
  const send = (packet: Packet) => {
    const trace = connections.send(packet, program, 'rules')
    if (trace.ways.length > 1)
      throw new Error(`a packet goes ${trace.ways.length} ways: ${JSON.stringify(trace.perhaps)}`)
    packets.push(packet)
    traces.push(trace)
    count(counts, trace)
  }
  const names = Object.keys(places) as Place[]
  for (const place of names) for (let index = 0; index < batch.packets / names.length; index++) send(source.from(place))
  const later = traces.filter(() => random.chance(0.4)).map((trace) => source.later(trace))
  for (const place of names) for (const packet of later) if (packet?.in === place) send(packet)
  for (let index = 0; index < batch.packets / 6; index++) send(source.local())
  return { packets, counts }
}

function count(counts: Map<string, Count>, { rules, packet: { length = 0 } }: Trace): void {
  for (const id of rules) {
    const { packets, bytes } = counts.get(id) ?? none
    counts.set(id, { packets: packets + 1, bytes: bytes + length })
  }
}

const none: Count = { packets: 0, bytes: 0 }

async function sendAll(lab: KernelLab, packets: readonly Packet[]): Promise<void> {
  const outside = packets.filter(({ local }) => !local)
  const inside = packets.filter(({ local }) => local)
  if (outside.length > 0) await lab.inject(outside)
  if (inside.length > 0) await lab.send(inside.toSorted((a, b) => (a.uid ?? 0) - (b.uid ?? 0)))
}

async function compare(lab: KernelLab, batch: Batch, rulesets: readonly Ruleset[], counts: ReadonlyMap<string, Count>) {
  const differences: Difference[] = []
  for (const { variant = 'nft' } of rulesets) {
    const prefix = variant === 'legacy' && batch.both ? `${batch.family}@legacy` : batch.family
    for (const [id, kernel] of await lab.counters(variant, batch.family, prefix)) {
      const ours = counts.get(id) ?? none
      const differs = ours.packets !== kernel.packets || ours.bytes !== kernel.bytes
      // The first rule of raw OUTPUT takes what the host says by itself.
      if (differs && !id.endsWith('/raw/OUTPUT#1')) differences.push({ id, ours, kernel })
    }
  }
  return differences
}

/** The first packet after which the counters differ, found by halves: the packets before it are sent each time. */
export async function findPacket(lab: KernelLab, batch: Batch, facts: Facts, packets: readonly Packet[]) {
  const { sysctls, texts, rulesets, program } = prepare(batch, facts)
  const tryFirst = async (first: number) => {
    await loadBatch(lab, batch, texts, sysctls)
    const connections = new Connections()
    const counts = new Map<string, Count>()
    const some = packets.slice(0, first)
    const traces = some.map((packet) => connections.send(packet, program, 'rules'))
    for (const trace of traces) count(counts, trace)
    await sendAll(lab, some)
    return { trace: traces.at(-1), differences: await compare(lab, batch, rulesets, counts) }
  }
  let [good, bad] = [0, packets.length]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if ((await tryFirst(middle)).differences.length > 0) bad = middle
    else good = middle
  }
  const { trace, differences } = await tryFirst(bad)
  return trace === undefined || differences.length === 0 ? undefined : { trace, differences }
}
