import { ctStates, ctStatuses } from '#model/condition.ts'
import type { Connection, ConnectionState, Direction, Tracked, Tuple } from '#model/packet.ts'
import { areValidFlags, firstState } from './first-state.ts'
import type { PacketState } from './packet-state.ts'
import { invert, tupleOf } from './tuple.ts'
import type { World } from './world.ts'

/** What is known of connections that exist already. */
export interface KnownConnections {
  /** The connection that has the tuple in one of its directions. */
  find(tuple: Tuple): { readonly connection: Connection; readonly direction: Direction } | undefined
  /** Connections that began at the tuple's source and port, the latest first: nat likes to map a new one as it did them. */
  fromSource(tuple: Tuple): readonly Connection[]
}

/** A connection of which one packet has been seen. */
export function newConnection(original: Tuple): Connection {
  return {
    original,
    reply: invert(original),
    status: 0,
    snat: false,
    dnat: false,
    sourceDone: false,
    destinationDone: false,
    mark: 0,
  }
}

/** Lets conntrack look at a packet. `begins`: whether it begins a connection, asked where the packet does not say enough. */
export function track(
  passage: PacketState,
  world: World,
  known: KnownConnections | undefined,
  begins: () => boolean,
): ConnectionState {
  const tracked = passage.packet.tracked ?? findTracked(passage, known) ?? firstTracked(passage, world, begins)
  enter(passage, tracked)
  return tracked.state
}

function firstTracked(passage: PacketState, world: World, begins: () => boolean): Tracked {
  const state = firstState(passage, world) ?? (begins() ? 'NEW' : 'INVALID')
  return { state, direction: 'ORIGINAL', connection: undefined }
}

function findTracked(passage: PacketState, known: KnownConnections | undefined): Tracked | undefined {
  if (known === undefined) return undefined
  const { inner } = passage.packet
  if (inner !== undefined) return findRelated(passage, inner, known)
  const found = known.find(tupleOf(passage))
  if (found === undefined) return undefined
  const { tcpflags } = passage.packet
  if (passage.protocol === 6 && tcpflags !== undefined && !areValidFlags(tcpflags)) {
    return { state: 'INVALID', direction: 'ORIGINAL', connection: undefined }
  }
  const { connection, direction } = found
  const answered = direction === 'REPLY' || (connection.status & ctStatuses.SEEN_REPLY) !== 0
  return { state: answered ? 'ESTABLISHED' : 'NEW', direction, connection }
}

// An ICMP error goes against the packet that it quotes, and to whoever sent that. Source: nf_conntrack_inet_error().
function findRelated({ dst }: PacketState, inner: Tuple, known: KnownConnections): Tracked {
  const found = known.find(invert(inner))
  const { connection, direction } = found ?? {}
  const expected = direction === 'REPLY' ? connection?.reply.dst : connection?.original.dst
  if (connection === undefined || direction === undefined || expected !== dst) {
    return { state: 'INVALID', direction: 'ORIGINAL', connection: undefined }
  }
  return { state: 'RELATED', direction, connection }
}

function enter(passage: PacketState, { state, direction, connection }: Tracked): void {
  passage.ctstate = ctStates[state]
  passage.ctreply = direction === 'REPLY'
  if (state === 'INVALID' || state === 'UNTRACKED') return
  const entry = connection ?? connectionOf(passage, state, direction)
  passage.connection = state === 'ESTABLISHED' ? { ...entry, status: entry.status | seen(passage, entry) } : entry
  passage.confirmed = (entry.status & ctStatuses.CONFIRMED) !== 0
}

// TCP is assured when an answer has been acknowledged.
function seen(passage: PacketState, { status }: Connection): number {
  const flags = passage.packet.tcpflags ?? 0
  const acknowledges = passage.protocol === 6 && !passage.ctreply && (flags & 0x16) === 0x10
  const assured = acknowledges && status & ctStatuses.SEEN_REPLY ? ctStatuses.ASSURED : 0
  return assured | (passage.ctreply ? ctStatuses.SEEN_REPLY : 0)
}

// A connection of which only this packet's place was said: no NAT, seen in both directions unless it is only expected.
function connectionOf(passage: PacketState, state: ConnectionState, direction: Direction): Connection {
  const tuple = tupleOf(passage)
  const fresh = newConnection(direction === 'ORIGINAL' ? tuple : invert(tuple))
  if (state === 'NEW') return fresh
  const error = passage.protocol === 1 || passage.protocol === 58
  if (state === 'RELATED' && !error) return { ...fresh, status: ctStatuses.EXPECTED }
  const status = ctStatuses.CONFIRMED | ctStatuses.SEEN_REPLY
  return { ...fresh, status, sourceDone: true, destinationDone: true }
}

/** Puts the connection into the table: from here on nat is decided. */
export function confirm(passage: PacketState): void {
  const { connection } = passage
  if (connection === undefined || passage.confirmed) return
  passage.confirmed = true
  passage.connection = { ...connection, status: connection.status | ctStatuses.CONFIRMED }
}
