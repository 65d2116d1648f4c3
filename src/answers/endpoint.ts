import type { AddressNumber } from '#base/address.ts'
import { readIpv4, readIpv6 } from '#base/address.ts'
import { compareNumbers } from '#base/compare-numbers.ts'
import { type Refusal, refusal } from '#model/answer.ts'
import type { Family } from '#model/family.ts'
import { bridgeName } from '#model/docker.ts'
import { networkOfId } from '#model/docker-index.ts'
import type { Container, DockerState, Endpoint } from '#model/docker.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { internetAddress, lanNeighbour, networkNeighbour, ownAddress } from './zones.ts'

/** One end of a packet's way as a person names it. `address` undefined: routing chooses, or nobody said. */
export interface NamedEnd {
  readonly address: AddressNumber | undefined
  readonly port: number | undefined
  readonly protocol: string | undefined
  /** The end is this host itself. */
  readonly host: boolean
  /** The interface that leads there, where the name says it. */
  readonly device?: string
  /** The address by which this host is known there, where the name says it. */
  readonly own?: AddressNumber | undefined
}

/**
 * Reads `203.0.113.9`, `203.0.113.10:10000/tcp`, `[2001:db8::1]:80`, `:8080`, `container:web:80`, `network:front`, `internet`, `lan`,
 * `host`. A container of several networks is meant by the one that it shares with the other end (`peer`), else by its way out. `internet` is an address to which only a default route leads, `lan` a neighbour on a network of the host's own.
 */
export function readEnd(words: string, snapshot: Snapshot, family: Family, peer?: string): NamedEnd | Refusal {
  const text = words.trim()
  const slash = /\/([a-z0-9-]+)$/.exec(text)
  const protocol = slash?.[1]
  const name = slash === null ? text : text.slice(0, slash.index)
  const end = (address: AddressNumber | undefined, port: string | undefined, host = false): NamedEnd => {
    return { address, port: port === undefined || port === '' ? undefined : Number(port), protocol, host }
  }
  const bracketed = /^\[([0-9a-fA-F:.]+)\](?::(\d{1,5}))?$/.exec(name)
  if (bracketed !== null) return addressEnd(readIpv6(bracketed[1] ?? ''), bracketed[2], end, text)
  const container = /^container:([^:]+)(?::(\d{1,5}))?$/.exec(name)
  if (container !== null) return containerEnd(container[1] ?? '', container[2], snapshot, family, end, peer)
  const network = /^network:([^:]+)(?::(\d{1,5}))?$/.exec(name)
  if (network !== null) {
    const member = networkNeighbour(network[1] ?? '', snapshot, family)
    if (member === undefined) return refusal('trace/no-network', { name: network[1] ?? '', family })
    return { ...end(member.address, network[2]), device: member.device }
  }
  const plain = /^(.*?)(?::(\d{1,5}))?$/.exec(name)
  const [, head = '', port] = plain ?? []
  if (head === 'internet') return end(internetAddress(snapshot, family), port)
  if (head === 'host' || head === '') return end(ownAddress(snapshot.facts, family), port, true)
  if (head === 'lan') {
    const lan = lanNeighbour(snapshot, family)
    return lan === undefined ? refusal('trace/no-lan', {}) : { ...end(lan.address, port), ...lan }
  }
  const ipv6 = readIpv6(name)
  if (ipv6 !== undefined) return end(ipv6, undefined)
  return addressEnd(readIpv4(head), port, end, text)
}

type MakeEnd = (address: AddressNumber | undefined, port: string | undefined, host?: boolean) => NamedEnd

function addressEnd(
  address: AddressNumber | undefined,
  port: string | undefined,
  end: MakeEnd,
  text: string,
): NamedEnd | Refusal {
  if (address === undefined || Number(port ?? 0) > 65535) return refusal('trace/bad-end', { text })
  return end(address, port)
}

function containerEnd(
  name: string,
  port: string | undefined,
  { docker, facts }: Snapshot,
  family: Family,
  end: MakeEnd,
  peer: string | undefined,
): NamedEnd | Refusal {
  const found = findContainer(name, docker)
  if (found === undefined) {
    const names = (docker?.containers ?? []).map((one: Container) => one.name).join(', ')
    return refusal('trace/no-container', { name, names })
  }
  if (found.networkMode === 'host') return end(ownAddress(facts, family), port, true)
  for (const { networkId, ipv4, ipv6 } of endpointsByWayOut(found, docker, peerOf(peer, docker))) {
    const address = family === 'ipv4' ? readIpv4(ipv4 ?? '') : readIpv6(ipv6 ?? '')
    const network = networkOfId(networkId, docker)
    if (address === undefined) continue
    return network?.driver === 'bridge' ? { ...end(address, port), device: bridgeName(network) } : end(address, port)
  }
  return refusal('trace/container-without-address', { name, family })
}

/** The endpoints of a container: first those of networks that it shares with a peer, then those it may go out by, by priority. */
export function endpointsByWayOut(
  { endpoints }: Container,
  docker: DockerState | undefined,
  peer?: Container,
): readonly Endpoint[] {
  const shared = new Set(peer?.endpoints.map(({ networkId }) => networkId))
  const rank = ({ networkId, gatewayPriority }: Endpoint) => [
    shared.has(networkId) ? 0 : 1,
    networkOfId(networkId, docker)?.internal === true ? 1 : 0,
    -gatewayPriority,
  ]
  return endpoints.toSorted((a, b) => compareNumbers(rank(a), rank(b)))
}

function peerOf(text: string | undefined, docker: DockerState | undefined): Container | undefined {
  const name = /^container:([^:/]+)/.exec(text ?? '')?.[1]
  return name === undefined ? undefined : findContainer(name, docker)
}

function findContainer(name: string, docker: DockerState | undefined): Container | undefined {
  return docker?.containers.find((one) => one.name === name || (name.length >= 4 && one.id.startsWith(name)))
}
