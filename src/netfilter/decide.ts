import type { Intervals } from '#base/intervals.ts'
import { holds } from '#base/intervals.ts'
import { liesIn } from '#base/network.ts'
import { writeAddress } from '#base/prefix.ts'
import type { Condition, Field, InterfaceField } from '#model/condition.ts'
import type { Doubt } from '#model/trace.ts'
import { deviceReader, type FieldReader, fieldReader, isFact } from './fields.ts'
import { ask } from './ask.ts'
import { likelyRoutes } from './fib.ts'
import { memberTest } from './members.ts'
import type { Answer, PacketState, Test } from './packet-state.ts'
import type { World } from './world.ts'

/** Prepares a condition of the rule `id` for many packets. Negation is carried down to the questions themselves. */
export function testOf(condition: Condition, world: World, id: string, negated = false): Test {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const tests = condition.of.map((part) => testOf(part, world, id, negated))
      return (condition.kind === 'all') === negated ? anyOf(tests) : allOf(tests)
    }
    case 'not':
      return testOf(condition.of, world, id, !negated)
    case 'in':
      return inTest(condition.field, condition.set, world, negated)
    case 'bits':
      return bitsTest(condition, world, negated)
    case 'interface':
      return interfaceTest(condition, world, negated)
    case 'member':
      return answered(memberTest(condition, world), negated)
    case 'unknown':
      return unknownTest(condition, id, negated)
  }
}

/** Whether all hold: no where one does not, whatever is open before it. */
export function allOf(tests: readonly Test[]): Test {
  const [first, second] = tests
  if (first === undefined) return () => 1
  if (second === undefined) return first
  return (passage) => {
    let answer: Answer = 1
    for (let index = 0; index < tests.length; index++) {
      const next = (tests[index] as Test)(passage)
      if (next === 0) return 0
      if (next === 2) answer = 2
    }
    return answer
  }
}

function anyOf(tests: readonly Test[]): Test {
  const [first, second] = tests
  if (first === undefined) return () => 0
  if (second === undefined) return first
  return (passage) => {
    let answer: Answer = 0
    for (let index = 0; index < tests.length; index++) {
      const next = (tests[index] as Test)(passage)
      if (next === 1) return 1
      if (next === 2) answer = 2
    }
    return answer
  }
}

function answered(test: Test, negated: boolean): Test {
  if (!negated) return test
  return (passage) => {
    const answer = test(passage)
    return answer === 2 ? 2 : answer === 0 ? 1 : 0
  }
}

function shown(field: Field, value: number | bigint): string {
  return /(?:src|dst)$/.test(field) ? writeAddress(value) : String(value)
}

function inTest(field: Field, set: Intervals, world: World, negated: boolean): Test {
  const read = fieldReader(field, world)
  const [only, ...more] = set
  const open = openQuestion(
    field,
    set
      .map(({ from, to }) => (from === to ? shown(field, from) : `${shown(field, from)}-${shown(field, to)}`))
      .join(','),
    negated,
  )
  const [inside, outside]: readonly [Answer, Answer] = negated ? [0, 1] : [1, 0]
  if (only === undefined || more.length > 0) {
    return (passage) => {
      const value = read(passage)
      if (value === null) return 0
      return value === undefined ? open(passage) : holds(set, value) ? inside : outside
    }
  }
  const { from, to } = only
  return rangeTest(field, from, to, inside, outside, open) ?? anyRange(read, from, to, inside, outside, open)
}

function anyRange(
  read: FieldReader,
  from: number | bigint,
  to: number | bigint,
  inside: Answer,
  outside: Answer,
  open: Test,
): Test {
  return (passage) => {
    const value = read(passage)
    if (value === null) return 0
    return value === undefined ? open(passage) : value >= from && value <= to ? inside : outside
  }
}

// The fields that most rules ask for, each with a function of its own: the engine compiles these to a few instructions.
function rangeTest(
  field: Field,
  from: number | bigint,
  to: number | bigint,
  inside: Answer,
  outside: Answer,
  open: Test,
): Test | undefined {
  switch (field) {
    case 'protocol':
      return from === to ? ({ protocol }) => (protocol === from ? inside : outside) : undefined
    case 'src':
      return (passage) => {
        const { src } = passage
        return src === undefined ? open(passage) : src >= from && src <= to ? inside : outside
      }
    case 'dst':
      return (passage) => {
        const { dst } = passage
        return dst === undefined ? open(passage) : dst >= from && dst <= to ? inside : outside
      }
    case 'sport':
      return (passage) => {
        const { sport } = passage
        return sport === null
          ? 0
          : sport === undefined
            ? open(passage)
            : sport >= from && sport <= to
              ? inside
              : outside
      }
    case 'dport':
      return (passage) => {
        const { dport } = passage
        return dport === null
          ? 0
          : dport === undefined
            ? open(passage)
            : dport >= from && dport <= to
              ? inside
              : outside
      }
    default:
      return undefined
  }
}

