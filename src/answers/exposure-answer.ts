import { writeAddress } from '#base/prefix.ts'
import { isPrivate } from '#base/private-address.ts'
import { append, groupBy } from '#base/lists.ts'
import { isRefusal, type Refusal, refusal } from '#model/answer.ts'
import { type Message, message } from '#model/diagnostic.ts'
import {
  type Assumption,
  type Door,
  type DoorTarget,
  type Exposure,
  type ExposureCell,
  type ExposurePart,
  type ExposureZone,
  exposureStates,
  targetText,
} from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { SourceClasses } from '#netfilter/source-classes.ts'
import { DespiteSearch } from './exposure-despite.ts'
import { type PlainDoor, plainDoors } from './exposure-doors.ts'
import { ExposureJudge, isLoopback, type JudgedCell } from './exposure-judge.ts'
import { type AskedZone, exposureZones } from './exposure-zones.ts'
import { ownersOf } from './owners-answer.ts'
import { prepare } from './trace-answer.ts'
import { hostAddress } from './zones.ts'

/** Which part of the exposure to find out. */
export interface ExposureRequest {
  /** `NAME=INTERFACE,PREFIX,…` */
  readonly zones: readonly string[]
  /** The only zone to ask for. */
  readonly from: string | undefined
  /** A port, address, container or process: only doors of these. */
  readonly to: string | undefined
  /** Only zones of these kinds; undefined: all. */
  readonly kinds?: readonly ExposureZone['kind'][]
  /** Each family in a row of its own, also where both fare alike. */
  readonly apart?: boolean
  /** Every address of each zone, not only the one that stands for it. */
  readonly all?: boolean
}

/** Who can reach what: every door of the host, asked from every zone. */
export function answerExposure(snapshot: Snapshot, request: ExposureRequest): Exposure | Refusal {
  const all = exposureZones(snapshot, request.zones)
  if (isRefusal(all)) return all
  const { from, kinds, apart, all: everyAddress = false } = request
  const asked = all.filter(
    ({ zone }) => (from === undefined || zone.name === from) && (kinds === undefined || kinds.includes(zone.kind)),
  )
  if (asked.length === 0 && kinds === undefined)
    return refusal('exposure/no-zone', { name: from ?? '', names: all.map(({ zone }) => zone.name).join(', ') })
  const plain = plainDoors(snapshot, ownersOf(snapshot)).filter((door) => isMeant(door, request.to))
  const doors = judgedDoors(snapshot, plain, asked, everyAddress)
  const address = hostAddress(snapshot.facts, 'ipv4') ?? hostAddress(snapshot.facts, 'ipv6')
  return {
    source: snapshot.name,
    zones: asked.map(({ zone }) => zone),
    doors: (apart === true ? doors : merged(doors)).toSorted(byImportance),
    assumed: assumptionsOf(snapshot),
    hostAddress: address === undefined ? undefined : writeAddress(address),
  }
}

/** The doors with what each zone meets at them, one row for each family. */
export function judgedDoors(
  snapshot: Snapshot,
  doors: readonly PlainDoor[],
  zones: readonly AskedZone[],
  everyAddress = false,
): readonly Door[] {
  const program = prepare(snapshot)
  const divider = everyAddress ? new SourceClasses(lowerSnapshot(snapshot), program, snapshot.facts) : undefined
  const judge = new ExposureJudge(snapshot, program, ownersOf(snapshot), divider)
  const asking = { judge, despite: new DespiteSearch(program, snapshot, judge) }
  return doors.flatMap((door) => openDoor(door, zones, asking))
}

interface Asking {
  readonly judge: ExposureJudge
  readonly despite: DespiteSearch
}

/** Whether a door is one that was asked for. */
export function isMeant({ address, port, protocol, target }: PlainDoor, wanted: string | undefined): boolean {
  if (wanted === undefined) return true
  const names = [String(port), `${port}/${protocol}`, `:${port}`, address, `${address}:${port}`]
  const end = target?.kind === 'container' ? target.name : target?.kind === 'host' ? target.process : ''
  return [...names, end].includes(wanted)
}

/** A door of one family with its cells; none where nobody but the host can ask for it by this family. */
function openDoor(door: PlainDoor, zones: readonly AskedZone[], asking: Asking): readonly Door[] {
  const { judge } = asking
  const judged = zones.map((zone) => judge.judge(door, zone))
  const isAsked = judged.some((one, index) => one !== undefined && zones[index]?.zone.kind !== 'host')
  if (!isAsked && zones.length > 1) return []
  const found = judged.filter((one): one is JudgedCell => one !== undefined)
  const best = found.find(({ cell }) => cell.state !== 'closed') ?? found.find(({ target }) => target !== undefined)
  const { despite, notes } = remarks(door, judged, zones, best?.target, asking)
  return [
    {
      kind: door.kind,
      families: [door.family],
      ...{ protocol: door.protocol, address: door.address, port: door.port, network: door.network },
      target: best?.target ?? door.target ?? { kind: 'host', process: '' },
      cells: judged.map((one) => one?.cell),
      despite,
      notes,
    },
  ]
}

