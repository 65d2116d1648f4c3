import type { KernelComparison } from '#model/kernel.ts'
import type { Trace } from '#model/trace.ts'
import { askKernel, letterOf, missingIn } from './ask-kernel.ts'
import { countsOf } from './compare.ts'
import { type Count, type Counts, growth } from './counters.ts'
import type { RebuiltHost } from './rebuild.ts'
import { post } from './send.ts'

/** A rule or policy of which the kernel counted other than we, over many packets. */
export interface BatchDifference {
  readonly id: string
  readonly ours: Count
  readonly kernel: Count
}

/**
 * Sends packets all at once and compares sums: every packet has a length of its own, so that packets and bytes of a rule
 * together tell whether it took the right ones.
 */
export async function sendBatch(host: RebuiltHost, traces: readonly Trace[]): Promise<readonly BatchDifference[]> {
  if (traces.length === 0) return []
  const [counts, traffic] = [await host.counts(), await host.traffic()]
  const unsent = await post(host, traces.map(letterOf))
  const sent = traces.filter(({ packet }) => !unsent.has(packet))
  const [after, trafficAfter] = [await host.counts(), await host.traffic()]
  const own = trafficAfter.own - traffic.own - sent.filter(({ packet }) => packet.local).length
  return differences(sent, growth(counts, after), new Set([...missingIn(host), ...host.native.uncounted]), own > 0)
}

/** What does not fit. `answered`: the host said something of its own, so that more may have been counted. */
export function differences(
  traces: readonly Trace[],
  kernel: Counts,
  missing: ReadonlySet<string>,
  answered: boolean,
): readonly BatchDifference[] {
  const ours = expected(traces)
  const found: BatchDifference[] = []
  for (const id of new Set([...ours.keys(), ...kernel.keys()])) {
    if (missing.has(id)) continue
    const [us, them] = [ours.get(id) ?? nothing, kernel.get(id) ?? nothing]
    const isExtra = answered && them.packets > us.packets
    // Of what the host sends itself, the kernel chooses the length.
    const bytesDiffer = us.exact && us.bytes !== them.bytes
    if (!isExtra && (us.packets !== them.packets || bytesDiffer)) found.push({ id, ours: us, kernel: them })
  }
  return found
}

const nothing = { packets: 0, bytes: 0, exact: true }

function expected(traces: readonly Trace[]): ReadonlyMap<string, Count & { readonly exact: boolean }> {
  const sums = new Map<string, Count & { readonly exact: boolean }>()
  for (const trace of traces) {
    const [way] = trace.ways
    if (way === undefined) continue
    const { length = 0, local, protocol } = trace.packet
    for (const [id, times] of countsOf(trace, way)) {
      const { packets, bytes, exact } = sums.get(id) ?? nothing
      const isExact = exact && !(local && protocol === 6)
      sums.set(id, { packets: packets + times, bytes: bytes + times * length, exact: isExact })
    }
  }
  return sums
}

/** Asks about packets one by one; only those that differ come back. */
export async function askEach(host: RebuiltHost, traces: readonly Trace[]): Promise<readonly KernelComparison[]> {
  const found: KernelComparison[] = []
  for (const trace of traces) {
    const comparison = await askKernel(host, trace)
    if (comparison !== undefined && comparison.differences.length > 0) found.push(comparison)
  }
  return found
}
