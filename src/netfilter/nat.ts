import type { AddressNumber } from '#base/address.ts'
import type { Effect } from '#model/effect.ts'
import type { Connection, Hook, Tuple } from '#model/packet.ts'
import type { NatRange } from '#model/value.ts'
import type { KnownConnections } from './conntrack.ts'
import { changesDestination } from './hooks.ts'
import { chooseAddress } from './nat-hash.ts'
import { type PacketState, hasPorts } from './packet-state.ts'
import { invert } from './tuple.ts'
import { sourceToward } from './source-address.ts'
import { primaryAddress, type World } from './world.ts'

type NatEffect = Effect & { kind: 'nat' }

/** The mapping that a nat rule makes; 'none': the packet is lost, because the interface has no address to give. */
export function mapped(
  passage: PacketState,
  connection: Connection,
  effect: NatEffect,
  world: World,
  known: KnownConnections | undefined,
): Connection | 'none' {
  const hook = passage.hook ?? 'PREROUTING'
  const before = invert(connection.reply)
  const range = rangeOf(passage, hook, effect, world)
  if (range === 'none') return range
  const kept = changesDestination(hook) || effect.random === true ? undefined : keptSource(before, range, known)
  const after = kept ?? applyRange(before, range, changesDestination(hook), effect)
  return decided({ ...connection, reply: invert(after) }, hook, before, after)
}

// A source that is in the range already stays; else one that an earlier connection from there was given, if it is in the range.
// Source: get_unique_tuple() and find_appropriate_src() in net/netfilter/nf_nat_core.c.
function keptSource(before: Tuple, range: Range, known: KnownConnections | undefined): Tuple | undefined {
  const isFree = (tuple: Tuple) => known?.find(invert(tuple)) === undefined
  if (sourceIsIn(before, range)) return isFree(before) ? before : undefined
  for (const { reply } of known?.fromSource(before) ?? []) {
    const again = {
      ...before,
      src: reply.dst,
      sport: reply.protocol === 1 || reply.protocol === 58 ? reply.sport : reply.dport,
    }
    if (sourceIsIn(again, range)) return isFree(again) ? again : undefined
  }
  return undefined
}

function sourceIsIn({ src, sport, protocol }: Tuple, { addresses, ports, netmap }: Range): boolean {
  if (netmap || src === undefined || addresses === 'unknown') return false
  if (addresses !== undefined && (src < addresses.from || src > addresses.to)) return false
  if (ports === undefined || !hasPorts(protocol)) return true
  return sport !== undefined && sport >= ports.from && sport <= ports.to
}

/** No rule wants a mapping: nat is over for this end of the connection. */
export function unmapped(connection: Connection, hook: Hook): Connection {
  return changesDestination(hook) ? { ...connection, destinationDone: true } : { ...connection, sourceDone: true }
}

/** Whether nat's chains were asked for this end of the connection. */
export function isDecided(connection: Connection, hook: Hook): boolean {
  return changesDestination(hook) ? connection.destinationDone : connection.sourceDone
}

function decided(connection: Connection, hook: Hook, before: Tuple, after: Tuple): Connection {
  const done = unmapped(connection, hook)
  if (changesDestination(hook)) {
    return { ...done, dnat: done.dnat || before.dst !== after.dst || before.dport !== after.dport }
  }
  return { ...done, snat: done.snat || before.src !== after.src || before.sport !== after.sport }
}

interface Range {
  /** 'unknown': an address that we can not tell. */
  readonly addresses: NatRange['addresses'] | 'unknown'
  readonly ports: NatRange['ports']
  readonly base: number | undefined
  readonly netmap: boolean
}

function rangeOf(passage: PacketState, hook: Hook, effect: NatEffect, world: World): Range | 'none' {
  const { change, range } = effect
  const ports = range?.ports
  const base = range?.base
  switch (change) {
    case 'dnat':
    case 'snat':
      return { addresses: range?.addresses, ports, base, netmap: false }
    case 'netmap':
      return { addresses: range?.addresses, ports, base, netmap: true }
    case 'masquerade':
      return own(masqueradeAddress(passage, world), ports, base)
    case 'redirect':
      return own(redirectAddress(passage, hook, world), ports, base)
  }
}

function own(
  address: AddressNumber | 'unknown' | 'none',
  ports: NatRange['ports'],
  base: number | undefined,
): Range | 'none' {
  if (address === 'none') return address
  const addresses = address === 'unknown' ? address : { from: address, to: address }
  return { addresses, ports, base, netmap: false }
}

