import { writeAddress } from '#base/prefix.ts'
import type { Packet, Tuple } from '#model/packet.ts'

/** A packet in the form that `packetFromJson` reads, without the fields that nobody said. */
export function packetToJson(packet: Packet): Readonly<Record<string, unknown>> {
  const { family, local, src, dst, protocol, tracked, bridged, inner, ...rest } = packet
  const said = {
    family,
    proto: String(protocol),
    ...(src === undefined ? {} : { src: writeAddress(src) }),
    dst: writeAddress(dst),
    ...(local ? { local } : {}),
    ...(bridged === undefined ? {} : { bridged }),
    ...(tracked === undefined ? {} : { state: tracked.state, direction: tracked.direction }),
    ...(inner === undefined ? {} : { inner: innerJson(inner) }),
    ...rest,
    in: local ? undefined : rest.in,
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== null))
}

function innerJson({ src, dst, protocol, sport, dport }: Tuple): Readonly<Record<string, unknown>> {
  const ends = {
    src: src === undefined ? undefined : writeAddress(src),
    dst: dst === undefined ? undefined : writeAddress(dst),
  }
  return { proto: String(protocol), ...ends, sport, dport }
}
