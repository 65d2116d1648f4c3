import type { AddressNumber } from '#base/address.ts'
import { holds, intersect, type Intervals } from '#base/intervals.ts'
import { networkOf } from '#base/network.ts'
import { readAddress } from '#base/prefix.ts'
import type { Field } from '#model/condition.ts'
import type { ConnectionState, Hook, Packet } from '#model/packet.ts'
import { packet } from '#model/packet.ts'
import { type Box, sideOf, withSide } from '#space/box.ts'
import { localDoubt } from './local-doubt.ts'
import { hasPorts } from './packet-state.ts'
import type { Program } from './program.ts'
import type { SetFields } from './set-fields.ts'
import { trace } from './trace.ts'
import type { Trace } from '#model/trace.ts'

/** A packet of a box, and what is taken for granted so that it comes to the hook. */
export interface Witness {
  readonly packet: Packet
  readonly assume: Readonly<Record<string, boolean>>
}

/** A packet of the box as it arrives at the host; undefined where a first packet of a connection can not be one of the box. */
export function witnessOf(box: Box, hook: Hook, fields: SetFields, program: Program): Witness | undefined {
  const plain = withoutNat(box, fields)
  if (plain === undefined) return undefined
  const pick = new Picker(plain, fields)
  const protocol = Number(pick.value('protocol', [6, 17, fields.family === 'ipv4' ? 1 : 58]))
  const state = states[Number(pick.value('ctstate', [2, 8, 4, 1, 16]))]
  if (state === undefined) return undefined
  const dst = pick.value('dst', destinations(hook, fields, program)) as AddressNumber
  const local = hook === 'OUTPUT' || (hook === 'POSTROUTING' && pick.isListed('uid'))
  const isForwarded = hook === 'FORWARD' || (hook === 'POSTROUTING' && !local)
  const own = [...program.world.interfaces.keys()].filter((name) => name !== 'lo')
  const icmp = protocol === 1 || protocol === 58
  const asked = (field: Field, usual: readonly number[]) =>
    pick.isListed(field) ? Number(pick.value(field, usual)) : undefined
  const ttl = asked('ttl', [64])
  const made = packet({
    family: fields.family,
    local,
    in: local ? '' : pick.device('in', own),
    out: isForwarded || local ? pick.device('out', own) : undefined,
    src: pick.value('src', sources[fields.family]) as AddressNumber,
    dst,
    protocol,
    ...(hasPorts(protocol)
      ? { sport: Number(pick.value('sport', [40_000])), dport: Number(pick.value('dport', [80, 443, 22])) }
      : {}),
    tcpflags: protocol === 6 ? Number(pick.value('tcpflags', state === 'NEW' ? [2] : [16, 2])) : undefined,
    icmptype: icmp ? Number(pick.value('icmptype', [protocol === 1 ? 8 : 128])) : undefined,
    icmpcode: icmp ? Number(pick.value('icmpcode', [0])) : undefined,
    length: asked('length', [60]),
    ttl: ttl === undefined ? undefined : isForwarded ? Math.min(255, ttl + 1) : ttl,
    tos: asked('tos', [0]),
    spi: asked('spi', [1000]),
    mark: Number(pick.value('mark', [0])),
    fragment: pick.value('fragment', [0]) === 1 ? 1 : 0,
    headers: asked('headers', [0]) ?? 0,
    tracked: { state, direction: 'ORIGINAL', connection: undefined },
  })
  return { packet: made, assume: { [localDoubt(dst).key]: hook === 'INPUT' } }
}

/** What becomes of a witness, on all its ways. */
export function traceWitness({ packet: made, assume }: Witness, program: Program): Trace {
  return trace(made, { ...program, options: { ...program.options, assume: { ...program.options.assume, ...assume } } })
}

const states: Readonly<Record<number, ConnectionState>> = {
  1: 'INVALID',
  2: 'NEW',
  4: 'RELATED',
  8: 'ESTABLISHED',
  16: 'UNTRACKED',
}

