import type { AddressNumber } from '#base/address.ts'
import { type Intervals, subtract, union } from '#base/intervals.ts'
import { liesIn } from '#base/network.ts'
import { type Prefix, readPrefix, writeAddress } from '#base/prefix.ts'
import { isLinkLocal } from '#base/private-address.ts'
import { type Refusal, isRefusal, refusal } from '#model/answer.ts'
import type { DockerNetwork } from '#model/docker.ts'
import type { ExposureZone } from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { uplinksOf } from '#netfilter/uplinks.ts'
import { internetSources, networkAround, networkSources } from './zone-sources.ts'
import {
  freeAddress,
  internetAddress,
  lanNeighbour,
  neighbourOn,
  networkNeighbour,
  ownAddress,
  takenBy,
} from './zones.ts'

/** Who asks for a zone in one family: an end as `readEnd` reads it, and where its packets come in. */
export interface ZoneClient {
  readonly from: string
  readonly in: string | undefined
  /** The address of this host that the zone knows. */
  readonly own: AddressNumber | undefined
  /** Every address that the client may have; undefined: only its own. */
  readonly sources: Intervals | undefined
}

/** A zone with the clients that stand for it: one for each part of it. */
export interface AskedZone {
  readonly zone: ExposureZone
  readonly clients: Readonly<Partial<Record<Family, readonly ZoneClient[]>>>
}

const families = ['ipv4', 'ipv6'] as const

/** The columns: internet, LAN, the zones of the user, networks with running containers, the host. `given`: `NAME=INTERFACE,PREFIX,…`. */
export function exposureZones(snapshot: Snapshot, given: readonly string[]): readonly AskedZone[] | Refusal {
  const named = given.map((text) => readZone(text, snapshot))
  const wrong = named.find(isRefusal)
  if (wrong !== undefined) return wrong
  const own = named.filter((one): one is AskedZone => !isRefusal(one))
  return withUsualZones(snapshot, own)
}

/** The usual columns with zones that are known. `taken`: networks that are not of the internet. */
export function withUsualZones(
  snapshot: Snapshot,
  own: readonly AskedZone[],
  taken: readonly Prefix[] = [],
): readonly AskedZone[] {
  const usual = [
    made({ kind: 'internet', name: 'internet' }, (family) => internet(snapshot, family, taken, own)),
    made({ kind: 'lan', name: 'lan' }, (family) => lan(snapshot, family)),
  ]
  const find = (name: string) => own.findLast(({ zone }) => zone.name === name)
  const host = made({ kind: 'host', name: 'host' }, (family) => {
    const address = ownAddress(snapshot.facts, family)
    return address === undefined ? undefined : { from: 'host', in: undefined, own: address, sources: undefined }
  })
  return [
    ...usual.map((zone) => find(zone.zone.name) ?? zone),
    ...own.filter((one) => !['internet', 'lan'].includes(one.zone.name) && find(one.zone.name) === one),
    ...networks(snapshot),
    host,
  ].filter(({ clients }) => families.some((family) => clients[family] !== undefined))
}

function made(
  zone: Pick<ExposureZone, 'kind' | 'name'>,
  find: (family: Family) => ZoneClient | readonly ZoneClient[] | undefined,
): AskedZone {
  const clients: Partial<Record<Family, readonly ZoneClient[]>> = {}
  for (const family of families) {
    const found = [find(family) ?? []].flat()
    if (found.length > 0) clients[family] = found
  }
  const all = Object.values(clients)
    .flat()
    .filter(({ from }) => from !== 'host')
  const devices = new Set(all.map((client) => client.in))
  const addresses = new Set(all.map(({ from }) => from.replace(/[[\]]/g, '')))
  return { zone: { ...zone, addresses: [...addresses], device: devices.size === 1 ? all[0]?.in : undefined }, clients }
}

// `others`: zones of the user, whose addresses are not meant by the internet.
function internet(
  snapshot: Snapshot,
  family: Family,
  taken: readonly Prefix[],
  others: readonly AskedZone[],
): ZoneClient | undefined {
  const { facts } = snapshot
  const own = ownAddress(facts, family)
  const isKnown = facts.interfaces !== undefined || facts.routes !== undefined
  // A host without an uplink, or with a link-local address only, is not reached from outside.
  if (own === undefined || isLinkLocal(own) || (isKnown && uplinksOf(facts, family).length === 0)) return undefined
  const named = others.flatMap(({ clients }) => (clients[family] ?? []).flatMap((client) => client.sources ?? []))
  const sources = subtract(internetSources(snapshot, family, taken), union(named))
  return { from: writeEnd(internetAddress(snapshot, family, taken)), in: undefined, own, sources }
}

function lan(snapshot: Snapshot, family: Family): ZoneClient | undefined {
  const found = lanNeighbour(snapshot, family)
  if (found === undefined) return undefined
  const { address, device, own } = found
  return { from: writeEnd(address), in: device, own, sources: sourcesAround(address, snapshot) }
}