function masqueradeAddress(
  { leaving, hop, dst, family }: PacketState,
  world: World,
): AddressNumber | 'unknown' | 'none' {
  if (leaving === undefined || !world.interfaces.has(leaving)) return 'unknown'
  if (dst === undefined) return primaryAddress(world, leaving, family) ?? 'none'
  return sourceToward(world, leaving, family, hop ?? dst, dst) ?? 'none'
}

// Packets of the host are turned to loopback, others to the interface they came in by.
function redirectAddress(passage: PacketState, hook: Hook, world: World): AddressNumber | 'unknown' | 'none' {
  const { family, dst } = passage
  if (hook === 'OUTPUT') return family === 'ipv4' ? 0x7f000001 : 1n
  const link = passage.in === undefined ? undefined : world.interfaces.get(passage.in)
  if (link === undefined) return 'unknown'
  // Who writes to the link is turned to an address of the link. Source: nf_nat_redirect_ipv6().
  const own = link.addresses.filter((each) => each.family === family).map(({ address }) => address)
  return (isOnLinkOnly(dst) ? own.find(isOnLinkOnly) : own[0]) ?? 'none'
}

function isOnLinkOnly(address: AddressNumber | undefined): boolean {
  return typeof address === 'bigint' && (address >> 118n === 0x3fan || address >> 112n === 0xff02n)
}

function applyRange(tuple: Tuple, range: Range, destination: boolean, effect: NatEffect): Tuple {
  const port = destination ? tuple.dport : tuple.sport
  const newAddress = addressIn(range, tuple, destination, effect)
  const newPort = hasPorts(tuple.protocol) ? portIn(range, port, destination, effect) : port
  return destination ? { ...tuple, dst: newAddress, dport: newPort } : { ...tuple, src: newAddress, sport: newPort }
}

function addressIn({ addresses, netmap }: Range, tuple: Tuple, destination: boolean, effect: NatEffect) {
  const address = destination ? tuple.dst : tuple.src
  if (addresses === undefined) return address
  if (addresses === 'unknown') return undefined
  if (netmap) return netmapped(addresses.from, addresses.to, address)
  return chooseAddress(addresses, tuple, effect.persistent === true, destination)
}

// The network part is replaced, the host part stays.
function netmapped(
  from: AddressNumber,
  to: AddressNumber,
  address: AddressNumber | undefined,
): AddressNumber | undefined {
  if (address === undefined) return undefined
  if (typeof from === 'number' && typeof to === 'number' && typeof address === 'number') {
    const hosts = from ^ to
    return ((from & ~hosts) | (address & hosts)) >>> 0
  }
  const hosts = BigInt(from) ^ BigInt(to)
  return (BigInt(from) & ~hosts) | (BigInt(address) & hosts)
}

// Source: get_unique_tuple() and nf_nat_l4proto_unique_tuple(). A port that is in the range already stays; DNAT takes the first
// one of the range, SNAT any.
function portIn(
  { ports, base }: Range,
  port: number | undefined,
  destination: boolean,
  effect: NatEffect,
): number | undefined {
  if (ports === undefined) return effect.random === true && !destination ? undefined : port
  const { from, to } = ports
  if (from === to) return from
  if (effect.random === true || port === undefined) return undefined
  if (base !== undefined) {
    const size = to - from + 1
    return from + (((((port - base) & 0xffff) % size) + size) % size)
  }
  if (port >= from && port <= to) return port
  return destination ? from : undefined
}

/** The packet's addresses and ports as its connection has them behind this hook; undefined: this hook leaves it as it is. */
export function rewritten(passage: PacketState, connection: Connection, hook: Hook): Partial<Tuple> | undefined {
  const destination = changesDestination(hook)
  const { ctreply } = passage
  if (!(destination !== ctreply ? connection.dnat : connection.snat)) return undefined
  const own = ctreply ? connection.reply : connection.original
  const target = invert(ctreply ? connection.original : connection.reply)
  if (destination) return { dst: target.dst, ...(target.dport === own.dport ? {} : { dport: target.dport }) }
  return { src: target.src, ...(target.sport === own.sport ? {} : { sport: target.sport }) }
}

/** Whether the connection's destination is another than the packet was sent to, so that a packet of the host is routed anew. */
export function wasTurned({ original, reply }: Connection, isReply: boolean): boolean {
  return isReply ? reply.dst !== original.src : original.dst !== reply.src
}
