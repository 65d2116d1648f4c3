import type { Arrival, KernelAnswer, KernelComparison, KernelDifference } from '#model/kernel.ts'
import type { Tuple } from '#model/packet.ts'
import type { Step, Trace, Way } from '#model/trace.ts'

/**
 * Holds our trace against what the kernel did. Where we say that it could go several ways, the one that is nearest to the
 * kernel's is taken. `missing`: ids of what the kernel was not given; a way that meets one of those is not compared. `uncounted`: ids
 * of what the kernel has and does not count.
 */
export function compare(
  trace: Trace,
  answer: KernelAnswer,
  missing: ReadonlySet<string>,
  uncounted: ReadonlySet<string> = new Set(),
): KernelComparison {
  const unknown = [...new Set(trace.ways.flatMap(({ rules }) => rules.filter((id) => missing.has(id))))]
  if (unknown.length > 0) return { packet: trace.packet, trace, answer, way: 0, differences: [], unknown }
  const uncompared = new Set([...missing, ...uncounted])
  let best: { readonly way: number; readonly differences: readonly KernelDifference[] } | undefined
  trace.ways.forEach((way, index) => {
    const differences = differencesOf(trace, way, answer, uncompared)
    if (best === undefined || differences.length < best.differences.length) best = { way: index, differences }
  })
  return { packet: trace.packet, trace, answer, way: best?.way ?? 0, differences: best?.differences ?? [], unknown }
}

/** How often each rule and policy takes the packet on a way, as we say. */
export function countsOf(trace: Trace, way: Way): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (id: string) => counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const id of way.rules) add(id)
  for (const step of stepsOf(trace, way)) if (step.kind === 'policy') add(step.id)
  return counts
}

/** All steps of a way, with those of the way that it joins. */
function stepsOf(trace: Trace, way: Way): readonly Step[] {
  if (way.end.kind !== 'joins') return way.steps
  const joined = trace.ways[way.end.way]
  return joined === undefined ? way.steps : [...way.steps, ...stepsOf(trace, joined).slice(way.end.step)]
}

/** Where a way ends, with the end of the way that it joins. */
function endOf(trace: Trace, { end }: Way): Exclude<Way['end'], { kind: 'joins' }> {
  if (end.kind !== 'joins') return end
  const joined = trace.ways[end.way]
  return joined === undefined ? { kind: 'unknown', by: '', why: 'endless' } : endOf(trace, joined)
}

function differencesOf(
  trace: Trace,
  way: Way,
  answer: KernelAnswer,
  missing: ReadonlySet<string>,
): readonly KernelDifference[] {
  const ours = countsOf(trace, way)
  const differences: KernelDifference[] = []
  for (const id of new Set([...ours.keys(), ...answer.counts.keys()])) {
    const [us, kernel] = [ours.get(id) ?? 0, answer.counts.get(id) ?? 0]
    // What the host says by itself because of the packet is counted too, and cannot be told apart.
    const isExtra = kernel > us && answer.answered > 0
    if (us !== kernel && !missing.has(id) && !isExtra) differences.push({ kind: 'rule', id, ours: us, kernel })
  }
  return [...differences, ...arrivalDifference(trace, way, answer), ...natDifference(way, answer)]
}

function arrivalDifference(trace: Trace, way: Way, answer: KernelAnswer): readonly KernelDifference[] {
  const end = endOf(trace, way)
  if (end.kind === 'unknown') return []
  const ours: Arrival = end.kind === 'host' ? 'host' : end.kind === 'out' ? 'out' : 'nowhere'
  if (ours === 'nowhere' && answer.answered > 0) return []
  if (ours !== answer.arrival) return [{ kind: 'arrival', ours, kernel: answer.arrival }]
  if (end.kind !== 'out' || end.device === undefined || end.bridged || answer.out.includes(end.device)) return []
  return [{ kind: 'interface', ours: end.device, kernel: answer.out.join(' ') }]
}

function natDifference(way: Way, { connection }: KernelAnswer): readonly KernelDifference[] {
  if (connection === undefined || way.connection === undefined) return []
  const { reply } = way.connection
  return agree(reply, connection.reply) ? [] : [{ kind: 'nat', ours: reply, kernel: connection.reply }]
}

// What we do not know (a port of the kernel's choice) it may choose.
function agree(ours: Tuple, kernel: Tuple): boolean {
  return (['src', 'dst', 'sport', 'dport'] as const).every(
    (part) => ours[part] === undefined || ours[part] === kernel[part],
  )
}