function bitsTest(condition: Condition & { kind: 'bits' }, world: World, negated: boolean): Test {
  const { field, mask, value } = condition
  const read = fieldReader(field, world)
  const open = openQuestion(field, `${value}/${mask}`, negated)
  const [inside, outside]: readonly [Answer, Answer] = negated ? [0, 1] : [1, 0]
  return (passage) => {
    const has = read(passage)
    if (has === null) return 0
    if (has === undefined) return open(passage)
    if (Number.isNaN(has)) return outside
    const bits = masked(has, mask)
    return (value === 'any' ? Number(bits) !== 0 : bits === value) ? inside : outside
  }
}

function masked(value: number | bigint, mask: number | bigint): number | bigint {
  return typeof value === 'bigint' || typeof mask === 'bigint' ? BigInt(value) & BigInt(mask) : (value & mask) >>> 0
}

function openQuestion(field: Field, wants: string, negated: boolean): Test {
  const doubt: Doubt = { cause: isFact(field) ? 'fact' : 'packet', key: `${field} ${wants}` }
  return answered((passage) => ask(passage, doubt), negated)
}

// As nft writes it.
function routeQuestion(field: InterfaceField, name: string): string {
  const flags = [
    `${field.slice(0, 1)}addr`,
    ...(field.endsWith('-mark') ? ['mark'] : []),
    ...(field.includes('-in') ? ['iif'] : []),
  ]
  return `fib ${flags.join(' . ')} ${name === '' ? 'oif missing' : `oifname ${name}`}`
}

function isRoute(field: InterfaceField): boolean {
  return field.startsWith('srcroute') || field.startsWith('dstroute')
}

function interfaceTest(
  { field, name, prefix }: Condition & { kind: 'interface' },
  world: World,
  negated: boolean,
): Test {
  const key = isRoute(field)
    ? routeQuestion(field, `${name}${prefix ? '*' : ''}`)
    : `${field} ${name}${prefix ? '+' : ''}`
  const doubt: Doubt = { cause: 'fact', key }
  const [inside, outside]: readonly [Answer, Answer] = negated ? [0, 1] : [1, 0]
  const read = deviceReader(field, world)
  const isElsewhere = elsewhere(field, prefix ? '' : name, world)
  const open = answered((passage) => ask(passage, doubt), negated)
  if (prefix && name === '') return () => inside
  // That there is no port is known even where the port is not.
  if (name === '' && !isRoute(field)) return (passage) => (read(passage) === '' ? inside : outside)
  return (passage) => {
    const device = read(passage)
    if (device === undefined) return isElsewhere(passage) ? outside : open(passage)
    // Of a packet from a bridge the port it leaves by can not be asked before it has one.
    if (device === '' && field === 'physout' && passage.fromBridge) return 0
    return (prefix ? device.startsWith(name) : device === name) ? inside : outside
  }
}

/** Whether a packet whose interface was not read can not have crossed this one, as the addresses behind it are known and are others. */
function elsewhere(field: InterfaceField, name: string, { facts }: World): (passage: PacketState) => boolean {
  const behind = [...likelyRoutes(facts, 'ipv4'), ...likelyRoutes(facts, 'ipv6')].filter(
    ({ device }) => device === name,
  )
  if (behind.length === 0 || (field !== 'in' && field !== 'out')) return () => false
  return ({ src, dst }) => {
    const address = field === 'in' ? src : dst
    return address !== undefined && !behind.some(({ destination }) => liesIn(address, destination))
  }
}

// What depends on the packet or the host has one answer for all rules, what is hidden one for its rule, and what depends on time
// (perhaps an extension that nobody knows does) has another one each time.
function unknownTest({ cause, key }: Condition & { kind: 'unknown' }, id: string, negated: boolean): Test {
  const fresh = cause === 'history' || cause === 'extension'
  const doubt: Doubt = { cause, key: fresh || cause === 'hidden' ? `${id}: ${key}` : key }
  return answered((passage) => {
    const answer = ask(passage, doubt)
    if (fresh && answer !== 2) passage.once.push(doubt.key)
    return answer
  }, negated)
}
