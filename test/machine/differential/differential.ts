import type { Facts } from '#model/facts.ts'
import type { Family, Variant } from '#model/family.ts'
import type { Packet } from '#model/packet.ts'
import type { Trace } from '#model/trace.ts'
import { Connections } from '#netfilter/connections.ts'
import { trace } from '#netfilter/trace.ts'
import { buildProgram, type Program } from '#netfilter/program.ts'
import { withSysctls } from '../../netfilter/differential-host.ts'
import { rulesOf } from '../../netfilter/hosts.ts'
import { PacketSource } from './generate-packets.ts'
import { generateRules } from './generate-rules.ts'
import { type Count, type KernelLab, type Place, places } from './lab.ts'
import { Random } from './random.ts'

/** What a run is about: the family, the variant that the rules are loaded with, and whether the other one has some too. */
export interface Kind {
  readonly family: Family
  readonly variant: Variant
  readonly both: boolean
}

/** A host's settings and its rules: those of the variant, then those of the other one. */
export interface Trial extends Kind {
  readonly sysctls: Readonly<Record<string, number>>
  /** Whether any rule needs connection tracking. */
  readonly tracked: boolean
  readonly texts: readonly string[]
}

/** One ruleset with its packets. The seed tells everything else. */
export interface Batch extends Kind {
  readonly seed: number
  /** Packets of the network; a sixth as many come from the host itself. */
  readonly packets: number
}

/** A rule of which the kernel counted other than we. */
export interface Difference {
  readonly id: string
  readonly ours: Count
  readonly kernel: Count
}

/** What came of packets that were sent, each in its place of the order. */
export interface Outcome {
  readonly traces: readonly Trace[]
  readonly kernel: ReadonlyMap<string, Count>
  readonly differences: readonly Difference[]
}

/** Sysctls that change from batch to batch. */
function sysctlsOf(random: Random): Readonly<Record<string, number>> {
  const loose = random.chance(0.8) ? 1 : 0
  return {
    'net/ipv4/ip_forward': random.chance(0.95) ? 1 : 0,
    'net/ipv6/conf/all/forwarding': random.chance(0.95) ? 1 : 0,
    'net/ipv4/conf/all/rp_filter': random.pick([0, 0, 1, 2]),
    'net/ipv4/conf/eth0/rp_filter': random.pick([0, 0, 0, 1, 2]),
    'net/ipv4/conf/docker0/rp_filter': random.pick([0, 0, 0, 1, 2]),
    'net/ipv4/conf/eth1/forwarding': random.chance(0.9) ? 1 : 0,
    'net/ipv4/conf/eth0/route_localnet': random.pick([0, 0, 1]),
    'net/ipv4/conf/docker0/route_localnet': random.pick([0, 0, 1]),
    'net/bridge/bridge-nf-call-iptables': random.chance(0.8) ? 1 : 0,
    'net/bridge/bridge-nf-call-ip6tables': random.chance(0.8) ? 1 : 0,
    'net/netfilter/nf_conntrack_tcp_loose': loose,
  }
}

/** The rules and settings of a batch. */
export function trialOf({ seed, family, variant, both }: Batch): Trial {
  const random = new Random(seed)
  const sysctls = sysctlsOf(random)
  const tracked = random.chance(0.85)
  const texts = [24, ...(both ? [10] : [])].map((size) => generateRules(random, family, size, tracked))
  return { family, variant, both, sysctls, tracked, texts }
}

/** What we say of a trial's host. */
export function programOfTrial(trial: Trial, facts: Facts): Program {
  const rulesets = trial.texts.map((text, index) => rulesOf(text, variantAt(trial, index), trial.family))
  return buildProgram(rulesets, withSysctls(facts, trial.sysctls), { queues: 'unattended' })
}

function variantAt({ variant }: Kind, index: number): Variant {
  if (index === 0) return variant
  return variant === 'nft' ? 'legacy' : 'nft'
}

