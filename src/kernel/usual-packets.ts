import { readAddress } from '#base/prefix.ts'
import type { DockerState } from '#model/docker.ts'
import { type Packet, packet } from '#model/packet.ts'
import type { Places } from './places.ts'

const mostPackets = 400

/**
 * What everybody wants to know of a host with containers: published ports from outside, from the host and from containers,
 * containers to each other and out, the host to its containers, and containers that are reached directly.
 */
export function usualPackets(docker: DockerState | undefined, places: Places): readonly Packet[] {
  return [...published(docker, places), ...between(places), ...fromHost(places)].slice(0, mostPackets)
}

function tcp(fields: Partial<Packet> & Pick<Packet, 'dst'>): Packet {
  return packet({ protocol: 6, tcpflags: 2, ...fields })
}

function* published(docker: DockerState | undefined, places: Places): Generator<Packet> {
  const { outer, behind, own, devices } = places
  const [stranger] = outer === undefined ? [] : behind(outer).slice(-1)
  for (const { ports, running } of docker?.containers ?? []) {
    for (const { hostPort, hostAddress, protocol } of running ? ports : []) {
      const asked = readAddress(hostAddress)
      const isAny = asked === undefined || asked === 0 || asked === 0n
      if (!isAny && (typeof asked === 'bigint') !== (places.family === 'ipv6')) continue
      const dst = isAny ? own[0] : asked
      if (hostPort === 0 || dst === undefined || protocol === 'sctp') continue
      const to = { dst, dport: hostPort, ...(protocol === 'udp' ? { protocol: 17, tcpflags: undefined } : {}) }
      if (outer !== undefined && stranger !== undefined) yield tcp({ ...to, in: outer, src: stranger })
      yield tcp({ ...to, local: true, in: '' })
      for (const device of devices.filter((one) => one !== outer)) {
        const [src] = behind(device)
        if (src !== undefined) yield tcp({ ...to, in: device, src })
      }
    }
  }
}

function* between({ devices, behind, own }: Places): Generator<Packet> {
  for (const device of devices.slice(0, 12)) {
    const [src] = behind(device)
    if (src === undefined) continue
    if (own[0] !== undefined) yield tcp({ in: device, src, dst: own[0], dport: 22 })
    for (const other of devices.slice(0, 12)) {
      const dst = behind(other).find((each) => each !== src)
      if (dst !== undefined) yield tcp({ in: device, src, dst, dport: 80 })
      if (dst !== undefined) yield packet({ in: device, src, dst, dport: 53, protocol: 17, tcpflags: undefined })
    }
  }
}

function* fromHost({ devices, behind }: Places): Generator<Packet> {
  for (const device of devices.slice(0, 12)) {
    const [dst] = behind(device)
    if (dst === undefined) continue
    yield tcp({ local: true, in: '', dst, dport: 80 })
    yield packet({ local: true, in: '', dst, dport: 53, protocol: 17, tcpflags: undefined })
  }
}
