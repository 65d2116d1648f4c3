import type { AddressNumber } from '#base/address.ts'
import { writeAddress } from '#base/prefix.ts'
import type { Condition } from '#model/condition.ts'
import { ask } from './ask.ts'
import { type Dimension, type Part, portPart, readSet, type ReadSet } from './ipset.ts'
import { type PacketState, type Test, hasPorts } from './packet-state.ts'
import type { World } from './world.ts'

type Side = 'src' | 'dst'

/** Whether the parts of a packet are a member of an ipset, as `-m set` asks. */
export function memberTest({ set: name, directions }: Condition & { kind: 'member' }, world: World): Test {
  const set = find(world, name)
  return (passage) => {
    const held = set === undefined ? undefined : holds(set, passage, directions, world)
    return held === undefined ? ask(passage, doubtOf(name, directions, passage)) : held ? 1 : 0
  }
}

const read = new WeakMap<World, Map<string, ReadSet | undefined>>()

function find(world: World, name: string): ReadSet | undefined {
  const known = read.get(world) ?? new Map<string, ReadSet | undefined>()
  read.set(world, known)
  if (known.has(name)) return known.get(name)
  const set = world.sets.get(name)
  const made = set === undefined ? undefined : readSet(set)
  known.set(name, made)
  return made
}

// Fewer directions than dimensions, or a set of the other family: never a member. Source: ip_set_test() of the kernel.
function holds(set: ReadSet, passage: PacketState, directions: readonly Side[], world: World): boolean | undefined {
  if (set.sets.length > 0) return holdsAny(set.sets, passage, directions, world)
  if (set.dimensions.length > directions.length) return false
  if (set.family !== undefined && set.family !== passage.family) return false
  const alone = set.dimensions.length === 1
  const parts = set.dimensions.map((dimension, index) => partOf(passage, dimension, directions[index] ?? 'src', alone))
  const held = set.holds(parts)
  const device = set.dimensions.indexOf('iface')
  if (held !== false || device < 0) return held
  return set.holds(parts.map((part, index) => (index === device ? portOfBridge(passage, directions[index]) : part)))
}

function holdsAny(names: readonly string[], passage: PacketState, directions: readonly Side[], world: World) {
  const answers = names.map((name) => {
    const set = find(world, name)
    return set === undefined || set.sets.length > 0 ? undefined : holds(set, passage, directions, world)
  })
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
}

function partOf(passage: PacketState, dimension: Dimension, side: Side, alone: boolean): Part {
  switch (dimension) {
    case 'ip':
    case 'net':
      return passage[side]
    case 'port':
      return portOf(passage, side === 'src' ? passage.sport : passage.dport, alone)
    case 'iface':
      return deviceName(side === 'src' ? passage.in : passage.out)
    case 'mark':
      return String(passage.mark)
    case 'mac':
      return undefined
    case 'set':
      return null
  }
}

function deviceName(device: string | undefined): Part {
  return device === '' ? null : device
}

// Members that begin with `physdev:` mean a port of a bridge.
function portOfBridge(passage: PacketState, side: Side | undefined): Part {
  const device = deviceName(side === 'src' ? passage.physin : passage.physout)
  return typeof device === 'string' ? `physdev:${device}` : device
}

function portOf(passage: PacketState, port: number | undefined | null, alone: boolean): Part {
  const { protocol, packet, fragment } = passage
  if (alone) return protocol !== 6 && protocol !== 17 ? null : port === undefined || port === null ? port : String(port)
  if (hasPorts(protocol) && protocol !== 33) return typeof port === 'number' ? portPart(protocol, port) : port
  if (protocol !== 1 && protocol !== 58) return portPart(protocol, 0)
  if (fragment === 1) return null
  const { icmptype, icmpcode } = packet
  return icmptype === undefined || icmpcode === undefined ? undefined : portPart(protocol, 256 * icmptype + icmpcode)
}

function doubtOf(name: string, directions: readonly Side[], passage: PacketState) {
  const asked = directions.map((side) => {
    const address: AddressNumber | undefined = passage[side]
    return `${side} ${address === undefined ? '?' : writeAddress(address)}`
  })
  return { cause: 'fact' as const, key: `set ${name} ${asked.join(' ')}` }
}
