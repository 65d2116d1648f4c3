import type { AddressNumber } from '#base/address.ts'
import type { PacketState } from './packet-state.ts'
import type { RouteQuery } from './routing-rules.ts'

/** What a route is asked for when the packet is to go on from where it is. */
export function queryOf(passage: PacketState, dst: AddressNumber, oif?: string): RouteQuery {
  const { packet } = passage
  return {
    src: passage.src,
    dst,
    iif: passage.in === '' || passage.in === undefined ? 'lo' : passage.in,
    oif,
    mark: passage.mark,
    tos: passage.tos,
    uid: packet.local ? packet.uid : 0,
    protocol: passage.protocol,
    sport: passage.sport ?? undefined,
    dport: passage.dport ?? undefined,
  }
}