function networks(snapshot: Snapshot): readonly AskedZone[] {
  const running = (snapshot.docker?.containers ?? []).filter((one) => one.running)
  const used = new Set(running.flatMap(({ endpoints }) => endpoints.map(({ networkId }) => networkId)))
  const bridges = (snapshot.docker?.networks ?? []).filter(({ id, driver }) => driver === 'bridge' && used.has(id))
  return bridges.map((network) => networkZone(network, snapshot))
}

/** The containers of a network of Docker. */
export function networkZone({ id, name }: Pick<DockerNetwork, 'id' | 'name'>, snapshot: Snapshot): AskedZone {
  return made({ kind: 'network', name }, (family) => {
    const found = networkNeighbour(id, snapshot, family)
    const own = ownAddress(snapshot.facts, family) ?? found?.own
    if (found === undefined) return undefined
    const { address, device } = found
    return { from: writeEnd(address), in: device, own, sources: sourcesAround(address, snapshot) }
  })
}

function readZone(text: string, snapshot: Snapshot): AskedZone | Refusal {
  const [, name = '', list = ''] = /^([^=\s]+)=(\S+)$/.exec(text) ?? []
  const parts = list.split(',').filter((part) => part !== '')
  if (name === '' || name === 'host' || parts.length === 0) return refusal('exposure/bad-zone', { text })
  const prefixes = parts.flatMap((part) => readPrefix(part) ?? [])
  const devices = parts.filter((part) => readPrefix(part) === undefined)
  const { interfaces } = snapshot.facts
  const missing = devices.find((device) => interfaces !== undefined && !interfaces.some((one) => one.name === device))
  if (missing !== undefined) return refusal('exposure/no-interface', { zone: name, interface: missing })
  const zone = zoneAt(name, [{ devices, prefixes }], snapshot)
  return zone.clients.ipv4 === undefined && zone.clients.ipv6 === undefined
    ? refusal('exposure/empty-zone', { zone: name })
    : zone
}

/** Networks by interfaces; every network, or every interface, where the other list is empty. */
export interface ZonePlace {
  readonly devices: readonly string[]
  readonly prefixes: readonly Prefix[]
}

/** A zone of several places. */
export function zoneAt(name: string, places: readonly ZonePlace[], snapshot: Snapshot): AskedZone {
  const kind = name === 'internet' || name === 'lan' ? name : 'named'
  return made({ kind, name }, (family) => places.flatMap((place) => zoneClients(family, name, place, snapshot)))
}

/** One client for each network that was given by each interface; for each interface where no network was given. */
function zoneClients(
  family: Family,
  name: string,
  { devices, prefixes }: ZonePlace,
  snapshot: Snapshot,
): readonly ZoneClient[] {
  const own = prefixes.filter(({ address }) => (typeof address === 'bigint') === (family === 'ipv6'))
  if (prefixes.length > 0 && own.length === 0) return []
  const places = devices.length === 0 ? [undefined] : devices
  return (own.length === 0 ? [undefined] : own).flatMap((prefix) =>
    places.flatMap((device) => zoneClient(family, name, device, prefix, snapshot) ?? []),
  )
}

function zoneClient(
  family: Family,
  name: string,
  device: string | undefined,
  prefix: Prefix | undefined,
  snapshot: Snapshot,
): ZoneClient | undefined {
  const taken = takenBy(snapshot, family)
  const near = addressOn(device, prefix, family, snapshot)
  const own = near ?? ownAddress(snapshot.facts, family)
  const sourcesOf = (address: AddressNumber) => {
    if (prefix !== undefined) return networkSources(prefix, snapshot)
    return name === 'internet' ? internetSources(snapshot, family, []) : sourcesAround(address, snapshot)
  }
  const client = (address: AddressNumber | undefined): ZoneClient | undefined =>
    address === undefined ? undefined : { from: writeEnd(address), in: device, own, sources: sourcesOf(address) }
  if (prefix !== undefined) return client(freeAddress(prefix, taken) ?? prefix.address)
  if (device === undefined) return undefined
  const link = snapshot.facts.interfaces?.find((one) => one.name === device)
  if (name === 'internet') return client(internetAddress(snapshot, family))
  return link === undefined || near === undefined ? undefined : client(neighbourOn(link, near, snapshot))
}

function sourcesAround(address: AddressNumber, snapshot: Snapshot): Intervals | undefined {
  const network = networkAround(address, snapshot)
  return network === undefined ? undefined : networkSources(network, snapshot)
}

/** The host's own address in a zone: the one within its prefix, else that of its interface. */
function addressOn(
  device: string | undefined,
  prefix: Prefix | undefined,
  family: Family,
  { facts }: Snapshot,
): AddressNumber | undefined {
  const links = (facts.interfaces ?? []).filter(({ name }) => device === undefined || name === device)
  const own = links.flatMap(({ addresses }) => addresses.filter((one) => one.family === family))
  const inside = own.find(({ address }) => prefix !== undefined && liesIn(address, prefix))
  const usual = device === undefined ? undefined : own.find(({ address }) => !isLinkLocal(address))
  return (inside ?? usual)?.address
}

/** An address as `readEnd` reads it. */
export function writeEnd(address: AddressNumber): string {
  const text = writeAddress(address)
  return text.includes(':') ? `[${text}]` : text
}
