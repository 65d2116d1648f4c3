import type { Json, NftBase } from '#model/nft.ts'
import { memberIn } from '../json-members.ts'
import type { Cursor } from './cursor.ts'
import type { ChainDraft, SetDraft, TableDraft } from './nft-draft.ts'
import { readExpression } from './read-expression.ts'
import { readElements, typeOfElements } from './read-value.ts'

// Source: std_prios in src/rule.c of nftables; of bridges they are others.
const priorities: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  dstnat: -100,
  filter: 0,
  security: 50,
  srcnat: 100,
}
const bridgePriorities: Readonly<Record<string, number>> = { dstnat: -300, filter: -200, out: 100, srcnat: 300 }

/** `type filter hook input priority filter - 5`: how a base chain is called. */
export function readBase(cursor: Cursor, before: NftBase | undefined): NftBase {
  cursor.expect('type')
  const type = cursor.name()
  cursor.expect('hook')
  const hook = cursor.name()
  const devices: string[] = []
  if (cursor.take('device') !== undefined) devices.push(cursor.name())
  else if (cursor.take('devices') !== undefined) {
    cursor.expect('=')
    for (const one of readElements(cursor, 'plain')) devices.push(String(one))
  }
  cursor.expect('priority')
  const priority = readPriority(cursor)
  if (!cursor.done) cursor.fail()
  return { type, hook, priority, policy: before?.policy ?? 'accept', devices }
}

function readPriority(cursor: Cursor): number {
  if (cursor.take('-') !== undefined) return -cursor.number()
  cursor.take('+')
  if (/^\d/.test(cursor.place.text)) return cursor.number()
  const names = cursor.family === 'bridge' ? bridgePriorities : priorities
  const { text } = cursor.place
  const base = Object.hasOwn(names, text) ? (names[text] as number) : cursor.fail()
  cursor.next()
  const sign = cursor.take('+', '-')
  return sign === undefined ? base : base + (sign === '-' ? -1 : 1) * cursor.number()
}

/** One line of a chain that is no rule; false: it is one. */
export function readChainLine(cursor: Cursor, chain: ChainDraft): boolean {
  if (cursor.is('type') && cursor.isNext(2, 'hook')) {
    chain.base = readBase(cursor, chain.base)
    return true
  }
  if (cursor.take('policy') !== undefined) {
    const policy = cursor.take('accept', 'drop') ?? cursor.fail()
    if (chain.base !== undefined) chain.base = { ...chain.base, policy }
    return true
  }
  return cursor.is('comment') || (cursor.is('flags') && cursor.isNext(1, 'offload'))
}

/** One line of a set or map. */
export function readSetLine(cursor: Cursor, set: SetDraft, table: TableDraft): void {
  const what = cursor.name()
  if (what === 'type' || what === 'typeof') {
    set.type = readTypes(cursor, what)
    if (cursor.take(':') !== undefined) set.leadsTo = readTypes(cursor, what).join(' . ')
  } else if (what === 'flags') {
    const flags = [cursor.name()]
    while (cursor.take(',') !== undefined) flags.push(cursor.name())
    set.flags = flags
  } else if (what === 'elements') {
    cursor.expect('=')
    addElements(set, readElements(cursor, typeOfElements(set.type)))
  } else if (!harmless.has(what)) {
    table.unread.push(set.name)
    cursor.fail()
  }
}

const harmless: ReadonlySet<string> = new Set(
  'timeout,gc-interval,size,policy,auto-merge,counter,comment,quota,limit,ct,last'.split(','),
)

/** Puts elements into a set that are not there. */
export function addElements(set: SetDraft, elements: readonly Json[]): void {
  const known = new Set(set.elements.map((one) => JSON.stringify(one)))
  for (const element of elements) if (!known.has(JSON.stringify(element))) set.elements.push(element)
}

function readTypes(cursor: Cursor, how: 'type' | 'typeof'): readonly string[] {
  if (how === 'typeof') {
    const of = readExpression(cursor)
    const parts = memberIn(of, 'concat')
    return Array.isArray(parts) ? (parts as readonly Json[]).map(typeName) : [typeName(of)]
  }
  const types = [cursor.take('verdict') ?? cursor.name()]
  while (cursor.take('.') !== undefined) types.push(cursor.name())
  return types
}

const typeNames: Readonly<Record<string, string>> = {
  'ip saddr': 'ipv4_addr',
  'ip daddr': 'ipv4_addr',
  'ip6 saddr': 'ipv6_addr',
  'ip6 daddr': 'ipv6_addr',
  'ip protocol': 'inet_proto',
  'meta l4proto': 'inet_proto',
  'ether saddr': 'ether_addr',
  'ether daddr': 'ether_addr',
  'meta iifname': 'ifname',
  'meta oifname': 'ifname',
  'meta mark': 'mark',
  'ct mark': 'mark',
  'ct state': 'ct_state',
}

// What `typeof ip saddr` is the type of.
function typeName(of: Json): string {
  const field = memberIn(memberIn(of, 'payload'), 'field')
  if (field === 'sport' || field === 'dport') return 'inet_service'
  const meta = memberIn(memberIn(of, 'meta'), 'key')
  const ct = memberIn(memberIn(of, 'ct'), 'key')
  const name =
    field !== undefined
      ? `${memberIn(memberIn(of, 'payload'), 'protocol')} ${field}`
      : meta !== undefined
        ? `meta ${meta}`
        : `ct ${ct}`
  return typeNames[name] ?? name
}
