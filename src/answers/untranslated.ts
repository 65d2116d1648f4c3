import type { Packet, Tuple } from '#model/packet.ts'

/** A new connection of which nat has nothing more to say: the packet as it would come to the host itself. */
export function untranslated({ src, dst, protocol, sport, dport }: Packet): Packet['tracked'] {
  const original: Tuple = { src, dst, protocol, sport, dport }
  const reply: Tuple = { src: dst, dst: src, protocol, sport: dport, dport: sport }
  const done = { snat: false, dnat: false, sourceDone: true, destinationDone: true }
  return { state: 'NEW', direction: 'ORIGINAL', connection: { original, reply, status: 0, mark: 0, ...done } }
}
