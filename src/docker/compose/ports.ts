import { readAddress, writeAddress } from '#base/prefix.ts'
import type { PublishedPort } from '#model/docker.ts'
import { fieldsOf, textOf } from './fields.ts'

type Protocol = PublishedPort['protocol']

/** A port as a service asks for it, ranges resolved. `published` undefined: Docker chooses; a range: Docker takes a free one of it. */
export interface PortRequest {
  readonly protocol: Protocol
  readonly target: number
  /** '': any address. */
  readonly host: string
  readonly published: { readonly first: number; readonly last: number } | undefined
}

/** The ports of a service, and the entries that Compose would refuse or whose variables are not set. */
export interface PortRequests {
  readonly ports: readonly PortRequest[]
  readonly unreadable: readonly string[]
}

/** Reads `ports` in both forms. A later entry replaces one with the same address, host port, container port and protocol. */
export function portRequests(ports: unknown): PortRequests {
  const found = new Map<string, PortRequest>()
  const unreadable: string[] = []
  for (const entry of Array.isArray(ports) ? ports : []) {
    const fields = fieldsOf(entry)
    const read = fields === undefined ? shortPorts(String(entry)) : longPort(fields)
    if (read === undefined) unreadable.push(fields === undefined ? String(entry) : JSON.stringify(fields))
    for (const port of read ?? []) {
      const { host, published, target, protocol } = port
      const key = `${host || '0.0.0.0'} ${published?.first}-${published?.last} ${target}/${protocol}`
      found.set(key, port)
    }
  }
  return { ports: [...found.values()], unreadable }
}

/** `[[ADDRESS:][PUBLISHED]:]TARGET[/PROTOCOL]`, where both may be ranges. Source: go-connections, `nat.ParsePortSpec`. */
function shortPorts(text: string): readonly PortRequest[] | undefined {
  const [, before, targets = '', protocolText = 'tcp'] = /^(?:(.*):)?([\d-]+)(?:\/(\w*))?$/.exec(text) ?? []
  const protocol = protocolOf(protocolText || 'tcp')
  const target = rangeOf(targets)
  if (target === undefined || protocol === undefined) return undefined
  const at = before === undefined ? -1 : before.lastIndexOf(':')
  const host = at < 0 ? '' : hostOf(before?.slice(0, at) ?? '')
  const published = before?.slice(at + 1) ?? ''
  if (host === undefined) return undefined
  const count = target.last - target.first + 1
  const each = (one: (index: number) => PortRequest['published']) =>
    Array.from({ length: count }, (_, index) => ({
      protocol,
      host,
      target: target.first + index,
      published: one(index),
    }))
  if (published === '') return each(() => undefined)
  const range = rangeOf(published)
  if (range === undefined) return undefined
  if (count === 1) return each(() => chosen(range))
  if (range.last - range.first !== target.last - target.first) return undefined
  return each((index) => chosen({ first: range.first + index, last: range.first + index }))
}

// Port 0 leaves the choice to Docker.
function chosen(range: { readonly first: number; readonly last: number }): PortRequest['published'] {
  return range.last === 0 ? undefined : range
}

function longPort(fields: Readonly<Record<string, unknown>>): readonly PortRequest[] | undefined {
  const [target, publishedText = '', protocolText = 'tcp', address = ''] = [
    textOf(fields.target),
    textOf(fields.published),
    textOf(fields.protocol),
    textOf(fields.host_ip),
  ]
  const protocol = protocolOf(protocolText || 'tcp')
  const host =
    address === '' ? '' : hostOf(address.includes(':') && !address.startsWith('[') ? `[${address}]` : address)
  const range = rangeOf(publishedText)
  const isRead = target !== undefined && /^\d+$/.test(target) && rangeOf(target) !== undefined
  if (!isRead || protocol === undefined || host === undefined) return undefined
  if (publishedText !== '' && range === undefined) return undefined
  return [{ protocol, target: Number(target), host, published: range === undefined ? undefined : chosen(range) }]
}

function protocolOf(text: string): Protocol | undefined {
  const lower = text.toLowerCase()
  return lower === 'tcp' || lower === 'udp' || lower === 'sctp' ? lower : undefined
}

// An IPv6 address is written in brackets.
function hostOf(text: string): string | undefined {
  if (text === '') return ''
  const inside = /^\[(.*)\]$/.exec(text)?.[1]
  const address = readAddress(inside ?? text)
  if (address === undefined || (typeof address === 'bigint') !== (inside?.includes(':') ?? false)) return undefined
  return writeAddress(address)
}

function rangeOf(text: string): { readonly first: number; readonly last: number } | undefined {
  const found = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text)
  if (found === null) return undefined
  const first = Number(found[1])
  const last = Number(found[2] ?? found[1])
  return first <= last && last <= 65535 ? { first, last } : undefined
}
