import { interval, subtract } from '#base/intervals.ts'
import { readAddress, writeAddress } from '#base/prefix.ts'
import { isPrivate } from '#base/private-address.ts'
import { remembered } from '#base/remember.ts'
import { isRefusal } from '#model/answer.ts'
import type { Conversation } from '#model/conversation.ts'
import {
  type DoorTarget,
  type ExposureCell,
  type ExposurePart,
  type ExposureReason,
  type ExposureState,
  exposureStates,
} from '#model/exposure.ts'
import type { Facts } from '#model/facts.ts'
import type { Owner, Owners } from '#model/owner.ts'
import type { Packet } from '#model/packet.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import type { Program } from '#netfilter/program.ts'
import type { SourceClasses } from '#netfilter/source-classes.ts'
import { uplinksOf } from '#netfilter/uplinks.ts'
import { containerNameAt, endOf, leadsAway } from './connection-end.ts'
import { judgeConversation } from './conversation-answer.ts'
import type { PlainDoor } from './exposure-doors.ts'
import { metSources, partsOf, type Way } from './exposure-sources.ts'
import type { AskedZone, ZoneClient } from './exposure-zones.ts'
import { ownerOfRule } from './rule-owner.ts'
import { packetOf } from './trace-answer.ts'

/** A cell with what it was found out by. */
export interface JudgedCell {
  readonly cell: ExposureCell
  /** undefined: no packet had to be followed. */
  readonly packet: Packet | undefined
  readonly target: DoorTarget | undefined
  /** What each client of the zone met, where they do not meet the same. */
  readonly differ: readonly { readonly from: string; readonly state: ExposureState }[]
  readonly way: Way
  /** Whether addresses of the zone were not followed, although rules may tell them from those that were. */
  readonly cut?: boolean
}

/** Asks for one zone after the other at one door after the other, with one preparation for all. */
export class ExposureJudge {
  readonly #snapshot: Snapshot
  readonly #program: Program
  readonly #owners: Owners
  // Packets that differ in nothing but the port.
  readonly #packets = new Map<string, Packet | undefined>()
  readonly #owned = new Map<string, Owner | undefined>()

  // Undefined: the client that stands for a zone says enough.
  readonly #divider: SourceClasses | undefined

  constructor(snapshot: Snapshot, program: Program, owners: Owners, divider?: SourceClasses) {
    this.#divider = divider
    this.#snapshot = snapshot
    this.#program = program
    this.#owners = owners
  }

