import { largest } from '#base/lists.ts'
import type { AddressNumber } from '#base/address.ts'
import { holds, type Intervals } from '#base/intervals.ts'
import { readPrefix } from '#base/prefix.ts'
import { type Condition, ctStates, type Field } from '#model/condition.ts'
import type { Packet } from '#model/packet.ts'
import type { Places } from './places.ts'

/** What a packet should be like for a condition to hold; undefined fields are free. `follows`: it comes after an answer. */
export interface Suggestion {
  readonly fields: Partial<Packet>
  readonly in?: string
  readonly out?: string
  /** The destination's port before any rewriting, and its address. */
  readonly follows?: boolean
}

/** What may be done to make a condition hold: alternatives, the likeliest first. None: nothing that a sender can do. */
export function suggest(condition: Condition, places: Places, negated = false): readonly Suggestion[] {
  switch (condition.kind) {
    case 'not':
      return suggest(condition.of, places, !negated)
    case 'all':
    case 'any':
      return (condition.kind === 'all') === negated
        ? condition.of.flatMap((part) => suggest(part, places, negated))
        : joined(condition.of.map((part) => suggest(part, places, negated)))
    case 'in':
      return suggestIn(condition.field, condition.set, places, negated)
    case 'bits':
      return suggestBits(condition, places, negated)
    case 'interface':
      return suggestInterface(condition, places, negated)
    case 'member':
      return negated ? [] : suggestMember(condition, places)
    case 'unknown':
      return []
  }
}

/** Two suggestions at once; where both say something, the later one holds. */
export function both(first: Suggestion, second: Suggestion): Suggestion {
  return { ...first, ...second, fields: { ...first.fields, ...second.fields } }
}

function joined(parts: readonly (readonly Suggestion[])[]): readonly Suggestion[] {
  const said = parts.filter((part) => part.length > 0)
  const most = largest(said.map((part) => part.length))
  return Array.from({ length: Math.min(most, 4) }, (_, index) =>
    said
      .map((part) => part[Math.min(index, part.length - 1)] as Suggestion)
      .reduce(both, { fields: {} } satisfies Suggestion),
  )
}

// Which field of the packet that is sent a condition's field comes from.
const sources: Readonly<Partial<Record<Field, keyof Packet>>> = {
  src: 'src',
  dst: 'dst',
  protocol: 'protocol',
  sport: 'sport',
  dport: 'dport',
  tcpflags: 'tcpflags',
  tcpmss: 'tcpmss',
  icmptype: 'icmptype',
  icmpcode: 'icmpcode',
  length: 'length',
  ttl: 'ttl',
  tos: 'tos',
  spi: 'spi',
  uid: 'uid',
  pkttype: 'pkttype',
  ctproto: 'protocol',
  ctorigsrc: 'src',
  ctorigdst: 'dst',
  ctorigsport: 'sport',
  ctorigdport: 'dport',
}

function suggestIn(field: Field, set: Intervals, places: Places, negated: boolean): readonly Suggestion[] {
  if (field === 'ctdir') return [{ fields: {}, follows: holds(set, 1) !== negated }]
  const source = sources[field]
  if (source === undefined) return []
  const isAddress = source === 'src' || source === 'dst'
  const values = negated
    ? (isAddress ? places.samples : plainValues(field)).filter((value) => !holds(set, value))
    : set.slice(0, 4).flatMap(({ from, to }) => inside(from, to, isAddress, places))
  return values.slice(0, 6).map((value) => ({ fields: { [source]: value } }))
}

function plainValues(field: Field): readonly number[] {
  return field === 'protocol' || field === 'ctproto' ? [6, 17, 47] : [8, 1, 64, 443, 2, 40000]
}

// Of a network somebody who is there, and somebody in the middle; of a range its ends.
function inside(
  from: AddressNumber,
  to: AddressNumber,
  isAddress: boolean,
  { samples }: Places,
): readonly AddressNumber[] {
  if (from === to) return [from]
  if (!isAddress) return [from, to]
  const known = samples.filter((each) => typeof each === typeof from && each >= from && each <= to)
  const third = typeof from === 'bigint' ? from + 3n : from + 3
  return [...known.slice(0, 4), ...(third <= to ? [third] : [from])]
}

