import { readIpv4, readIpv6, writeIpv4, writeIpv6 } from '#base/address.ts'
import type { Family } from '#model/family.ts'
import type { NatRange } from '#model/value.ts'
import type { Kind, ReadContext } from '../extension.ts'
import { Wrong } from '../extension.ts'
import { badValue } from '../kinds/kinds.ts'
import { readOldAddress, readOldPorts, readOldSourcePorts } from './nat-old.ts'
import type { NatPorts } from './nat-ports.ts'
import { readPorts, readPortsByName, writePorts } from './nat-ports.ts'

type ReadPorts = (text: string) => NatPorts | undefined

// TCP, UDP, SCTP, DCCP and ICMP, in both families, with or without `!`: this is what iptables itself checks.
const portProtocols: ReadonlySet<number> = new Set([1, 6, 17, 33, 132])

/** `address[-address][:port[-port[/base]]]`, an IPv6 address in brackets when ports follow; ports need -p before them. */
export const natRange: Kind<NatRange> = {
  label: 'kind/nat-range',
  words: 1,
  read: (word, context) => readNatRange(word, context, readOldPorts),
  write: writeNatRange,
}

/** The same for SNAT, which reads a base and loses it: the kernel gets 0. 1.8.7 does not even look at it. */
export const sourceRange: Kind<NatRange> = {
  ...natRange,
  read: (word, context) => loseBase(readNatRange(word, context, readOldSourcePorts)),
  write: (range, { dialect }) => writeNatRange(dialect.version === '1.8.7' ? { ...range, base: undefined } : range),
}

/** `port[-port]` of MASQUERADE, which loses a base as SNAT does. */
export const masqueradePorts: Kind<NatRange> = {
  label: 'kind/nat-ports',
  words: 1,
  read(word, context) {
    const range = readPortRange(word, context, readPorts)
    if (context.dialect.version !== '1.8.7' || range instanceof Wrong) return loseBase(range)
    return range.base === undefined && !/^[^\d\s+]/.test(word) ? range : badValue(word, 'kind/nat-ports')
  },
  write: (range) => writePorts(range),
}

/** `port[-port]` of REDIRECT, without a base. */
export const redirectPorts: Kind<NatRange> = {
  ...masqueradePorts,
  read(word, context) {
    const range = readPortRange(word, context, context.dialect.version === '1.8.7' ? readPortsByName : readPorts)
    return range instanceof Wrong || range.base === undefined ? range : badValue(word, 'kind/nat-ports')
  },
}

function loseBase(range: NatRange | Wrong): NatRange | Wrong {
  return range instanceof Wrong || range.base === undefined ? range : { ...range, base: 0 }
}

function readNatRange(word: string, context: ReadContext, readOld: ReadPorts): NatRange | Wrong {
  const { family, dialect } = context
  const old = dialect.version === '1.8.7'
  const split = splitPorts(word, family)
  if (split === undefined) return badValue(word, 'kind/nat-range')
  const { head, tail } = split
  if (tail === undefined) return readAddresses(head, family, old) ?? badValue(word, 'kind/nat-range')
  const range = readPortRange(tail, context, old ? readOld : readPorts)
  if (range instanceof Wrong) return new Wrong(range.message.id, { value: word, kind: 'kind/nat-range' })
  if (head === '') return range
  const addresses = readAddresses(head, family, old)
  return addresses === undefined ? badValue(word, 'kind/nat-range') : { ...range, addresses: addresses.addresses }
}

// Without brackets exactly one colon stands before ports; behind a closing bracket all up to the next colon is ignored.
function splitPorts(word: string, family: Family): { head: string; tail: string | undefined } | undefined {
  if (word.charCodeAt(0) !== 91) {
    const colon = word.indexOf(':')
    if (colon < 0 || word.indexOf(':', colon + 1) >= 0) return { head: word, tail: undefined }
    return { head: word.slice(0, colon), tail: word.slice(colon + 1) }
  }
  const close = word.indexOf(']')
  if (close < 0 || family === 'ipv4') return undefined
  const colon = word.indexOf(':', close + 1)
  return { head: word.slice(1, close), tail: colon < 0 ? undefined : word.slice(colon + 1) }
}

function readAddresses(text: string, family: Family, old: boolean): NatRange | undefined {
  const read = family === 'ipv6' ? readIpv6 : old ? readOldAddress : readIpv4
  const dash = text.indexOf('-')
  const from = read(dash < 0 ? text : text.slice(0, dash))
  const to = dash < 0 ? from : read(text.slice(dash + 1))
  if (from === undefined || to === undefined) return undefined
  return { addresses: { from, to }, ports: undefined, base: undefined }
}

function readPortRange(text: string, context: ReadContext, read: ReadPorts): NatRange | Wrong {
  if (!portProtocols.has(context.protocol)) return new Wrong('syntax/needs-port-protocol', { value: text })
  const ports = read(text)
  return ports === undefined ? badValue(text, 'kind/nat-ports') : { addresses: undefined, ...ports }
}

function writeNatRange({ addresses, ports, base }: NatRange): string {
  const write = (address: number | bigint) => (typeof address === 'bigint' ? writeIpv6(address) : writeIpv4(address))
  let text = ''
  if (addresses !== undefined) {
    text = write(addresses.from) + (addresses.from === addresses.to ? '' : `-${write(addresses.to)}`)
    if (typeof addresses.from === 'bigint' && ports !== undefined) text = `[${text}]`
  }
  return ports === undefined ? text : `${text}:${writePorts({ ports, base })}`
}
