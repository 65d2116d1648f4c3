import { anything, type Box, contains, type Domains, meet, without } from './box.ts'

/** A set of packets: everything that is in one of its boxes. They may overlap. */
export type PacketSet = readonly Box[]

/** No packet. */
export const nothing: PacketSet = []

/** All packets. */
export const everything: PacketSet = [anything]

/** What is in one of them; boxes that lie in another are left out. */
export function unite(a: PacketSet, b: PacketSet, domains: Domains): PacketSet {
  const fresh = b.filter((box) => !a.some((one) => contains(one, box, domains)))
  return [...a.filter((box) => !fresh.some((one) => contains(one, box, domains))), ...fresh]
}

/** What is in both. */
export function intersection(a: PacketSet, b: PacketSet): PacketSet {
  return a.flatMap((one) => b.flatMap((other) => meet(one, other) ?? []))
}

/** What is in the first and not in the second. */
export function difference(a: PacketSet, b: PacketSet, domains: Domains): PacketSet {
  return b.reduce<PacketSet>((rest, box) => rest.flatMap((one) => without(one, box, domains)), a)
}

/** Everything else. */
export function complement(set: PacketSet, domains: Domains): PacketSet {
  return difference(everything, set, domains)
}

/** Whether every packet of the second is in the first. */
export function holdsAll(set: PacketSet, other: PacketSet, domains: Domains): boolean {
  return difference(other, set, domains).length === 0
}

/** Whether the same packets are in both. */
export function isSame(a: PacketSet, b: PacketSet, domains: Domains): boolean {
  return holdsAll(a, b, domains) && holdsAll(b, a, domains)
}