/** Packets in the order of sending: what begins connections, then repetitions and answers, then the host's own. */
export function packetsOf(batch: Batch, { tracked }: Trial, program: Program): readonly Packet[] {
  const random = new Random(batch.seed ^ 0x5eed)
  const source = new PacketSource(random, batch.family, tracked)
  const connections = new Connections()
  const traces: Trace[] = []
  const send = (packet: Packet) => traces.push(connections.send(packet, program, 'rules'))
  const names = Object.keys(places) as Place[]
  for (let index = 0; index < batch.packets; index++) send(source.from(random.pick(names)))
  for (const trace of traces.filter(() => random.chance(0.4))) for (const packet of source.later(trace)) send(packet)
  const before = traces.length
  for (let index = 0; index < batch.packets / 6; index++) send(source.local())
  for (const trace of traces.slice(before)) for (const packet of source.later(trace)) send(packet)
  return traces.map(({ packet }) => packet)
}

/** Loads a trial into the kernel, sends packets, and compares the counters of all rules. */
export async function runTrial(
  lab: KernelLab,
  trial: Trial,
  facts: Facts,
  packets: readonly Packet[],
): Promise<Outcome> {
  await load(lab, trial)
  const program = programOfTrial(trial, facts)
  const connections = new Connections()
  const traces = packets.map((packet) => connections.send(packet, program, 'rules'))
  const forked = packets.find((_, index) => (traces[index]?.ways.length ?? 0) > 1)
  if (forked !== undefined) throw new Error(`several ways: ${questionOf(forked, program)}`)
  await lab.sendAll(packets)
  const kernel = await counters(lab, trial)
  return { traces, kernel, differences: differencesOf(kernel, countsOf(traces)) }
}

// The question that has no answer here.
function questionOf(packet: Packet, program: Program): string {
  const assumed = trace(packet, program).ways.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'assume'))
  return JSON.stringify(assumed)
}

async function load(lab: KernelLab, trial: Trial): Promise<void> {
  const { variant, family, texts, sysctls } = trial
  await lab.sysctls(sysctls)
  // Nft last: so its chains were registered last and run first.
  const order = (['legacy', 'nft'] as const).map((each) => ({ each, text: texts[each === variant ? 0 : 1] }))
  for (const { each, text } of order) {
    if (text === undefined) await lab.clear(each, family)
    else await lab.load(text, each, family)
  }
  await lab.forget()
}

/** What the rules have taken, by id. */
export function countsOf(traces: readonly Trace[]): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>()
  for (const { rules, packet } of traces) {
    for (const id of rules) {
      const { packets, bytes } = counts.get(id) ?? none
      counts.set(id, { packets: packets + 1, bytes: bytes + (packet.length ?? 0) })
    }
  }
  return counts
}

const none: Count = { packets: 0, bytes: 0 }

async function counters(lab: KernelLab, trial: Trial): Promise<ReadonlyMap<string, Count>> {
  const all = new Map<string, Count>()
  for (const index of trial.texts.keys()) {
    const variant = variantAt(trial, index)
    const prefix = variant === 'legacy' && trial.both ? `${trial.family}@legacy` : trial.family
    for (const [id, count] of await lab.counters(variant, trial.family, prefix)) all.set(id, count)
  }
  return all
}

/** Rules of which we say otherwise. The first rule of raw OUTPUT takes what the host says by itself: it is not compared. */
export function differencesOf(
  kernel: ReadonlyMap<string, Count>,
  counts: ReadonlyMap<string, Count>,
): readonly Difference[] {
  return [...kernel].flatMap(([id, them]) => {
    const ours = counts.get(id) ?? none
    const same = ours.packets === them.packets && ours.bytes === them.bytes
    return same || /\/raw\/OUTPUT#1$/.test(id) ? [] : [{ id, ours, kernel: them }]
  })
}
