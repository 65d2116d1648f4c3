import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { PublishedPort } from '#model/docker.ts'

type Protocol = PublishedPort['protocol']

/** The published ports of a service as the engine will list them: without a host address once for IPv4 and once for IPv6. */
export function composePorts(service: string, ports: unknown, perhaps: Message[]): readonly PublishedPort[] {
  if (!Array.isArray(ports)) return []
  return ports.flatMap((port) =>
    typeof port === 'object' && port !== null
      ? longPort(service, port, perhaps)
      : shortPort(service, String(port), perhaps),
  )
}

const short =
  /^(?:(?:(\[[0-9a-fA-F:]+\]|\d+\.\d+\.\d+\.\d+):)?(?:(\d+)(?:-(\d+))?)?:)?(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/

/** `[HOST:][PUBLISHED:]TARGET[/PROTOCOL]`, ranges included. */
function shortPort(service: string, text: string, perhaps: Message[]): readonly PublishedPort[] {
  const found = short.exec(text)
  if (found === null) {
    perhaps.push(message('compose/port', { service, port: text }))
    return []
  }
  const [, address = '', host, hostTo, target = '', targetTo, protocol = 'tcp'] = found
  if (host === undefined) {
    perhaps.push(message('compose/host-port-chosen', { service, port: target }))
    return []
  }
  const first = Number(target)
  const last = Number(targetTo ?? target)
  const spread = Number(hostTo ?? host) - Number(host)
  if (spread !== last - first && spread !== 0) {
    perhaps.push(message('compose/port', { service, port: text }))
    return []
  }
  const count = Math.min(last - first, 65535)
  return Array.from({ length: count + 1 }, (_, index) => index).flatMap((index) =>
    listed(
      address.replace(/^\[|\]$/g, ''),
      Number(host) + (spread === 0 ? 0 : index),
      first + index,
      protocol as Protocol,
    ),
  )
}

function longPort(service: string, port: object, perhaps: Message[]): readonly PublishedPort[] {
  const { target, published, protocol, host_ip: address } = port as Readonly<Record<string, unknown>>
  if (published === undefined) {
    perhaps.push(message('compose/host-port-chosen', { service, port: String(target) }))
    return []
  }
  const prefix = typeof address === 'string' ? `${address.includes(':') ? `[${address}]` : address}:` : ''
  return shortPort(service, `${prefix}${String(published)}:${String(target)}/${String(protocol ?? 'tcp')}`, perhaps)
}

function listed(
  address: string,
  hostPort: number,
  containerPort: number,
  protocol: Protocol,
): readonly PublishedPort[] {
  const one = (hostAddress: string): PublishedPort => ({ protocol, containerPort, hostAddress, hostPort })
  return address === '' ? [one('0.0.0.0'), one('::')] : [one(address)]
}