function remarks(
  door: PlainDoor,
  judged: readonly (JudgedCell | undefined)[],
  zones: readonly AskedZone[],
  target: DoorTarget | undefined,
  { despite }: Asking,
): { despite: string | undefined; notes: readonly Message[] } {
  const open = judged.find(
    (one, index) => one?.cell.state === 'open' && ['internet', 'lan', 'named'].includes(zones[index]?.zone.kind ?? ''),
  )
  const isPort = door.kind !== 'direct'
  const found = isPort && open?.packet !== undefined ? despite.find(open.packet) : undefined
  const notes: Message[] = found === undefined ? [] : [found.note]
  if (!isPort && open !== undefined) notes.push(message('exposure/note-direct'))
  if (isLoopback(door.address))
    notes.push(message(open === undefined ? 'exposure/note-loopback' : 'exposure/note-loopback-open'))
  if (door.target?.kind === 'container' && target !== undefined && targetText(target) !== targetText(door.target))
    notes.push(message('exposure/note-elsewhere', { to: targetText(target), meant: targetText(door.target) }))
  judged.forEach((one, index) => {
    const clients = one?.differ.map(({ from, state }) => `${from} ${state}`) ?? []
    const zone = zones[index]?.zone.name ?? ''
    if (clients.length > 0) notes.push(message('exposure/note-parts', { zone, clients: clients.join(', ') }))
    append(notes, partNotes(zone, one?.cell.parts ?? []))
  })
  const cut = zones.filter((_, index) => judged[index]?.cut === true && judged[index].cell.state !== 'perhaps')
  if (cut.length > 0) notes.push(message('exposure/note-cut', { zones: cut.map(({ zone }) => zone.name).join(', ') }))
  return { despite: found?.rule, notes }
}

// The most addresses are those that nothing has to be said about.
function partNotes(zone: string, [, ...others]: readonly ExposurePart[]): readonly Message[] {
  return others.map(({ state, from, more }) =>
    message('exposure/note-sources', { zone, state, from: from.join(', '), more }),
  )
}

/** One row for both families where no zone fares differently by them; else the IPv6 row says where only it is open. */
function merged(doors: readonly Door[]): readonly Door[] {
  const groups = groupBy(doors, (door) => (door.address === '' ? `${door.kind} ${door.protocol} ${door.port}` : door))
  return [...groups.values()].flatMap((group) => {
    const [four, six, ...more] = group
    if (four === undefined || six === undefined || more.length > 0) return group
    if (areAlike(four, six)) {
      const cells = four.cells.map((cell, index) => cell ?? six.cells[index])
      return [{ ...four, cells, families: [...four.families, ...six.families] }]
    }
    const onlySix = six.cells.some((cell, index) => cell?.state === 'open' && four.cells[index]?.state === 'closed')
    return onlySix ? [four, { ...six, notes: [...six.notes, message('exposure/note-ipv6-only')] }] : group
  })
}

function areAlike(four: Door, six: Door): boolean {
  const said = ({ target, despite, notes }: Door) =>
    JSON.stringify([
      target.kind === 'address' ? '' : targetText(target),
      despite?.replace(/^ipv[46]/, ''),
      notes.map(({ id }) => id),
    ])
  const isSame = (cell: ExposureCell | undefined, index: number) => {
    const other = six.cells[index]
    const isWhole = cell?.parts === undefined && other?.parts === undefined
    return cell === undefined || other === undefined || (cell.state === other.state && isWhole)
  }
  return said(four) === said(six) && four.cells.every(isSame)
}

const kinds: Readonly<Record<Door['kind'], number>> = { published: 0, forwarded: 1, listening: 2, direct: 3 }

function byImportance(a: Door, b: Door): number {
  const rank = ({ cells, despite, kind, address, port }: Door) => [
    kind === 'direct' ? 1 : 0,
    despite === undefined ? 1 : 0,
    exposureStates.indexOf(cells.find((cell) => cell !== undefined)?.state ?? 'closed'),
    isLoopback(address) ? 1 : 0,
    kinds[kind],
    port,
  ]
  const [one, other] = [rank(a), rank(b)]
  const at = one.findIndex((value, index) => value !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

/** What was not read, and so is assumed. */
export function assumptionsOf({ facts, rulesets, native, docker, texts }: Snapshot): readonly Assumption[] {
  const family = (wanted: Family) => rulesets.some((ruleset) => ruleset.family === wanted)
  const address = hostAddress(facts, 'ipv4')
  const isPartly = texts.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error'))
  const drivers = (docker?.networks ?? []).filter(({ driver }) => driver === 'macvlan' || driver === 'ipvlan')
  const used = new Set(
    (docker?.containers ?? []).flatMap(({ endpoints }) => endpoints.map(({ networkId }) => networkId)),
  )
  const found: Readonly<Record<Assumption, boolean>> = {
    'rules-ipv4': !family('ipv4'),
    'rules-ipv6': !family('ipv6'),
    'rules-partly': isPartly,
    nftables: native === undefined,
    interfaces: facts.interfaces === undefined,
    routes: facts.routes === undefined,
    sysctls: facts.sysctls === undefined,
    ipsets: facts.ipsets === undefined,
    sockets: facts.sockets === undefined,
    docker: docker === undefined,
    'docker-partly': (docker?.unread ?? []).length > 0,
    macvlan: drivers.some(({ id }) => used.has(id)),
    'private-address': address !== undefined && isPrivate(address),
  }
  return (Object.keys(found) as Assumption[]).filter((code) => found[code])
}