// Which address of the packet a type is asked of.
const addressOfType: Readonly<Partial<Record<Field, 'src' | 'dst'>>> = {
  srctype: 'src',
  dsttype: 'dst',
  fibsrc: 'src',
  fibdst: 'dst',
}

function suggestBits(
  { field, mask, value }: Condition & { kind: 'bits' },
  places: Places,
  negated: boolean,
): readonly Suggestion[] {
  if (field === 'ctstate') return suggestState(Number(mask), negated)
  const side = addressOfType[field]
  if (side !== undefined) return suggestType(side, Number(mask), places, negated)
  const source = sources[field]
  if (source === undefined) return []
  if (source === 'src' || source === 'dst') {
    const fits = (each: AddressNumber) =>
      typeof each === typeof mask &&
      (typeof each === 'bigint' ? each & BigInt(mask) : (Number(each) & Number(mask)) >>> 0) === value
    const found = places.samples.filter((each) => fits(each) !== negated)
    return [...found.slice(0, 4), ...(negated || value === 'any' ? [] : [value])].map((each) => ({
      fields: { [source]: each },
    }))
  }
  if (value === 'any') return [{ fields: { [source]: negated ? 0 : Number(mask) } }]
  if (!negated) return [{ fields: { [source]: Number(value) } }]
  return [
    { fields: { [source]: field === 'tcpflags' ? (Number(value) === 2 ? 16 : 2) : Number(mask) ^ Number(value) } },
  ]
}

// SYN and FIN together are no packet that conntrack knows.
const invalid: Suggestion = { fields: { protocol: 6, tcpflags: 3 } }
const fresh: Suggestion = { fields: {} }
const following: Suggestion = { fields: {}, follows: true }

function suggestState(mask: number, negated: boolean): readonly Suggestion[] {
  const has = (bit: number) => ((mask & bit) !== 0) !== negated
  return [
    ...(has(ctStates.NEW) ? [fresh] : []),
    ...(has(ctStates.ESTABLISHED) ? [following] : []),
    ...(has(ctStates.INVALID) ? [invalid] : []),
  ]
}

function suggestType(side: 'src' | 'dst', mask: number, places: Places, negated: boolean): readonly Suggestion[] {
  const wants = (bit: number) => ((mask & bit) !== 0) !== negated
  const found = [
    ...(wants(4) ? places.own : []),
    ...(wants(2) ? places.others : []),
    ...(wants(8) ? places.broadcasts : []),
    ...(wants(32) ? places.multicasts : []),
  ]
  return found.slice(0, 8).map((address) => ({ fields: { [side]: address } }))
}

function suggestInterface(
  { field, name, prefix }: Condition & { kind: 'interface' },
  { devices }: Places,
  negated: boolean,
): readonly Suggestion[] {
  if (field !== 'in' && field !== 'out') return []
  const fits = devices.filter((device) => (prefix ? device.startsWith(name) : device === name) !== negated)
  return fits.slice(0, 6).map((device) => ({ fields: {}, [field]: device }))
}

function suggestMember(
  { set: name, directions }: Condition & { kind: 'member' },
  { sets }: Places,
): readonly Suggestion[] {
  const set = sets.find((each) => each.name === name)
  const kinds = set?.type.split(':')[1]?.split(',') ?? []
  return (set?.members ?? []).slice(0, 3).map((member) => {
    const parts = (member.split(' ', 1)[0] ?? '').split(',')
    const fields: Record<string, unknown> = {}
    const link: { in?: string; out?: string } = {}
    kinds.forEach((kind, index) => {
      const side = directions[index] ?? 'src'
      const part = parts[index] ?? ''
      if (kind === 'ip' || kind === 'net') fields[side] = readPrefix(part.split('-')[0] ?? '')?.address
      if (kind === 'port') Object.assign(fields, portIn(part, side))
      if (kind === 'iface') link[side === 'src' ? 'in' : 'out'] = part
    })
    return { fields: fields as Partial<Packet>, ...link }
  })
}

function portIn(part: string, side: 'src' | 'dst'): Partial<Packet> {
  const [, protocol, port] = /^(?:(tcp|udp):)?(\d{1,5})/.exec(part) ?? []
  if (port === undefined) return {}
  return { protocol: protocol === 'udp' ? 17 : 6, [side === 'src' ? 'sport' : 'dport']: Number(port) }
}
