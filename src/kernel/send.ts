import { setTimeout as sleep } from 'node:timers/promises'
import type { AddressNumber } from '#base/address.ts'
import { lastOf } from '#base/network.ts'
import { writeAddress } from '#base/prefix.ts'
import type { Packet } from '#model/packet.ts'
import { captureOf, frameOf, leastLength } from './frames.ts'
import type { Sending } from './agent.ts'
import { type Cable, strangerMac } from './links.ts'
import type { RebuiltHost } from './rebuild.ts'

/** A packet to be sent, and what we say becomes of it where that matters for sending it. */
export interface Letter {
  readonly packet: Packet
  /** The port of the host that it comes to, if it does: somebody must listen there. */
  readonly sink: number | undefined
  /** Whether it is to be answered: then its checksum is right. */
  readonly answered: boolean
}

/**
 * Sends packets to a rebuilt host, those of the network first, and waits until they have gone where they go. Returns the
 * packets that could not be sent: their socket could not be had.
 */
export async function post(host: RebuiltHost, letters: readonly Letter[]): Promise<ReadonlySet<Packet>> {
  const outside = letters.filter(({ packet }) => !packet.local)
  const inside = letters.filter(({ packet }) => packet.local)
  for (const [cable, own] of byCable(host, outside)) await inject(host, cable, own)
  const { sent } = inside.length === 0 ? { sent: [] } : await host.sandbox.host.ask({ sendings: inside.map(sendingOf) })
  await sleep(letters.length > 100 ? 40 : 20)
  return new Set(inside.filter((_, index) => sent[index] !== '').map(({ packet }) => packet))
}

function byCable(host: RebuiltHost, letters: readonly Letter[]): ReadonlyMap<string, readonly Letter[]> {
  const groups = new Map<string, Letter[]>()
  for (const letter of letters) {
    const { name } = cableFor(host, letter.packet)
    const group = groups.get(name) ?? []
    groups.set(name, group)
    group.push(letter)
  }
  return groups
}

/** The cable by which a packet comes in: that of its interface, or the port of the bridge behind which its sender lives. */
function cableFor({ links }: RebuiltHost, { in: device, src }: Packet): Cable {
  const plain = links.cables.find(({ name }) => name === device)
  if (plain !== undefined) return plain
  const port = links.neighbours.find(({ address, bridge }) => address === src && bridge === device)?.port
  const found = links.cables.find(({ name, bridge }) => (port === undefined ? bridge === device : name === port))
  return found ?? { name: device ?? '', bridge: undefined, hairpin: false }
}

async function inject(host: RebuiltHost, cable: string, letters: readonly Letter[]): Promise<void> {
  const frames = letters.map((letter) => frameFor(host, letter))
  const argv = ['tcpreplay', '--quiet', '--topspeed', `--intf1=${cable}`, '-']
  await host.sandbox.far.run(argv, { stdin: captureOf(frames) })
}

function frameFor(host: RebuiltHost, { packet, answered }: Letter): Buffer {
  const { links } = host
  const cable = cableFor(host, packet)
  const device = cable.bridge ?? cable.name
  const sender = links.neighbours.find(({ address, bridge }) => address === packet.src && bridge === device)
  const to = groupMac(packet, host) ?? stationMac(packet, device, host)
  return frameOf(packet, { to, from: sender?.mac ?? strangerMac, checksum: answered })
}

// To the host itself, or past it to a neighbour on the same bridge: the sender knows which, as routing does.
function stationMac(packet: Packet, device: string, { links }: RebuiltHost): string {
  if (packet.pkttype === 3 && packet.bridged !== true) return '02:5e:fe:00:00:01'
  const own = links.macs.get(device) ?? ''
  if (packet.bridged === false || !links.bridges.includes(device)) return own
  const neighbour = links.neighbours.find(({ address, bridge }) => address === packet.dst && bridge === device)
  return neighbour?.mac ?? own
}

function groupMac({ dst, pkttype }: Packet, { facts }: RebuiltHost): string | undefined {
  if (pkttype === 1 || (pkttype === undefined && isBroadcast(dst, facts.interfaces ?? []))) return 'ff:ff:ff:ff:ff:ff'
  if (typeof dst === 'bigint') {
    if (dst >> 120n !== 0xffn) return undefined
    return `33:33:${(dst & 0xffffffffn).toString(16).padStart(8, '0').match(/../g)?.join(':')}`
  }
  if (dst >>> 28 !== 14) return undefined
  const digits = [(dst >>> 16) & 127, (dst >>> 8) & 255, dst & 255]
  return `01:00:5e:${digits.map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`
}

function isBroadcast(dst: AddressNumber, interfaces: NonNullable<RebuiltHost['facts']['interfaces']>): boolean {
  if (typeof dst === 'bigint') return false
  if (dst === 0xffffffff || dst === 0) return true
  return interfaces.some(({ addresses }) =>
    addresses.some(
      ({ address, length }) => typeof address === 'number' && length < 31 && lastOf(address, length) === dst,
    ),
  )
}

function sendingOf({ packet, sink }: Letter): Sending {
  const { family, protocol, src, sport, dst, dport, ttl, length, uid } = packet
  return {
    protocol: protocol === 17 ? 'udp' : 'tcp',
    family: family === 'ipv4' ? 4 : 6,
    src: src === undefined ? undefined : writeAddress(src),
    sport,
    dst: writeAddress(dst),
    dport: dport ?? 0,
    ttl,
    size: Math.max(0, (length ?? 0) - leastLength(packet)),
    uid: uid ?? 0,
    sink: protocol === 17 ? sink : undefined,
  }
}
