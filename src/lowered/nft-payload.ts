import { all, any, type Condition, type Field, fieldBits, fieldIn, negateIf, unknown } from '#model/condition.ts'
import { intervalOf, type Key, numberKey, flagsKey, type ReadNumber } from './nft-key.ts'
import * as symbols from './nft-symbols.ts'

/** Packets of IPv4. */
export const ipv4 = fieldIn('nfproto', [{ from: 2, to: 2 }])
/** Packets of IPv6. */
export const ipv6 = fieldIn('nfproto', [{ from: 10, to: 10 }])

/** Packets of one of these protocols. */
export function isProtocol(protocols: readonly number[]): Condition {
  return fieldIn(
    'protocol',
    protocols.map((from) => ({ from, to: from })),
  )
}

const transports: Readonly<Record<string, readonly number[]>> = {
  tcp: [6],
  udp: [17],
  sctp: [132],
  dccp: [33],
  udplite: [136],
}

const withPorts = [6, 17, 33, 132, 136]

// nft compares the protocol before it reads a field of its header, and does not print that comparison.
const headers: Readonly<Record<string, readonly Condition[]>> = {
  ip: [ipv4],
  ip6: [ipv6],
  icmp: [isProtocol([1])],
  icmpv6: [isProtocol([58])],
  igmp: [isProtocol([2])],
  gre: [isProtocol([47])],
  esp: [isProtocol([50])],
  ah: [isProtocol([51])],
  comp: [isProtocol([108])],
  ...Object.fromEntries(Object.entries(transports).map(([name, numbers]) => [name, [isProtocol(numbers)]])),
}

/** What a field of a header asks; undefined: a header that we do not know. Of an unknown field only its header is known. */
export function payloadKey(protocol: string, field: string): Key | undefined {
  const needs = Object.hasOwn(headers, protocol) ? headers[protocol] : undefined
  return knownFieldKey(protocol, field) ?? (needs === undefined ? undefined : { needs, is: () => undefined })
}

function knownFieldKey(protocol: string, field: string): Key | undefined {
  if (protocol === 'ip') return ipKey(field)
  if (protocol === 'ip6') return ip6Key(field)
  if (protocol === 'icmp') return icmpKey(field, 1, symbols.icmpType, symbols.icmpCode)
  if (protocol === 'icmpv6') return icmpKey(field, 58, symbols.icmpv6Type, symbols.icmpv6Code)
  if (protocol === 'th') return portOf(field) === undefined ? undefined : anyPortKey(portOf(field) as Field, field)
  if ((protocol === 'esp' || protocol === 'ah') && field === 'spi')
    return numberKey('spi', [isProtocol([protocol === 'esp' ? 50 : 51])], symbols.plainNumber)
  const numbers = Object.hasOwn(transports, protocol) ? transports[protocol] : undefined
  if (numbers === undefined) return undefined
  const needs = [isProtocol(numbers)]
  // The header of a later fragment is not there, whatever is asked of it.
  if (protocol === 'tcp' && field === 'flags') return flagsKey('tcpflags', needs, symbols.tcpFlags, 255)
  const port = portOf(field)
  return port === undefined ? undefined : numberKey(port, needs, symbols.port)
}

function portOf(field: string): Field | undefined {
  return field === 'sport' || field === 'dport' ? field : undefined
}

// Whatever stands where other protocols have their ports is compared too.
function anyPortKey(port: Field, field: string): Key {
  const known = numberKey(port, [], symbols.port)
  const others = negateIf(true, isProtocol(withPorts))
  const orUnknown = (condition: Condition, wants: string) =>
    any(all(isProtocol(withPorts), condition), all(others, unknown('packet', `th ${field} ${wants}`)))
  return {
    needs: [],
    is: (value) => {
      const condition = known.is(value)
      return condition === undefined ? undefined : orUnknown(condition, JSON.stringify(value))
    },
    within: (from, to) => orUnknown(known.within?.(from, to) as Condition, `${from ?? ''}-${to ?? ''}`),
  }
}

function ipKey(field: string): Key | undefined {
  const needs = [ipv4]
  switch (field) {
    case 'saddr':
      return numberKey('src', needs, symbols.ipv4)
    case 'daddr':
      return numberKey('dst', needs, symbols.ipv4)
    case 'protocol':
      return numberKey('protocol', needs, symbols.protocol)
    case 'ttl':
      return numberKey('ttl', needs, symbols.plainNumber)
    case 'length':
      return numberKey('length', needs, symbols.plainNumber)
    case 'version':
      return numberKey('nfproto', needs, (value) => (value === 4 ? 2 : 0))
    case 'dscp':
      return shiftedKey('tos', needs, symbols.dscp, 2)
    case 'frag-off':
      return fragmentKey(needs)
    default:
      return undefined
  }
}

function ip6Key(field: string): Key | undefined {
  const needs = [ipv6]
  switch (field) {
    case 'saddr':
      return numberKey('src', needs, symbols.ipv6)
    case 'daddr':
      return numberKey('dst', needs, symbols.ipv6)
    case 'hoplimit':
      return numberKey('ttl', needs, symbols.plainNumber)
    case 'version':
      return numberKey('nfproto', needs, (value) => (value === 6 ? 10 : 0))
    case 'dscp':
      return shiftedKey('tos', needs, symbols.dscp, 2)
    case 'nexthdr':
      return nextHeaderKey(needs)
    default:
      return undefined
  }
}

// What stands first is the protocol only where no extension header stands before it.
function nextHeaderKey(needs: readonly Condition[]): Key {
  const known = numberKey('protocol', needs, symbols.protocol)
  const extensions = fieldBits('headers', 0b11110000, 'any')
  return {
    needs,
    is: (value) => {
      const condition = known.is(value)
      if (condition === undefined) return undefined
      const key = `ip6 nexthdr ${JSON.stringify(value)}`
      return any(all(negateIf(true, extensions), condition), all(extensions, unknown('packet', key)))
    },
  }
}

// The upper bits of a byte.
function shiftedKey(field: Field, needs: readonly Condition[], read: ReadNumber, by: number): Key {
  const shifted = (from: number, to: number): Condition =>
    fieldIn(field, [{ from: from << by, to: (to << by) | ((1 << by) - 1) }])
  return {
    needs,
    is: (value) => {
      const [only] = intervalOf(value, read) ?? []
      return only === undefined ? undefined : shifted(Number(only.from), Number(only.to))
    },
    within: (from = 0, to = 63) => shifted(from, to),
  }
}

// Only whether it is a later fragment is known: its place in bits 0 to 12 is not.
function fragmentKey(needs: readonly Condition[]): Key {
  return {
    needs,
    is: () => undefined,
    masked: (mask) =>
      symbols.plainNumber(mask) === 0x1fff
        ? { needs, is: (value) => (value === 0 ? fieldIn('fragment', [{ from: 0, to: 0 }]) : undefined) }
        : undefined,
  }
}

function icmpKey(field: string, protocol: number, types: ReadNumber, codes: ReadNumber): Key | undefined {
  const needs = [isProtocol([protocol])]
  if (field === 'type') return numberKey('icmptype', needs, types)
  return field === 'code' ? numberKey('icmpcode', needs, codes) : undefined
}
