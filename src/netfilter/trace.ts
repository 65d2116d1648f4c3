import { liesIn } from '#base/network.ts'
import { writeAddress, writePrefix } from '#base/prefix.ts'
import type { Packet } from '#model/packet.ts'
import type { Doubt, End, Trace, Verdict, Way } from '#model/trace.ts'
import { likelyRoutes } from './fib.ts'
import { type Detail, type Following, follow } from './journey.ts'
import type { PacketState } from './packet-state.ts'
import type { Program } from './program.ts'
import { viewOf } from './record.ts'
import type { Run } from './run.ts'

/** A packet's way through the host, step by step. */
export function trace(packet: Packet, program: Program, following?: Following): Trace {
  return assemble(packet, follow(packet, program, 'steps', following), program)
}

/** Like `trace` without its steps: for many packets. Detail 'verdict' leaves out the rules too. */
export function judge(
  packet: Packet,
  program: Program,
  detail: Exclude<Detail, 'steps'>,
  following?: Following,
): Trace {
  return assemble(packet, follow(packet, program, detail, following), program)
}

function assemble(packet: Packet, run: Run, program: Program): Trace {
  const ways = waysOf(run)
  const first = ways[0] as Way
  if (ways.length === 1 && run.cut === undefined && first.verdict !== 'UNKNOWN')
    return alone(packet, first, presumed(program, run), ways)
  const verdicts = new Set(ways.map(({ verdict }) => verdict))
  const agreed = verdicts.size === 1 && run.cut === undefined
  const others = ways.slice(1).map(({ rules }) => new Set(rules))
  return {
    packet,
    verdict: agreed ? first.verdict : 'UNKNOWN',
    by: ways.every(({ by }) => by === first.by) ? first.by : undefined,
    rules: others.length === 0 ? first.rules : first.rules.filter((id) => others.every((rules) => rules.has(id))),
    final: first.final,
    perhaps: agreed && first.verdict !== 'UNKNOWN' ? [] : openQuestions(run, ways),
    presumed: presumed(program, run),
    ways,
    cut: run.cut !== undefined,
  }
}

// As most packets go, of which there may be many.
function alone(packet: Packet, way: Way, taken: readonly string[], ways: readonly Way[]): Trace {
  const { verdict, by, rules, final } = way
  return { packet, verdict, by, rules, final, perhaps: [], presumed: taken, ways, cut: false }
}

function waysOf(run: Run): readonly Way[] {
  const [only, second] = run.done
  if (only !== undefined && second === undefined) return [wayOf(only, new Map())]
  const passages = run.done.toSorted((a, b) => a.way - b.way)
  const ways: Way[] = []
  // A way that joins another has a greater number than that one, or began at one that has.
  const made = new Map<number, Way>()
  for (const passage of run.done) made.set(passage.way, wayOf(passage, made))
  for (const { way } of passages) ways.push(made.get(way) as Way)
  return ways
}

function wayOf(passage: PacketState, made: ReadonlyMap<number, Way>): Way {
  const end = passage.end as End
  const own = passage.matched?.map(({ id }) => id) ?? []
  const { by, connection, origin, log } = passage
  const joined = end.kind === 'joins' ? made.get(end.way) : undefined
  if (end.kind === 'joins' && joined !== undefined) {
    const rules = [...own, ...joined.rules.slice(end.rule)]
    return { ...joined, rules, end, steps: log ?? [], from: origin?.way, shared: origin?.shared ?? 0 }
  }
  return {
    verdict: verdictOf(end),
    by,
    rules: own,
    final: viewOf(passage),
    end,
    steps: log ?? [],
    from: origin?.way,
    shared: origin?.shared ?? 0,
    connection,
  }
}

function verdictOf(end: End): Verdict {
  switch (end.kind) {
    case 'host':
    case 'out':
      return 'ACCEPT'
    case 'dropped':
      return 'DROP'
    case 'rejected':
      return 'REJECT'
    case 'dead':
      return 'NO ROUTE'
    case 'unknown':
    case 'joins':
      return 'UNKNOWN'
  }
}

// A question matters if the ways behind its two answers do not all end alike.
function openQuestions(run: Run, ways: readonly Way[]): readonly Doubt[] {
  const children = new Map<number, PacketState[]>()
  for (const passage of run.done) {
    if (passage.origin === undefined) continue
    const siblings = children.get(passage.origin.way) ?? []
    children.set(passage.origin.way, siblings)
    siblings.push(passage)
  }
  const found = new Map<string, Doubt>(run.cut && [[run.cut.key, run.cut]])
  const verdictsFrom = (way: number, after: number): Set<Verdict> => {
    const verdicts = new Set<Verdict>([ways[way]?.verdict ?? 'UNKNOWN'])
    const later = (children.get(way) ?? []).filter((child) => child.way > after).sort((a, b) => b.way - a.way)
    for (const child of later) {
      for (const verdict of verdictsFrom(child.way, child.way)) verdicts.add(verdict)
      const doubt = child.origin?.doubt
      if (doubt !== undefined && (verdicts.size > 1 || verdicts.has('UNKNOWN'))) found.set(doubt.key, doubt)
    }
    return verdicts
  }
  verdictsFrom(0, 0)
  for (const { end } of ways)
    if (end.kind === 'unknown' && end.why === 'missing-chain')
      found.set(end.by, { cause: 'unread', key: `missing-chain ${end.by}` })
  return [...found.values()]
}

// Facts that no rule asks for, that were not read and that decide: what they are on a host with containers.
function presumed({ world }: Program, run: Run): readonly string[] {
  const facts = new Set<string>()
  for (const { packet, family, hook, bridged, looped } of run.done) {
    if (packet.local || looped || bridged || hook === 'INPUT' || hook === 'PREROUTING') continue
    const name = family === 'ipv4' ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding'
    if (world.sysctl(name) === undefined) facts.add(`${name}=1`)
  }
  for (const { packet, family, dst } of run.done)
    for (const { destination, device, type } of likelyRoutes(world.facts, family))
      for (const address of [packet.src, packet.dst, dst])
        if (address !== undefined && liesIn(address, destination))
          facts.add(
            type === 'local'
              ? `local ${writeAddress(destination.address)}`
              : `${writePrefix(destination)} dev ${device}`,
          )
  return [...facts]
}
