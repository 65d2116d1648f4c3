import type { Arrival, KernelAnswer, KernelComparison } from '#model/kernel.ts'
import type { Packet } from '#model/packet.ts'
import type { Trace } from '#model/trace.ts'
import { compare } from './compare.ts'
import { growth } from './counters.ts'
import type { RebuiltHost } from './rebuild.ts'
import { type Letter, post } from './send.ts'
import type { Traffic } from './traffic.ts'

/** The ids of everything that the kernel did not take. */
export function missingIn({ loaded, native }: RebuiltHost): ReadonlySet<string> {
  return new Set([...loaded, native].flatMap(({ missing }) => [...missing]))
}

/**
 * Sends one packet to a rebuilt host and holds what the kernel did against our trace of it. Undefined: it could not be sent,
 * because its socket could not be had.
 */
export async function askKernel(host: RebuiltHost, trace: Trace): Promise<KernelComparison | undefined> {
  const [counts, traffic] = [await host.counts(), await host.traffic()]
  const unsent = await post(host, [letterOf(trace)])
  if (unsent.size > 0) return undefined
  const [countsAfter, trafficAfter] = [await host.counts(), await host.traffic()]
  const hits = [...growth(counts, countsAfter)].map(([id, { packets }]) => [id, packets] as const)
  const answer: KernelAnswer = {
    counts: new Map(hits),
    ...arrivalOf(traffic, trafficAfter, trace.packet, host),
    connection: await connectionOf(host, trace),
  }
  return compare(trace, answer, missingIn(host), host.native.uncounted)
}

/** How a packet of this trace is sent. */
export function letterOf({ packet, ways }: Trace): Letter {
  const [way] = ways
  const sink = way?.end.kind === 'host' ? (way.final.dport ?? undefined) : undefined
  return { packet, sink, answered: false }
}

function arrivalOf(
  before: Traffic,
  after: Traffic,
  { local }: Packet,
  { links }: RebuiltHost,
): { readonly arrival: Arrival; readonly out: readonly string[]; readonly answered: number } {
  const known = new Set([...links.bridges, ...links.cables.map(({ name }) => name)])
  const out = [...after.sent].flatMap(([name, sent]) =>
    known.has(name) && sent > (before.sent.get(name) ?? 0) ? [name] : [],
  )
  const delivered = after.delivered > before.delivered
  const answered = after.own - before.own - (local ? 1 : 0)
  return { arrival: out.length > 0 ? 'out' : delivered ? 'host' : 'nowhere', out, answered: Math.max(0, answered) }
}

// The entry that this packet made: it is found by its own addresses and ports.
async function connectionOf(host: RebuiltHost, { ways }: Trace): Promise<KernelAnswer['connection']> {
  const original = ways[0]?.connection?.original
  if (original === undefined) return undefined
  const kept = await host.connections()
  const parts = ['src', 'dst', 'protocol', 'sport', 'dport'] as const
  return kept?.find((one) =>
    parts.every((part) => original[part] === undefined || one.original[part] === original[part]),
  )
}
