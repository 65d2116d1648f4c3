import type { AddressNumber } from '#base/address.ts'
import type { PacketState } from './packet-state.ts'
import { isLocal, isOnLink, type World } from './world.ts'

/** How a packet comes in where bridges are concerned. */
export interface Arrival {
  /** The interface that routing sees; undefined: not known. */
  readonly device: string | undefined
  /** The port of the bridge; '': none, undefined: not known which. */
  readonly port: string | undefined
  /** Whether it is a frame of a bridge at all. */
  readonly onBridge: boolean
}

/** The bridge and port that an interface stands for. */
export function arrivalOf(device: string | undefined, world: World): Arrival {
  const link = device === undefined ? undefined : world.interfaces.get(device)
  if (link?.bridge !== undefined) return { device: link.bridge, port: link.name, onBridge: true }
  if (link !== undefined && isBridge(link.name, world)) return { device, port: undefined, onBridge: true }
  return { device, port: '', onBridge: false }
}

/** Whether an interface is a bridge, as far as interfaces were read. */
export function isBridge(name: string, world: World): boolean {
  const link = world.interfaces.get(name)
  if (link?.kind !== undefined) return link.kind === 'bridge'
  return world.facts.interfaces?.some(({ bridge }) => bridge === name) === true
}

/** Whether the sender would put the bridge's own MAC address on the frame, or that of its neighbour on the bridge. */
export function isForNeighbour(passage: PacketState, device: string, world: World): boolean {
  const { packet, dst } = passage
  if (packet.bridged !== undefined) return packet.bridged
  return dst !== undefined && isLocal(world, dst) === false && isOnLink(world, device, dst)
}

/** Whether iptables sees the frames of bridges; undefined: not read. */
export function showsFrames({ family }: PacketState, world: World): boolean | undefined {
  const value = world.sysctl(`net.bridge.bridge-nf-call-${family === 'ipv4' ? 'iptables' : 'ip6tables'}`)
  return value === undefined ? undefined : value === 1
}

/** The port by which a frame leaves the bridge for an address, where only one can be meant. */
export function portToward(passage: PacketState, _dst: AddressNumber | undefined, world: World): string | undefined {
  const { out } = passage.packet
  return out !== undefined && world.interfaces.get(out)?.bridge === passage.in ? out : undefined
}