  ownerOf(id: string): Owner | undefined {
    if (!this.#owned.has(id)) this.#owned.set(id, ownerOfRule(id, this.#snapshot, this.#owners))
    return this.#owned.get(id)
  }

  /** What the client meets that gets furthest. undefined: nobody of the zone can ask. */
  judge(door: PlainDoor, asked: AskedZone): JudgedCell | undefined {
    const clients = asked.clients[door.family] ?? []
    if (clients.length === 0) return undefined
    const beyond = whyBeyond(door, asked, this.#snapshot.facts)
    if (beyond !== undefined)
      return { cell: closed(beyond), packet: undefined, target: undefined, differ: [], way: nowhere }
    const met = clients.flatMap((client) => {
      const found = this.judgeClient(door, asked, client)
      return found === undefined ? [] : [{ from: client.from, client, found }]
    })
    const [first] = met.toSorted(
      (a, b) => exposureStates.indexOf(a.found.cell.state) - exposureStates.indexOf(b.found.cell.state),
    )
    const isSame = met.every(({ found }) => found.cell.state === first?.found.cell.state)
    const differ = isSame ? [] : met.map(({ from, found }) => ({ from, state: found.cell.state }))
    if (first === undefined) return undefined
    if (this.#divider === undefined) return { ...first.found, differ }
    const all = met.map(({ client, found }) => this.classes(door, asked, client, found, mostClasses))
    const cell = withParts(first.found.cell, partsOf(all.flatMap(({ found }) => found)))
    return { ...first.found, cell, differ, cut: all.some(({ whole }) => !whole) }
  }

  /** What every address of a client's network meets at a door; `first`: what the client meets. */
  classes(door: PlainDoor, asked: AskedZone, client: ZoneClient, first: JudgedCell, most: number) {
    const { sources, from } = client
    const { packet } = first
    if (this.#divider === undefined || sources === undefined || packet?.sport === undefined)
      return { found: [], whole: sources === undefined }
    const { family, protocol, sport: clientPort } = packet
    // The host's own address does not come from another host.
    const others = packet.dst === undefined ? sources : subtract(sources, interval(packet.dst))
    const classes = { family, protocol, clientPort, sources: others, from, first, most }
    return metSources(classes, this.#divider, (one) => this.judgeClient(door, asked, { ...client, from: one }))
  }

  /** What one address meets at one door. */
  judgeClient(door: PlainDoor, asked: AskedZone, client: ZoneClient): JudgedCell | undefined {
    const packet = this.#packetFor(door, asked, client)
    if (packet === undefined) return undefined
    const { first, conversation } = judgeConversation(packet, this.#program, this.#snapshot)
    if (conversation === undefined) return undefined
    const cell = this.#cellOf(conversation, first)
    const isLocal = isLoopback(door.address) && asked.zone.kind !== 'host' && cell.state === 'closed'
    const found = isLocal ? closed('loopback') : cell
    const way = {
      state: found.state,
      servers: [packet.dst, first.final.dst].filter((one) => one !== undefined),
      ports: [packet.dport, first.final.dport].filter((one) => typeof one === 'number'),
    }
    return { cell: found, packet, target: this.#targetOf(conversation, first), differ: [], way }
  }

  #packetFor({ kind, family, protocol, address, port, network }: PlainDoor, { zone }: AskedZone, client: ZoneClient) {
    const own = client.own === undefined ? '' : writeAddress(client.own)
    const place = address === '' ? own : address
    const bridged = kind === 'direct' && zone.kind === 'network' && zone.name === network
    const key = `${zone.kind} ${zone.name} ${client.from} ${client.in} ${family} ${protocol} ${place} ${bridged}`
    if (!this.#packets.has(key)) {
      const to = `${place.includes(':') ? `[${place}]` : place}:${port}`
      const request = { from: client.from, to, in: client.in, out: undefined, protocol, family }
      const found = packetOf({ ...request, fields: bridged ? { bridged } : {} }, this.#snapshot)
      this.#packets.set(key, isRefusal(found) ? undefined : found)
    }
    const known = this.#packets.get(key)
    return known === undefined ? undefined : { ...known, dport: port }
  }

  #cellOf(conversation: Conversation, first: Trace): ExposureCell {
    const { verdict, by, trace, relayed } = conversation
    const plain = {
      by,
      owner: by === undefined ? undefined : this.ownerOf(by),
      proxy: relayed !== undefined,
      reason: undefined,
      unread: false,
    }
    switch (verdict) {
      case 'ACCEPT':
        return { ...plain, ...this.#reached(conversation, first) }
      case 'UNKNOWN': {
        const causes = trace.perhaps.map(({ cause }) => cause)
        const isLimit = causes.length > 0 && causes.every((cause) => cause === 'history')
        const unread = causes.some((cause) => cause === 'unread' || cause === 'fact')
        return { ...plain, state: isLimit ? 'limited' : 'perhaps', unread }
      }
      case 'REFUSED':
        return { ...plain, ...closed('refused') }
      case 'NO ROUTE':
        return { ...plain, state: 'closed', reason: by === undefined ? 'no-route' : undefined }
      case 'DROP':
      case 'REJECT':
      case 'ANSWER DROPPED':
      case 'ANSWER REJECTED':
      case 'LATER DROPPED':
      case 'ANSWER ASTRAY':
      case 'NO ANSWER':
      case 'PROXY BLOCKED':
        return { ...plain, state: 'closed', reason: by === undefined ? 'no-answer' : undefined }
    }
  }

  /** Whether somebody is where an answered connection leads, as far as the host can tell. */
  #reached(conversation: Conversation, first: Trace): ExposureCell | Pick<ExposureCell, 'state'> {
    const met = endOf(first, conversation, this.#snapshot)
    const end = first.ways[0]?.end
    if (met.kind === 'nobody') return closed('no-container')
    const isAstray =
      met.kind === 'container' &&
      end?.kind === 'out' &&
      !end.bridged &&
      leadsAway(end.device, met.name, this.#snapshot.docker)
    return isAstray ? closed('no-route') : { state: 'open' }
  }

  /** Where a connection ends, or where it was led before something stopped it. */
  #targetOf(conversation: Conversation, first: Trace): DoorTarget | undefined {
    const met = conversation.verdict === 'ACCEPT' ? endOf(first, conversation, this.#snapshot) : undefined
    const port = first.final.dport ?? first.packet.dport ?? 0
    if (met?.kind === 'container') return { kind: 'container', name: met.name, port: met.port ?? port }
    if (met?.kind === 'host') return { kind: 'host', process: met.process }
    const { dst } = first.final
    if (dst === undefined || dst === first.packet.dst) return undefined
    const name = containerNameAt(dst, this.#snapshot.docker)
    if (name !== undefined) return { kind: 'container', name, port }
    return { kind: 'address', address: writeAddress(dst), port }
  }
}

const nowhere: Way = { state: 'closed', servers: [], ports: [] }

// More are rarely told apart at one door.
const mostClasses = 64

// Where most addresses are stopped and some are not, the zone is neither open nor closed.
function withParts(cell: ExposureCell, parts: readonly ExposurePart[]): ExposureCell {
  if (parts.length === 0) return cell
  return { ...cell, parts, state: cell.state === 'closed' ? 'limited' : cell.state }
}

function closed(reason: ExposureReason): ExposureCell {
  return { state: 'closed', by: undefined, owner: undefined, proxy: false, reason, unread: false }
}

/** Whether an address is one of this host for itself only. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

/** Why nobody of a zone can send to an address at all. */
function whyBeyond({ address }: PlainDoor, { zone }: AskedZone, facts: Facts): ExposureReason | undefined {
  if (address === '' || zone.kind !== 'internet') return undefined
  if (isLoopback(address)) return 'loopback'
  const wanted = readAddress(address)
  // A router that translates addresses leads to the address that the uplink has, private or not.
  return wanted !== undefined && isPrivate(wanted) && !uplinkAddresses(facts).has(address) ? 'not-routed' : undefined
}

const uplinkAddresses = remembered((facts: Facts): ReadonlySet<string> => {
  const names = new Set(
    (['ipv4', 'ipv6'] as const).flatMap((family) => uplinksOf(facts, family).map((one) => one.device)),
  )
  const links = (facts.interfaces ?? []).filter(({ name }) => names.has(name))
  return new Set(links.flatMap(({ addresses }) => addresses.map(({ address }) => writeAddress(address))))
})
