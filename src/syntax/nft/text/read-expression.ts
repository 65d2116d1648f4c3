import type { Json } from '#model/nft.ts'
import type { Cursor } from './cursor.ts'
import { readOperand } from './read-value.ts'

const payloads: ReadonlySet<string> = new Set(
  'ether,vlan,arp,ip,ip6,icmp,icmpv6,igmp,tcp,udp,udplite,sctp,dccp,th,ah,esp,comp,gre,geneve,vxlan'.split(','),
)

// Those that may stand without `meta`. Source: meta_key_unqualified in parser_bison.y of nftables.
const bareMeta: ReadonlySet<string> = new Set(
  'mark,iif,iifname,iiftype,iifgroup,oif,oifname,oiftype,oifgroup,skuid,skgid,nftrace,rtclassid,ibriport,obriport,ibridgename,obridgename,ibrname,obrname,pkttype,cpu,cgroup,ipsec,time,day,hour'.split(
    ',',
  ),
)

const headers: ReadonlySet<string> = new Set(['hbh', 'frag', 'dst', 'mh', 'srh'])
const routingHeader: readonly string[] = ['type', 'seg-left', 'nexthdr', 'hdrlength']
const optionFields: readonly string[] = ['size', 'count', 'kind', 'length', 'left', 'right', 'tsval', 'tsecr']
const others: ReadonlySet<string> = new Set('meta,ct,fib,rt,socket,osf,numgen,jhash,symhash,exthdr'.split(','))

/** Whether an expression begins here, and no value. */
export function startsExpression(cursor: Cursor): boolean {
  const token = cursor.peek()
  const after = cursor.peek(1)
  if (token?.kind !== 'word') return false
  if (token.text.startsWith('@')) return /^@(?:ll|nh|th|ih)$/.test(token.text) && after?.text === ','
  if (payloads.has(token.text) || headers.has(token.text)) return after?.kind === 'word'
  return bareMeta.has(token.text) || others.has(token.text)
}

/** What a rule asks of the packet, or sets: `ip saddr . tcp dport`, `meta mark & 0xff`. */
export function readExpression(cursor: Cursor): Json {
  const parts = [readOperations(cursor)]
  while (cursor.take('.') !== undefined) parts.push(readOperations(cursor))
  const [only = null, ...more] = parts
  return more.length === 0 ? only : { concat: parts }
}

const words: Readonly<Record<string, string>> = { and: '&', or: '|', xor: '^', lshift: '<<', rshift: '>>' }
const operators = ['&', '|', '^', '<<', '>>', ...Object.keys(words)]

/** An expression with what is computed of it, from the left to the right: `&` comes before `|` as it is written before it. */
export function readOperations(cursor: Cursor, readPart: (cursor: Cursor) => Json = readPrimary): Json {
  let left = readPart(cursor)
  for (;;) {
    const operator = cursor.takeOneOf(operators)
    if (operator === undefined) return left
    const right = startsExpression(cursor) ? readPart(cursor) : readOperand(cursor)
    left = { [words[operator] ?? operator]: [left, right] }
  }
}

/** One expression without operators. */
export function readPrimary(cursor: Cursor): Json {
  if (cursor.take('(') !== undefined) {
    const inner = readExpression(cursor)
    cursor.expect(')')
    return inner
  }
  const raw = /^@(ll|nh|th|ih)$/.exec(cursor.place.text)?.[1]
  if (raw !== undefined && cursor.isNext(1, ',')) return rawPayload(cursor, raw)
  const { text } = cursor.place
  if (!startsExpression(cursor)) cursor.fail()
  if (payloads.has(text)) return payload(cursor)
  cursor.next()
  if (text === 'exthdr') return { exthdr: { name: cursor.name() } }
  if (headers.has(text)) return { exthdr: { name: text, field: cursor.name() } }
  if (bareMeta.has(text)) return { meta: { key: text } }
  switch (text) {
    case 'meta':
      return { meta: { key: cursor.name() } }
    case 'ct':
      return connection(cursor)
    case 'fib':
      return fib(cursor)
    case 'rt':
      return route(cursor)
    case 'socket':
      return { socket: { key: cursor.name() } }
    case 'osf':
      return { osf: { key: cursor.name() } }
    default:
      return chosen(cursor, text)
  }
}

function rawPayload(cursor: Cursor, base: string): Json {
  cursor.next()
  cursor.expect(',')
  const offset = cursor.number()
  cursor.expect(',')
  return { payload: { base, offset, len: cursor.number() } }
}

function payload(cursor: Cursor): Json {
  const protocol = cursor.name()
  if ((protocol === 'tcp' || protocol === 'ip' || protocol === 'dccp') && cursor.take('option') !== undefined) {
    const name = cursor.name()
    const field = cursor.takeOneOf(optionFields)
    return { [`${protocol} option`]: field === undefined ? { name } : { name, field } }
  }
  if (protocol === 'sctp' && cursor.take('chunk') !== undefined) return { 'sctp chunk': { name: cursor.name() } }
  return { payload: { protocol, field: cursor.name() } }
}

function connection(cursor: Cursor): Json {
  const dir = cursor.take('original', 'reply')
  const said = cursor.is('ip', 'ip6') ? cursor.name() : undefined
  const key = cursor.name()
  const isAddress = key === 'saddr' || key === 'daddr'
  const family = said ?? (isAddress && (cursor.family === 'ip' || cursor.family === 'ip6') ? cursor.family : undefined)
  const named = family === undefined ? key : `${family} ${key}`
  return { ct: dir === undefined ? { key: named } : { key: named, dir } }
}

const fibFlags = ['saddr', 'daddr', 'mark', 'iif', 'oif']

function fib(cursor: Cursor): Json {
  const flags = [cursor.name()]
  while (cursor.take('.') !== undefined) flags.push(cursor.name())
  const result = cursor.name()
  cursor.take('check')
  return { fib: { result, flags: fibFlags.filter((flag) => flags.includes(flag)) } }
}

function route(cursor: Cursor): Json {
  if (cursor.isOneOf(routingHeader)) return { exthdr: { name: 'rt', field: cursor.name() } }
  const family = cursor.take('ip', 'ip6')
  const key = cursor.name()
  return { rt: family === undefined ? { key } : { key, family } }
}

// What is chosen by count, by chance, or by a hash.
function chosen(cursor: Cursor, name: string): Json {
  const mode = name === 'numgen' ? { mode: cursor.name() } : {}
  const of = name === 'jhash' ? { expr: readExpression(cursor) } : {}
  cursor.expect('mod')
  const mod = cursor.number()
  const seed = cursor.take('seed') === undefined ? {} : { seed: cursor.number() }
  const offset = cursor.take('offset') === undefined ? undefined : cursor.number()
  const shift = name === 'numgen' ? { offset: offset ?? 0 } : offset === undefined ? {} : { offset }
  return { [name]: { ...mode, mod, ...of, ...seed, ...shift } }
}
