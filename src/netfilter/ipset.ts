import type { AddressNumber } from '#base/address.ts'
import { groupBy } from '#base/lists.ts'
import { networkOf } from '#base/network.ts'
import { readPrefix, widthOf } from '#base/prefix.ts'
import type { IpSet } from '#model/facts.ts'
import type { Family } from '#model/family.ts'

/** What one dimension of a set holds. */
export type Dimension = 'ip' | 'net' | 'port' | 'iface' | 'mac' | 'mark' | 'set'

/** A packet's part for one dimension. undefined: not known; null: it has none, so that no member can be meant. */
export type Part = AddressNumber | string | undefined | null

/** A set in the form in which it is asked. */
export interface ReadSet {
  readonly dimensions: readonly Dimension[]
  /** undefined: sets of ports alone and of sets serve both families. */
  readonly family: Family | undefined
  /** Names, for a set of sets. */
  readonly sets: readonly string[]
  /** Whether the parts are a member; undefined: a member could not be read, and no other is meant. */
  holds(parts: readonly Part[]): boolean | undefined
}

interface Member {
  readonly parts: readonly (AddressNumber | string)[]
  readonly lengths: readonly number[]
  readonly excluded: boolean
}

/** Reads a set as `ipset save` prints it. undefined: a type that we do not know. */
export function readSet(set: IpSet): ReadSet | undefined {
  const [method = '', names = ''] = set.type.split(':')
  const dimensions = names.split(',') as Dimension[]
  if (!dimensions.every((name) => known.has(name))) return undefined
  const members = dimensions[0] === 'set' ? [] : set.members.map((text) => readMember(text, dimensions, set.options))
  const family =
    set.type === 'bitmap:port' || method === 'list' ? undefined : / inet6\b/.test(` ${set.options}`) ? 'ipv6' : 'ipv4'
  return {
    dimensions,
    family,
    sets: dimensions[0] === 'set' ? set.members.map((text) => text.split(' ', 1)[0] ?? '') : [],
    holds: lookUp(members),
  }
}

const known: ReadonlySet<string> = new Set<Dimension>(['ip', 'net', 'port', 'iface', 'mac', 'mark', 'set'])

// The kernel tries prefixes from the longest on, the first dimension first; the first member that fits decides.
function lookUp(members: readonly (Member | undefined)[]): ReadSet['holds'] {
  const read = members.filter((member) => member !== undefined)
  const complete = read.length === members.length
  const groups = [...groupBy(read, ({ lengths }) => lengths.join(' ')).values()]
    .map((group) => ({
      lengths: group[0]?.lengths ?? [],
      members: new Map(group.map(({ parts, excluded }) => [keyOf(parts), excluded])),
    }))
    .sort((a, b) => compare(b.lengths, a.lengths))
  return (parts) => {
    if (parts.includes(null)) return false
    if (parts.includes(undefined)) return read.length === 0 ? false : undefined
    for (const group of groups) {
      const key = keyOf(parts.map((part, index) => cut(part as AddressNumber | string, group.lengths[index] ?? -1)))
      const excluded = group.members.get(key)
      if (excluded !== undefined) return !excluded
    }
    return complete ? false : undefined
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((length, index) => length !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

function keyOf(parts: readonly (AddressNumber | string)[]): AddressNumber | string {
  return parts.length === 1 ? (parts[0] ?? '') : parts.join(' ')
}

function cut(part: AddressNumber | string, length: number): AddressNumber | string {
  return typeof part === 'string' || length < 0 ? part : networkOf(part, length)
}

// `10.0.0.0/8,tcp:80 timeout 5 comment "x" nomatch`
function readMember(text: string, dimensions: readonly Dimension[], setOptions: string): Member | undefined {
  const [element = '', ...options] = text.replace(/"[^"]*"/g, '').split(' ')
  const words = element.split(',')
  if (words.length !== dimensions.length) return undefined
  const mask = Number(/\bnetmask (\d{1,3})\b/.exec(setOptions)?.[1] ?? Number.NaN)
  const read = dimensions.map((dimension, index) =>
    readPart(words[index] ?? '', dimension, index === 0 ? mask : Number.NaN),
  )
  if (read.includes(undefined)) return undefined
  const parts = read as readonly { part: AddressNumber | string; length: number }[]
  return {
    parts: parts.map(({ part }) => part),
    lengths: parts.map(({ length }) => length),
    excluded: options.includes('nomatch'),
  }
}

function readPart(word: string, dimension: Dimension, mask: number) {
  switch (dimension) {
    case 'ip':
    case 'net': {
      const prefix = readPrefix(word)
      if (prefix === undefined) return undefined
      const length = Number.isNaN(mask) ? prefix.length : mask
      return { part: networkOf(prefix.address, length), length: Math.min(length, widthOf(prefix.address)) }
    }
    case 'port':
      return wordPart(readPort(word))
    case 'mark':
      return wordPart(String(Number(word)))
    case 'mac':
      return wordPart(word.toLowerCase())
    case 'iface':
    case 'set':
      return wordPart(word)
  }
}

function wordPart(part: string | undefined): { part: string; length: number } | undefined {
  return part === undefined ? undefined : { part, length: -1 }
}

/** A port as members name it: `protocol:number`; ICMP: 256 × type + code. Sets of ports alone have no protocol. */
export function portPart(protocol: number, port: number): string {
  return `${protocol}:${port}`
}

function readPort(word: string): string | undefined {
  const [first = '', second] = word.split(':')
  if (second === undefined) return /^\d{1,5}$/.test(first) ? first : undefined
  const protocol = protocols[first] ?? (/^\d{1,3}$/.test(first) ? Number(first) : undefined)
  if (protocol === undefined) return undefined
  const [type, code] = second.split('/')
  const named = protocol === 1 ? icmpNames[second] : protocol === 58 ? icmp6Names[second] : undefined
  const number = named ?? (code === undefined ? Number(type) : 256 * Number(type) + Number(code))
  return Number.isInteger(number) ? portPart(protocol, number) : undefined
}

const protocols: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  'ipv6-icmp': 58,
  sctp: 132,
  udplite: 136,
}

// 256 × type + code. Source: what `ipset save` 7.17 prints.
const icmpNames: Readonly<Record<string, number>> = {
  'echo-reply': 0x000,
  pong: 0x000,
  'network-unreachable': 0x300,
  'host-unreachable': 0x301,
  'protocol-unreachable': 0x302,
  'port-unreachable': 0x303,
  'fragmentation-needed': 0x304,
  'communication-prohibited': 0x30d,
  'source-quench': 0x400,
  'echo-request': 0x800,
  ping: 0x800,
  'ttl-zero-during-transit': 0xb00,
  'ttl-zero-during-reassembly': 0xb01,
  'timestamp-request': 0xd00,
  'timestamp-reply': 0xe00,
}

const icmp6Names: Readonly<Record<string, number>> = {
  'no-route': 0x100,
  'port-unreachable': 0x104,
  'packet-too-big': 0x200,
  'echo-request': 0x8000,
  ping: 0x8000,
  'echo-reply': 0x8100,
  pong: 0x8100,
}
