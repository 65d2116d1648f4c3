import { readAddress, readPrefix, writeAddress, writePrefix } from '#base/prefix.ts'
import type { Facts, Interface, ListeningSocket, Route } from '#model/facts.ts'
import { noFacts } from '#model/facts.ts'
import type { ConntrackEntry, EntryTuple } from '#model/conntrack-entry.ts'
import type {
  ConnectionJson,
  EntryTupleJson,
  FactsJson,
  InterfaceJson,
  RouteJson,
  SocketJson,
} from '#model/snapshot-file.ts'

/** Facts as a snapshot file holds them: addresses as text. */
export function factsToJson(facts: Facts): FactsJson {
  return {
    interfaces: facts.interfaces?.map((one) => ({
      ...one,
      addresses: one.addresses.map(({ address, length }) => ({ address: writeAddress(address), length })),
    })),
    routes: facts.routes?.map((route) => ({
      ...route,
      destination: writePrefix(route.destination),
      via: route.via === undefined ? undefined : writeAddress(route.via),
      source: route.source === undefined ? undefined : writeAddress(route.source),
    })),
    routingRules: facts.routingRules,
    sysctls: facts.sysctls,
    ipsets: facts.ipsets,
    sockets: facts.sockets?.map((socket) => ({
      ...socket,
      address: socket.address === undefined ? undefined : writeAddress(socket.address),
    })),
    connections: facts.connections?.map((one) => ({
      ...one,
      original: tupleJson(one.original),
      reply: tupleJson(one.reply),
    })),
  }
}

/** Facts from a snapshot file. The schema has looked at every address; one that is none all the same is left out. */
export function factsFromJson(json: FactsJson): Facts {
  return {
    ...noFacts,
    ...json,
    interfaces: json.interfaces?.map(interfaceFrom),
    routes: json.routes?.flatMap(routeFrom),
    sockets: json.sockets?.map(socketFrom),
    connections: json.connections?.flatMap(connectionFrom),
  }
}

function tupleJson({ src, dst, sport, dport }: EntryTuple): EntryTupleJson {
  return { src: writeAddress(src), dst: writeAddress(dst), sport, dport }
}

function connectionFrom({ timeout, state, ...json }: ConnectionJson): readonly ConntrackEntry[] {
  const [original, reply] = [tupleFrom(json.original), tupleFrom(json.reply)]
  return original === undefined || reply === undefined ? [] : [{ ...json, timeout, state, original, reply }]
}

function tupleFrom({ src: from, dst: to, sport, dport }: EntryTupleJson): EntryTuple | undefined {
  const [src, dst] = [readAddress(from), readAddress(to)]
  return src === undefined || dst === undefined ? undefined : { src, dst, sport, dport }
}

function interfaceFrom({ name, up, kind, bridge, hairpin, peer, carrier, mac, addresses }: InterfaceJson): Interface {
  return {
    name,
    up,
    kind,
    bridge,
    ...(hairpin === undefined ? {} : { hairpin }),
    ...(peer === undefined ? {} : { peer }),
    ...(carrier === undefined ? {} : { carrier }),
    mac,
    addresses: addresses.flatMap(({ address: text, length }) => {
      const address = readAddress(text)
      return address === undefined ? [] : [{ family: typeof address === 'number' ? 'ipv4' : 'ipv6', address, length }]
    }),
  }
}

function routeFrom({
  family,
  table,
  type,
  destination: text,
  via,
  device,
  source,
  metric,
}: RouteJson): readonly Route[] {
  const destination = readPrefix(text)
  if (destination === undefined) return []
  return [{ family, table, type, destination, via: addressFrom(via), device, source: addressFrom(source), metric }]
}

function socketFrom({ protocol, family, address, device, port, process }: SocketJson): ListeningSocket {
  return { protocol, family, address: addressFrom(address), device, port, process }
}

function addressFrom(text: string | undefined) {
  return text === undefined ? undefined : readAddress(text)
}
