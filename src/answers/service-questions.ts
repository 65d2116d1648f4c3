import { groupBy } from '#base/lists.ts'
import { liesIn } from '#base/network.ts'
import { isLinkLocal, isPrivate } from '#base/private-address.ts'
import { type Prefix, readAddress, readPrefix, writeAddress } from '#base/prefix.ts'
import { bridgeName, type Container, type DockerNetwork, type Endpoint, type PublishedPort } from '#model/docker.ts'
import { networkOfId } from '#model/docker-index.ts'
import type { Interface } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import { isAnyAddress, type Service, type Zone } from '#model/service.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { uplinksOf } from '#netfilter/uplinks.ts'
import { endpointsByWayOut } from './endpoint.ts'
import { lanNeighbour, neighbourOn, ownAddress } from './zones.ts'

/** A connection that should be possible; its ends are named as `readEnd` reads them. */
export interface ServiceQuestion {
  readonly service: Service
  readonly family: Family
  readonly zone: Zone
  readonly from: string
  /** The interface it comes in by, where the name of the sender does not say it. */
  readonly in: string | undefined
  /** Without the port, so that equal ones are equal. */
  readonly to: string
  readonly protocol: PublishedPort['protocol']
  readonly port: number
  /** The network whose bridge it needs. */
  readonly network: DockerNetwork | undefined
}

/** Whether the engine would masquerade a network: only then its containers should reach the outside by a family. */
export type Masquerades = (network: string, family: Family) => boolean

/** Every connection that Docker's networks and published ports promise on this host. */
export function serviceQuestions(snapshot: Snapshot, masquerades: Masquerades): readonly ServiceQuestion[] {
  const families = (['ipv4', 'ipv6'] as const).filter((family) =>
    snapshot.rulesets.some((ruleset) => ruleset.family === family),
  )
  const running = (snapshot.docker?.containers ?? []).filter((container) => container.running)
  const active = running.filter(({ paused, restarting }) => paused !== true && restarting === undefined)
  return [
    ...portQuestions(running, families, snapshot),
    ...families.flatMap((family) => [
      ...outsideQuestions(active, family, snapshot, masquerades),
      ...neighbourQuestions(active, family, snapshot),
    ]),
  ]
}

interface Client {
  readonly zone: Zone
  readonly from: string
  readonly in?: string | undefined
}

function portQuestions(
  running: readonly Container[],
  families: readonly Family[],
  snapshot: Snapshot,
): readonly ServiceQuestion[] {
  const clients = new Map<string, readonly Client[]>()
  const clientsOf = (address: string, family: Family): readonly Client[] => {
    const key = `${family} ${isAnyAddress(address) ? '' : address}`
    const known = clients.get(key) ?? findClients(address, family, snapshot)
    clients.set(key, known)
    return known
  }
  return running.flatMap((container) => {
    const asked = new Set<string>()
    return (container.restarting?.ports ?? container.ports).flatMap((port) =>
      familiesOf(port.hostAddress).flatMap((family) => {
        const { protocol, hostAddress, hostPort } = port
        const place = isAnyAddress(hostAddress) ? '' : hostAddress
        const key = `${family} ${protocol} ${place} ${hostPort}`
        // An engine that lists 0.0.0.0 and :: lists each port twice; 0 is no port of the host.
        if (hostPort === 0 || !families.includes(family) || asked.has(key)) return []
        asked.add(key)
        const service: Service = { kind: 'port', container: container.name, port }
        const to = place.includes(':') ? `[${place}]` : place
        const network = networkOfEndpoint(endpointsByWayOut(container, snapshot.docker)[0], snapshot)
        return clientsOf(hostAddress, family).map((client) => ({
          ...{ service, family, to, protocol, port: hostPort, network, in: client.in },
          ...{ zone: client.zone, from: client.from },
        }))
      }),
    )
  })
}

function familiesOf(address: string): readonly Family[] {
  if (address === '') return ['ipv4', 'ipv6']
  return [address.includes(':') ? 'ipv6' : 'ipv4']
}

