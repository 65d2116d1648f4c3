import { readPrefix } from '#base/prefix.ts'
import { union } from '#base/intervals.ts'
import { isRefusal, type Refusal, refusal } from '#model/answer.ts'
import { type ExposureState, exposureStates } from '#model/exposure.ts'
import type { Packet } from '#model/packet.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { ReachedDoor, ReachedPart, ZoneReach } from '#model/zone-reach.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import type { Program } from '#netfilter/program.ts'
import { SourceClasses } from '#netfilter/source-classes.ts'
import { sizeOf } from '#space/box.ts'
import { answerConversation } from './conversation-answer.ts'
import { isMeant } from './exposure-answer.ts'
import { type PlainDoor, plainDoors } from './exposure-doors.ts'
import { ExposureJudge, type JudgedCell } from './exposure-judge.ts'
import { type MetSources, mostShown, sourcesText } from './exposure-sources.ts'
import { type AskedZone, exposureZones, type ZoneClient } from './exposure-zones.ts'
import { ownersOf } from './owners-answer.ts'
import { answerTrace, prepare } from './trace-answer.ts'

/** What to find out: `from` a zone, address or network; `to` a port, address, container or process. */
export interface ZoneReachRequest {
  readonly from: string
  readonly to: string
  /** `NAME=INTERFACE,PREFIX,…` */
  readonly zones: readonly string[]
}

interface Asking {
  readonly snapshot: Snapshot
  readonly program: Program
  readonly judge: ExposureJudge
}

// So many classes of sources are followed for one port.
const mostClasses = 4096

/** Whether any packet of a zone reaches a port, and which. */
export function answerZoneReach(snapshot: Snapshot, request: ZoneReachRequest): ZoneReach | Refusal {
  const zone = zoneOf(snapshot, request)
  if (isRefusal(zone)) return zone
  const wanted = doorsOf(snapshot, request.to)
  if (wanted.length === 0) return refusal('zone-reach/no-door', { to: request.to })
  const program = prepare(snapshot)
  const divider = new SourceClasses(lowerSnapshot(snapshot), program, snapshot.facts)
  const judge = new ExposureJudge(snapshot, program, ownersOf(snapshot), divider)
  const asking = { snapshot, program, judge }
  const found = wanted.flatMap((door) => reachedDoor(door, zone, asking) ?? [])
  const states = found.flatMap(({ door }) => door.parts.map(({ state }) => state))
  return {
    source: snapshot.name,
    from: request.from,
    to: request.to,
    verdict: exposureStates.find((state) => states.includes(state)) ?? 'closed',
    doors: found.map(({ door }) => door),
    whole: found.every(({ door }) => door.whole),
    unread: found.some(({ unread }) => unread),
  }
}

function zoneOf(snapshot: Snapshot, { from, zones }: ZoneReachRequest): AskedZone | Refusal {
  const isPlace = readPrefix(from) !== undefined
  const all = exposureZones(snapshot, isPlace ? [...zones, `${from}=${from}`] : zones)
  if (isRefusal(all)) return all
  return (
    all.find(({ zone }) => zone.name === from) ??
    refusal('exposure/no-zone', { name: from, names: all.map(({ zone }) => zone.name).join(', ') })
  )
}

const end = /^(?:\[?(?<address>[0-9a-f.:]*[0-9a-f])\]?:|:)?(?<port>\d{1,5})(?:\/(?<protocol>tcp|udp|sctp))?$/

// A port that nothing is known to serve may be asked for too.
function doorsOf(snapshot: Snapshot, to: string): readonly PlainDoor[] {
  const known = plainDoors(snapshot, ownersOf(snapshot)).filter((door) => isMeant(door, to))
  if (known.length > 0) return known
  const { address = '', port, protocol = 'tcp' } = end.exec(to)?.groups ?? {}
  if (port === undefined || Number(port) > 65_535) return []
  const families = address === '' ? (['ipv4', 'ipv6'] as const) : ([address.includes(':') ? 'ipv6' : 'ipv4'] as const)
  return families.map((family) => ({
    kind: 'listening',
    family,
    protocol: protocol as PlainDoor['protocol'],
    address,
    port: Number(port),
    target: undefined,
    network: undefined,
  }))
}

function reachedDoor(
  door: PlainDoor,
  zone: AskedZone,
  asking: Asking,
): { readonly door: ReachedDoor; readonly unread: boolean } | undefined {
  const { judge } = asking
  const clients = zone.clients[door.family] ?? []
  const all = clients.map((client) => metBy(door, zone, client, judge))
  const found = all.flatMap((one) => one.found)
  const [first] = found
  if (first === undefined) return undefined
  const { family, protocol, address, port } = door
  const best = found.find(({ met }) => met.cell.state === 'open') ?? first
  return {
    door: {
      ...{ family, protocol, address, port },
      target: best.met.target ?? door.target,
      parts: partsOf(found, asking),
      whole: all.every(({ whole }) => whole),
    },
    unread: found.some(({ met }) => met.cell.unread),
  }
}

// A client without other addresses stands for itself.
function metBy(door: PlainDoor, zone: AskedZone, client: ZoneClient, judge: ExposureJudge) {
  const probe = judge.judge(door, { ...zone, clients: { [door.family]: [{ ...client, sources: undefined }] } })
  if (probe === undefined) return { found: [], whole: true }
  const alone = { found: [{ sources: [], from: client.from, met: probe }], whole: true }
  if (client.sources === undefined || probe.packet === undefined) return alone
  return judge.classes(door, zone, client, probe, mostClasses)
}

function partsOf(found: readonly MetSources<JudgedCell>[], asking: Asking): readonly ReachedPart[] {
  const parts = exposureStates.flatMap((state) => {
    const own = found.filter(({ met }) => met.cell.state === state)
    const [first] = own.toSorted((a, b) => sizeOf(b.sources) - sizeOf(a.sources))
    if (first === undefined) return []
    const set = union(own.flatMap(({ sources }) => sources))
    const example = first.met.packet && { packet: first.met.packet, confirmed: isSo(first.met.packet, state, asking) }
    const text = set.length === 0 ? [first.from] : sourcesText(set)
    const part = { state, from: text, more: Math.max(0, set.length - mostShown), by: first.met.cell.by, example }
    return [{ part, size: sizeOf(set) }]
  })
  return parts.toSorted((a, b) => b.size - a.size).map(({ part }) => part)
}

// Followed once more, step by step.
function isSo(packet: Packet, state: ExposureState, { snapshot, program }: Asking): boolean {
  const verdict = answerConversation(answerTrace(packet, program), program, snapshot)?.verdict
  if (verdict === 'UNKNOWN') return state === 'perhaps' || state === 'limited'
  return (verdict === 'ACCEPT') === (state === 'open')
}
