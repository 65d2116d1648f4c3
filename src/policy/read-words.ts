import { liesIn, networkOf } from '#base/network.ts'
import { type Prefix, readPrefix } from '#base/prefix.ts'
import type { GrantTarget, PlainProtocol, PortProtocol, PortRange, RateLimit, Service, Who } from '#model/policy.ts'

/** Protocols without ports that a policy can name. */
export const plainProtocols: readonly PlainProtocol[] = ['icmp', 'igmp', 'esp', 'ah', 'gre', 'vrrp']

const portProtocols: readonly PortProtocol[] = ['tcp', 'udp', 'sctp']

/** Reads `22`, `80,443/tcp`, `30000-30010/udp`, `icmp`. A port without a protocol is of TCP. Undefined: it is none of these. */
export function readService(text: string): Service | undefined {
  const protocol = plainProtocols.find((one) => one === text)
  if (protocol !== undefined) return { kind: 'protocol', protocol }
  const [list = '', name = 'tcp', ...more] = text.split('/')
  const known = portProtocols.find((one) => one === name.trim())
  const ports = list.split(',').map((one) => readRange(one.trim()))
  if (known === undefined || more.length > 0 || ports.length === 0) return undefined
  const ranges = ports.filter((one): one is PortRange => one !== undefined)
  return ranges.length === ports.length ? { kind: 'ports', protocol: known, ports: ranges } : undefined
}

function readRange(text: string): PortRange | undefined {
  const found = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text)
  if (found === null) return undefined
  const first = Number(found[1])
  const last = Number(found[2] ?? found[1])
  return first >= 1 && last <= 65_535 && first <= last ? [first, last] : undefined
}

/** The service as it is written in a policy. */
export function writeService(service: Service): string {
  return service.kind === 'protocol'
    ? service.protocol
    : `${service.ports.map(writeRange).join(',')}/${service.protocol}`
}

/** `80` or `30000-30010`. */
export function writeRange([first, last]: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`
}

/** Reads a sender; a name that is none of the built-in ones is taken as a zone, whether there is one or not. */
export function readWho(text: string): Who | undefined {
  if (text === 'internet' || text === 'containers') return { kind: text }
  const network = /^network:(.+)$/.exec(text)?.[1]
  if (network !== undefined) return { kind: 'network', name: network }
  if (text.startsWith('@')) return text.length > 1 ? { kind: 'set', name: text.slice(1) } : undefined
  const prefix = readNetwork(text)
  if (prefix !== undefined) return { kind: 'addresses', prefixes: [prefix] }
  return isZoneName(text) ? { kind: 'zone', name: text } : undefined
}

/** What a sender is called in messages. */
export function writeWho(who: Who, writePrefix: (prefix: Prefix) => string): string {
  switch (who.kind) {
    case 'internet':
    case 'containers':
      return who.kind
    case 'zone':
      return who.name
    case 'network':
      return `network:${who.name}`
    case 'set':
      return `@${who.name}`
    case 'addresses':
      return who.prefixes.map(writePrefix).join(',')
  }
}

/** An address or a prefix with its host bits cleared. */
export function readNetwork(text: string): Prefix | undefined {
  const prefix = readPrefix(text)
  return prefix && { address: networkOf(prefix.address, prefix.length), length: prefix.length }
}

/** Whether the text can be the name of a zone or set: it becomes part of names in the kernel. */
export function isZoneName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]{0,23}$/.test(text)
}

/** Reads `host`, `service:PROJECT/SERVICE`, `container:NAME` or an address. */
export function readTarget(text: string): GrantTarget | undefined {
  if (text === 'host' || text === 'any') return { kind: text }
  const service = /^service:([^/]+)\/(.+)$/.exec(text)
  if (service !== null) return { kind: 'service', project: service[1] as string, service: service[2] as string }
  const name = /^container:(.+)$/.exec(text)?.[1]
  if (name !== undefined) return { kind: 'container', name }
  const prefix = readNetwork(text)
  return prefix && { kind: 'address', prefix }
}

const units: Readonly<Record<string, RateLimit['per']>> = {
  s: 'second',
  sec: 'second',
  second: 'second',
  m: 'minute',
  min: 'minute',
  minute: 'minute',
  h: 'hour',
  hour: 'hour',
  d: 'day',
  day: 'day',
}

/** Reads `5/min`, `10/second per source`. */
export function readLimit(text: string): RateLimit | undefined {
  const found = /^(\d{1,6})\s*\/\s*([a-z]+)(\s+per\s+source)?$/.exec(text.trim())
  const per = units[found?.[2] ?? '']
  const count = Number(found?.[1])
  return found === null || per === undefined || count < 1
    ? undefined
    : { count, per, eachSource: found[3] !== undefined }
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** Whether two prefixes share addresses. */
export function overlap(a: Prefix, b: Prefix): boolean {
  if (typeof a.address !== typeof b.address) return false
  return a.length <= b.length ? liesIn(b.address, a) : liesIn(a.address, b)
}