const sources = {
  ipv4: ['203.0.113.9', '198.51.100.7', '192.168.1.9', '10.0.0.9'].map((text) => readAddress(text) as number),
  ipv6: ['2001:db8:ffff::9', '2001:db8::7', 'fd00::9'].map((text) => readAddress(text) as bigint),
}

const elsewhere = {
  ipv4: ['198.51.100.20', '192.0.2.20', '10.9.9.9'].map((text) => readAddress(text) as number),
  ipv6: ['2001:db8:eeee::20', 'fd00:9::9'].map((text) => readAddress(text) as bigint),
}

function destinations(hook: Hook, { family }: SetFields, { world }: Program): readonly AddressNumber[] {
  if (hook !== 'INPUT') return elsewhere[family]
  const own = [...world.interfaces.values()]
    .filter(({ name }) => name !== 'lo')
    .flatMap(({ addresses }) => addresses.filter((one) => one.family === family).map(({ address }) => address))
  return [...own, ...elsewhere[family]]
}

// A connection without NAT remembers what its first packet has.
const remembered = [
  ['ctorigsrc', 'src'],
  ['ctorigdst', 'dst'],
  ['ctreplsrc', 'dst'],
  ['ctrepldst', 'src'],
  ['ctorigsport', 'sport'],
  ['ctorigdport', 'dport'],
  ['ctreplsport', 'dport'],
  ['ctrepldport', 'sport'],
  ['ctproto', 'protocol'],
] as const

function withoutNat(box: Box, fields: SetFields): Box | undefined {
  const { domains } = fields.universe
  const listed = (field: Field) => box.fields.includes(fields.of(field))
  let plain: Box = box
  for (const [memory, field] of remembered) {
    if (!listed(memory)) continue
    const set = intersect(sideOf(plain, fields.of(field), domains), sideOf(box, fields.of(memory), domains))
    if (set.length === 0) return undefined
    plain = withSide(plain, fields.of(field), set)
  }
  if (listed('ctdir') && !holds(sideOf(box, fields.of('ctdir'), domains), 0)) return undefined
  return plain
}

class Picker {
  readonly #box: Box
  readonly #fields: SetFields

  constructor(box: Box, fields: SetFields) {
    this.#box = box
    this.#fields = fields
  }

  isListed(field: Field): boolean {
    return this.#box.fields.includes(this.#fields.of(field))
  }

  /** The first of the usual values that the box has; else a value of it. */
  value(field: Field, usual: readonly (number | bigint)[]): number | bigint {
    const set = this.#side(this.#fields.of(field))
    return usual.find((one) => holds(set, one)) ?? likely(set)
  }

  device(field: 'in' | 'out', own: readonly string[]): string {
    const set = this.#side(this.#fields.device(field))
    const known = own.find((name) => {
      const at = this.#fields.devices.indexOf(name)
      return at >= 0 && holds(set, at)
    })
    return known ?? this.#fields.nameOf(Number(set[0]?.from ?? 0))
  }

  #side(field: number): Intervals {
    return sideOf(this.#box, field, this.#fields.universe.domains)
  }
}

// An address that a host may have: no first one of a network, where there are others, and none of 0.0.0.0/8.
function likely(set: Intervals): number | bigint {
  const one = set.find(({ to }) => Number(to) >= 0x01000000) ?? set[0]
  if (one === undefined) return 0
  const { from, to } = one
  if (typeof from === 'number' && from < 0x01000000 && Number(to) >= 0x0a000009) return 0x0a000009
  // The first addresses of a network are often those of routers.
  const by = Math.min(9, Number(to) - Number(from))
  const isNetwork = Number(to) > 0x01000000 && networkOf(from, typeof from === 'bigint' ? 120 : 24) === from
  return isNetwork ? (typeof from === 'bigint' ? from + BigInt(by) : from + by) : from
}
