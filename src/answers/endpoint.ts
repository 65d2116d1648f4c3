import type { AddressNumber } from '#base/address.ts'
import { readIpv4, readIpv6 } from '#base/address.ts'
import type { Family } from '#model/family.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container } from '#model/docker.ts'
import type { Facts, Interface } from '#model/facts.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { likelyHost } from './likely-facts.ts'

/** One end of a packet's way as a person names it. `address` undefined: routing chooses, or nobody said. */
export interface NamedEnd {
  readonly address: AddressNumber | undefined
  readonly port: number | undefined
  readonly protocol: string | undefined
  /** The end is this host itself. */
  readonly host: boolean
}

const outside: Readonly<Record<Family, AddressNumber>> = { ipv4: 0xc6336407, ipv6: 0x20010db8ffff00000000000000000007n }

/**
 * Reads `203.0.113.9`, `203.0.113.10:10000/tcp`, `[2001:db8::1]:80`, `:8080`, `container:web:80`, `internet`, `lan`, `host`. `internet`
 * is a documentation address that no interface has, `lan` a neighbour on the network of the default route's interface.
 */
export function readEnd(text: string, snapshot: Snapshot, family: Family): NamedEnd | Message {
  const slash = /\/([a-z0-9-]+)$/.exec(text)
  const protocol = slash?.[1]
  const name = slash === null ? text : text.slice(0, slash.index)
  const end = (address: AddressNumber | undefined, port: string | undefined, host = false): NamedEnd => {
    return { address, port: port === undefined || port === '' ? undefined : Number(port), protocol, host }
  }
  const bracketed = /^\[([0-9a-fA-F:.]+)\](?::(\d{1,5}))?$/.exec(name)
  if (bracketed !== null) return addressEnd(readIpv6(bracketed[1] ?? ''), bracketed[2], end, text)
  const container = /^container:([^:]+)(?::(\d{1,5}))?$/.exec(name)
  if (container !== null) return containerEnd(container[1] ?? '', container[2], snapshot, family, end)
  const plain = /^(.*?)(?::(\d{1,5}))?$/.exec(name)
  const [, head = '', port] = plain ?? []
  if (head === 'internet') return end(outside[family], port)
  if (head === 'host' || head === '') return end(ownAddress(snapshot.facts, family), port, true)
  if (head === 'lan') {
    const neighbour = neighbourAddress(snapshot.facts, family)
    return neighbour === undefined ? message('trace/no-lan', {}) : end(neighbour, port)
  }
  const ipv6 = readIpv6(name)
  if (ipv6 !== undefined) return end(ipv6, undefined)
  return addressEnd(readIpv4(head), port, end, text)
}

type MakeEnd = (address: AddressNumber | undefined, port: string | undefined) => NamedEnd

function addressEnd(
  address: AddressNumber | undefined,
  port: string | undefined,
  end: MakeEnd,
  text: string,
): NamedEnd | Message {
  if (address === undefined || Number(port ?? 0) > 65535) return message('trace/bad-end', { text })
  return end(address, port)
}

function containerEnd(
  name: string,
  port: string | undefined,
  { docker }: Snapshot,
  family: Family,
  end: MakeEnd,
): NamedEnd | Message {
  const found = docker?.containers.find((one) => one.name === name || (name.length >= 4 && one.id.startsWith(name)))
  if (found === undefined) {
    const names = (docker?.containers ?? []).map((one: Container) => one.name).join(', ')
    return message('trace/no-container', { name, names })
  }
  for (const { ipv4, ipv6 } of found.endpoints) {
    const address = family === 'ipv4' ? readIpv4(ipv4 ?? '') : readIpv6(ipv6 ?? '')
    if (address !== undefined) return end(address, port)
  }
  return message('trace/container-without-address', { name, family })
}

/** The interface that leads to the rest of the world. */
function outerInterface({ routes, interfaces }: Facts, family: Family): Interface | undefined {
  const route = routes?.find((one) => one.family === family && one.destination.length === 0 && one.device !== undefined)
  const physical = interfaces?.filter(
    ({ name, kind }) => name !== 'lo' && kind !== 'bridge' && !name.startsWith('veth'),
  )
  return (
    interfaces?.find(({ name }) => name === route?.device) ??
    physical?.find(({ addresses }) => addresses.some((one) => one.family === family))
  )
}

/** The address by which the rest of the world knows this host. */
export function hostAddress(facts: Facts, family: Family): AddressNumber | undefined {
  return outerInterface(facts, family)?.addresses.find((one) => one.family === family)?.address
}

/** The address that stands for this host: a likely one where nothing was read. */
function ownAddress(facts: Facts, family: Family): AddressNumber | undefined {
  const nothing = facts.interfaces === undefined && facts.routes === undefined
  return nothing ? likelyHost[family] : hostAddress(facts, family)
}

/** The interface by which packets from the rest of the world come in. */
export function outerDevice(facts: Facts, family: Family): string | undefined {
  return outerInterface(facts, family)?.name
}

function neighbourAddress(facts: Facts, family: Family): AddressNumber | undefined {
  const own = hostAddress(facts, family)
  if (own === undefined) return undefined
  return typeof own === 'bigint' ? own ^ 1n : (own ^ 1) >>> 0
}
