import type { Message } from '#model/diagnostic.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { KernelComparison, KernelRun } from '#model/kernel.ts'
import type { Packet } from '#model/packet.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { type SnapshotFile, snapshotSchemaVersion } from '#model/snapshot-file.ts'
import { familyId } from '#model/rule-id.ts'
import { packetToJson } from '#answers/packet-to-json.ts'
import { readAddress, writeAddress } from '#base/prefix.ts'
import { redact } from '#redact/redact.ts'
import { snapshotFileOf } from '#snapshots/snapshot-file-of.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'

/** What a person sends who found that the kernel does something else than we say: all it takes to see it again. */
export interface DifferenceFile {
  readonly kind: 'seawall-difference'
  readonly schemaVersion: 1
  readonly redacted: boolean
  readonly kernel: string
  readonly tools: readonly string[]
  readonly leftOut: readonly Message[]
  readonly madeUp: readonly Message[]
  readonly snapshot: SnapshotFile
  readonly packets: readonly DifferentPacket[]
}

/** One packet, in the form that `trace --packets` reads, with what became of it. */
export interface DifferentPacket {
  readonly packet: Readonly<Record<string, unknown>>
  readonly ours: { readonly verdict: string; readonly by: string | null; readonly rules: readonly string[] }
  readonly kernel: {
    readonly counts: Readonly<Record<string, number>>
    readonly arrival: string
    readonly out: readonly string[]
  }
}

/** The file about some differences. With `fakes` no address and no name in it is a real one, but all of them still fit together. */
export function differenceFile(
  snapshot: Snapshot,
  run: KernelRun,
  comparisons: readonly KernelComparison[],
  fakes: boolean,
): DifferenceFile {
  const file = snapshotFileOf(snapshot)
  const head = {
    kind: 'seawall-difference',
    schemaVersion: 1,
    redacted: fakes,
    kernel: run.kernel,
    tools: run.tools,
  } as const
  if (!fakes) {
    const packets = comparisons.map((one) =>
      differentPacket(
        one,
        one.packet,
        (id) => id,
        (name) => name,
      ),
    )
    return { ...head, leftOut: run.leftOut, madeUp: run.madeUp, snapshot: file, packets }
  }
  const [faked = file, ...carriers] = redact([file, ...comparisons.map(({ packet }) => carrierOf(packet))])
  const rename = renamed(snapshot.rulesets, snapshotFromFile(faked, '').rulesets)
  const device = renamedDevices(file, faked)
  const packets = comparisons.map((one, index) =>
    differentPacket(one, fakedPacket(one.packet, carriers[index]), rename, device),
  )
  // What was left out and made up is told in words that may hold names.
  return { ...head, leftOut: run.leftOut.map(bare), madeUp: run.madeUp.map(bare), snapshot: faked, packets }
}

function differentPacket(
  { trace, answer }: KernelComparison,
  packet: Packet,
  rename: (id: string) => string,
  device: (name: string) => string,
): DifferentPacket {
  return {
    packet: packetToJson(packet),
    ours: {
      verdict: trace.verdict,
      by: trace.by === undefined ? null : rename(trace.by),
      rules: trace.rules.map(rename),
    },
    kernel: {
      counts: Object.fromEntries([...answer.counts].map(([id, count]) => [rename(id), count])),
      arrival: answer.arrival,
      out: answer.out.map(device),
    },
  }
}

function bare({ id }: Message): Message {
  return { id, args: {} }
}

// Redaction knows snapshots only, so the packet travels as two sockets: their addresses and interfaces become the same fakes.
function carrierOf(packet: Packet): SnapshotFile {
  const { family, src, dst } = packet
  const socket = (address: typeof src, device: string | undefined) => ({
    protocol: 'tcp' as const,
    family,
    address: address === undefined ? undefined : writeAddress(address),
    device: device === '' ? undefined : device,
    port: 1,
  })
  return {
    kind: 'seawall-snapshot',
    schemaVersion: snapshotSchemaVersion,
    redacted: false,
    rules: [],
    facts: { sockets: [socket(src, packet.in), socket(dst, packet.out)] },
    persistence: [],
    notes: [],
  }
}

function fakedPacket(packet: Packet, carrier: SnapshotFile | undefined): Packet {
  const [from, to] = carrier?.facts.sockets ?? []
  const device = (real: string | undefined, fake: string | undefined) => (real === '' ? real : fake)
  return {
    ...packet,
    src: from?.address === undefined ? undefined : readAddress(from.address),
    dst: readAddress(to?.address ?? '') ?? packet.dst,
    in: device(packet.in, from?.device),
    out: device(packet.out, to?.device),
    inner: undefined,
  }
}

// Rules keep their places when they are redacted; chains change their names.
function renamed(real: readonly Ruleset[], fake: readonly Ruleset[]): (id: string) => string {
  const names = new Map<string, string>()
  real.forEach((ruleset, index) => {
    const prefix = familyId(ruleset, real)
    ruleset.tables.forEach((table, tableIndex) => {
      table.chains.forEach((chain, chainIndex) => {
        const other = fake[index]?.tables[tableIndex]?.chains[chainIndex]?.name ?? chain.name
        names.set(`${prefix}/${table.name}/${chain.name}`, `${prefix}/${table.name}/${other}`)
      })
    })
  })
  return (id) => {
    const hash = id.lastIndexOf('#')
    return `${names.get(id.slice(0, hash)) ?? id.slice(0, hash)}${id.slice(hash)}`
  }
}

function renamedDevices(real: SnapshotFile, fake: SnapshotFile): (name: string) => string {
  const names = new Map(
    real.facts.interfaces?.map(({ name }, index) => [name, fake.facts.interfaces?.[index]?.name ?? '']),
  )
  return (name) => names.get(name) ?? ''
}
