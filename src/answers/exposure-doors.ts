import { readAddress, writeAddress } from '#base/prefix.ts'
import type { Container, PublishedPort } from '#model/docker.ts'
import type { Door, DoorTarget } from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import type { LoweredRule } from '#model/lowered.ts'
import type { Owners } from '#model/owner.ts'
import { isAnyAddress } from '#model/service.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { leadsElsewhere, portsNamedBy } from './named-ports.ts'
import { ownerOfRule } from './rule-owner.ts'

/** A door of one family, before anybody was asked. */
export interface PlainDoor extends Pick<Door, 'kind' | 'protocol' | 'address' | 'port' | 'network'> {
  readonly family: Family
  /** As far as Docker or the socket tells; undefined: nat rules tell. */
  readonly target: DoorTarget | undefined
}

const families = ['ipv4', 'ipv6'] as const

/** Every door that is known of: published ports, ports that nat rules lead elsewhere, sockets, containers by their own addresses. */
export function plainDoors(snapshot: Snapshot, owners: Owners): readonly PlainDoor[] {
  const running = (snapshot.docker?.containers ?? []).filter((one) => one.running)
  const found = new Map<string, PlainDoor>()
  const add = (door: PlainDoor) => {
    const key = keyOf(door)
    // A socket of the port that somebody else's rules or docker-proxy serve is the same door.
    const any = keyOf({ ...door, address: '' })
    if (!found.has(key) && (door.kind === 'published' || !found.has(any))) found.set(key, door)
  }
  for (const container of running)
    for (const port of container.ports) for (const one of published(container, port)) add(one)
  for (const one of forwarded(snapshot, owners)) add(one)
  for (const one of listening(snapshot, running)) add(one)
  if (snapshot.facts.sockets === undefined) for (const one of hostContainers(running)) add(one)
  for (const one of running.flatMap((container) => direct(container, snapshot))) add(one)
  return [...found.values()]
}

function keyOf({ family, protocol, address, port }: PlainDoor): string {
  return `${family} ${protocol} ${address} ${port}`
}

function published({ name }: Container, port: PublishedPort): readonly PlainDoor[] {
  const { protocol, hostAddress, hostPort, containerPort } = port
  if (hostPort === 0) return []
  const own = hostAddress === '' ? families : [familyOf(hostAddress)]
  const address = isAnyAddress(hostAddress) ? '' : hostAddress
  const target: DoorTarget = { kind: 'container', name, port: containerPort }
  return own.map((family) => ({
    kind: 'published',
    family,
    protocol,
    address,
    port: hostPort,
    target,
    network: undefined,
  }))
}

function familyOf(address: string): Family {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}

/** Ports that rules of nat lead elsewhere. Those of Docker are published: without its inventory, or by a swarm. */
function forwarded(snapshot: Snapshot, owners: Owners): readonly PlainDoor[] {
  return lowerSnapshot(snapshot).tables.flatMap((table) =>
    [...table.chains.values()].flatMap(({ rules }) =>
      rules
        .filter(({ parts }) => parts.some(leadsElsewhere))
        .flatMap((rule) => {
          const kind = ownerOfRule(rule.id, snapshot, owners) === 'docker' ? 'published' : 'forwarded'
          return table.families.flatMap((family) =>
            namedPorts(rule).flatMap(({ address, ...named }): PlainDoor[] => {
              if (address !== '' && familyOf(address) !== family) return []
              return [{ ...named, kind, family, address, target: undefined, network: undefined }]
            }),
          )
        }),
    ),
  )
}

function namedPorts(rule: LoweredRule) {
  if (rule.parts.length === 1) return portsNamedBy(rule)
  return rule.parts.filter(leadsElsewhere).flatMap(({ clauses }) => {
    const own = portsNamedBy({ chain: rule.chain, parts: rule.parts, clauses })
    return own.length > 0 ? own : portsNamedBy(rule)
  })
}

function listening({ facts }: Snapshot, running: readonly Container[]): readonly PlainDoor[] {
  const hosted = running.filter(({ networkMode }) => networkMode === 'host')
  return (facts.sockets ?? []).flatMap(({ protocol, family, address, port, process }): PlainDoor[] => {
    if (process === 'docker-proxy') return []
    const container = hosted.find(({ exposed }) => exposed.includes(`${port}/${protocol}`))
    const target: DoorTarget =
      container === undefined
        ? { kind: 'host', process: process ?? '' }
        : { kind: 'container', name: container.name, port }
    const text = address === undefined ? '' : writeAddress(address)
    return [
      {
        kind: 'listening',
        family,
        protocol,
        port,
        address: isAnyAddress(text) ? '' : text,
        target,
        network: undefined,
      },
    ]
  })
}

/** What containers in the network of the host say that they serve. */
function hostContainers(running: readonly Container[]): readonly PlainDoor[] {
  return running
    .filter(({ networkMode }) => networkMode === 'host')
    .flatMap(({ name, exposed }) =>
      ports(exposed).flatMap(({ protocol, port }) =>
        families.map((family): PlainDoor => {
          const target: DoorTarget = { kind: 'container', name, port }
          return { kind: 'listening', family, protocol, port, address: '', target, network: undefined }
        }),
      ),
    )
}

/** A container by its addresses, at the ports that it publishes or that its image exposes. */
function direct({ name, endpoints, ports: given, exposed }: Container, { docker }: Snapshot): readonly PlainDoor[] {
  const all = [...given.map(({ protocol, containerPort: port }) => ({ protocol, port })), ...ports(exposed)]
  return endpoints.flatMap(({ networkId, ...endpoint }) => {
    const network = docker?.networks.find(({ id }) => id === networkId)
    if (network?.driver !== 'bridge') return []
    return families.flatMap((family) => {
      const address = readAddress(endpoint[family] ?? '')
      if (address === undefined) return []
      return all.map(({ protocol, port }): PlainDoor => {
        const target: DoorTarget = { kind: 'container', name, port }
        return { kind: 'direct', family, protocol, port, address: writeAddress(address), target, network: network.name }
      })
    })
  })
}

function ports(exposed: readonly string[]): readonly { protocol: Door['protocol']; port: number }[] {
  return exposed.flatMap((text) => {
    const [, port, protocol] = /^(\d+)\/(tcp|udp|sctp)$/.exec(text) ?? []
    return port === undefined ? [] : [{ port: Number(port), protocol: protocol as Door['protocol'] }]
  })
}