/** Who should reach a port that is published on an address. */
function findClients(address: string, family: Family, snapshot: Snapshot): readonly Client[] {
  const { facts } = snapshot
  const host: Client = { zone: 'host', from: 'host' }
  if (address === '::1' || address.startsWith('127.')) return [host]
  const internet: Client = { zone: 'internet', from: 'internet' }
  const isKnown = facts.interfaces !== undefined || facts.routes !== undefined
  const hasUplink = !isKnown || uplinksOf(facts, family).length > 0
  if (isAnyAddress(address)) {
    const own = ownAddress(facts, family)
    // A host that has only a link-local address is not reached from outside.
    if (own === undefined || isLinkLocal(own)) return []
    const lan: readonly Client[] =
      isKnown && lanNeighbour(snapshot, family) !== undefined ? [{ zone: 'lan', from: 'lan' }] : []
    return [...(hasUplink ? [internet] : []), ...lan, host]
  }
  const wanted = readAddress(address)
  const link = facts.interfaces?.find(({ addresses }) => addresses.some((one) => one.address === wanted))
  if (wanted === undefined || link === undefined) return hasUplink ? [internet] : [host]
  const isUplink = uplinksOf(facts, family).some(({ device }) => device === link.name)
  const near = neighbourOn(link, wanted, snapshot)
  return [
    ...(isUplink || !isPrivate(wanted) ? [internet] : []),
    ...(near === undefined ? [] : [{ zone: 'lan' as const, from: writeAddress(near), in: link.name }]),
    host,
  ]
}

function outsideQuestions(
  running: readonly Container[],
  family: Family,
  snapshot: Snapshot,
  masquerades: Masquerades,
): readonly ServiceQuestion[] {
  const { facts, docker } = snapshot
  const isKnown = facts.interfaces !== undefined || facts.routes !== undefined
  if (isKnown && uplinksOf(facts, family).length === 0) return []
  return running.flatMap((container) => {
    const [endpoint] = endpointsByWayOut(container, docker)
    const network = networkOfEndpoint(endpoint, snapshot)
    const address = endpoint?.[family]
    if (address === undefined || network === undefined || network.internal || !masquerades(network.id, family))
      return []
    const service: Service = { kind: 'outside', container: container.name, network: network.name }
    return [{ ...ofContainer(service, family, address, network), to: 'internet', port: 443 }]
  })
}

/** From the first container of each network to each other: the rules between them name bridges, not addresses. */
function neighbourQuestions(
  running: readonly Container[],
  family: Family,
  snapshot: Snapshot,
): readonly ServiceQuestion[] {
  const pairs = running.flatMap((container) =>
    [...new Set(container.endpoints.map(({ networkId }) => networkId))].map((id) => ({ id, container })),
  )
  const byNetwork = groupBy(pairs, ({ id }) => id)
  return (snapshot.docker?.networks ?? []).flatMap((network) => {
    if (network.driver !== 'bridge' || network.options['com.docker.network.bridge.enable_icc'] === 'false') return []
    const members = (byNetwork.get(network.id) ?? []).flatMap(({ container: { name, endpoints } }) => {
      const address = endpoints.find(({ networkId }) => networkId === network.id)?.[family]
      return address === undefined ? [] : [{ name, address }]
    })
    const [first, ...others] = members
    if (first === undefined) return []
    return others.map(({ name, address }) => {
      const service: Service = { kind: 'neighbour', container: first.name, network: network.name, to: name }
      const to = family === 'ipv6' ? `[${address}]` : address
      return { ...ofContainer(service, family, first.address, network), to, port: 80 }
    })
  })
}

function ofContainer(service: Service, family: Family, address: string, network: DockerNetwork) {
  const from = family === 'ipv6' ? `[${address}]` : address
  return { service, family, zone: 'container', from, in: bridgeName(network), protocol: 'tcp', network } as const
}

function networkOfEndpoint(endpoint: Endpoint | undefined, { docker }: Snapshot): DockerNetwork | undefined {
  const network = networkOfId(endpoint?.networkId, docker)
  return network?.driver === 'bridge' ? network : undefined
}

/** Whether a bridge has an address in one of a network's subnets. */
export function hasAddressIn({ addresses }: Interface, { subnets }: DockerNetwork, family: Family): boolean {
  const prefixes = subnets.map(readPrefix).filter((one): one is Prefix => one !== undefined)
  const own = addresses.filter((one) => one.family === family)
  return own.some(({ address }) =>
    prefixes.some((prefix) => typeof prefix.address === typeof address && liesIn(address, prefix)),
  )
}
