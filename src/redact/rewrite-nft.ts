import { readAddress } from '#base/prefix.ts'
import { ownerOfNftTable } from '#owners/nft-tables.ts'
import { isPublicWord } from './public-words.ts'
import type { Rewriter } from './rewriter.ts'
import { set } from './rewrite-rules.ts'

type Json = unknown
type Fields = Readonly<Record<string, Json>>

/** What the text in a place of the document is. */
type Place =
  | 'word'
  | 'device'
  | 'chain'
  | 'table'
  | 'set'
  | 'list'
  | 'user'
  | 'remark'
  | 'prefix'
  | 'string'
  | 'release'

/**
 * Rewrites what `nft -j list ruleset` said. Which text is a name follows from where it stands; of everything else the words
 * of nft's own language stay, and addresses and all other words become fakes.
 */
export function rewriteNft(document: Json, rewriter: Rewriter): Json {
  return rewrite(document, 'word', rewriter, 0)
}

// Real documents are some twenty deep; a hostile one must not exhaust the stack.
const deepest = 200

function rewrite(value: Json, place: Place, rewriter: Rewriter, depth: number): Json {
  if (depth > deepest) return null
  if (typeof value === 'string') return rewriteText(value, place, rewriter)
  if (Array.isArray(value)) return value.map((one: Json) => rewrite(one, place, rewriter, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  return rewriteObject(value as Fields, place, rewriter, depth)
}

function rewriteObject(fields: Fields, place: Place, rewriter: Rewriter, depth: number): Json {
  const { addr, len } = fields
  if (typeof addr === 'string' && typeof len === 'number') return { addr: rewriter.address(addr, len), len }
  if (Array.isArray(fields.range)) return { range: rewriteRange(fields.range, place, rewriter, depth) }
  const compared = comparedWith(fields)
  const entries = Object.entries(fields).map(([key, value]) => {
    const inside =
      compared !== undefined && (key === 'right' || key === 'data' || key === 'elem')
        ? compared
        : isThing(key, value)
          ? 'word'
          : placeOf(key, fields, place)
    return [keyOf(key, rewriter), rewrite(value, inside, rewriter, depth + 1)] as const
  })
  return Object.fromEntries(entries)
}

function keyOf(key: string, rewriter: Rewriter): string {
  return isPublicWord(key) || objects.has(key) ? key : rewriter.name('label', key)
}

function rewriteText(text: string, place: Place, rewriter: Rewriter): string {
  if (text.startsWith('@')) return `@${rewriteText(text.slice(1), 'set', rewriter)}`
  switch (place) {
    case 'word':
      return rewriter.text(text)
    case 'device':
      return rewriter.device(text)
    case 'chain':
      return rewriteChain(text, rewriter)
    case 'set':
      return isDockers(text) ? text : set(text, rewriter)
    case 'remark':
      // Docker's own remarks are capitals: `DROP DIRECT ACCESS`.
      return remarks.has(text) ? text : rewriter.name('remark', text)
    case 'release':
      return releases.test(text) ? text : rewriter.name('string', text)
    case 'table':
      return rewriteTable(text, rewriter)
    case 'list':
    case 'user':
    case 'prefix':
    case 'string':
      return rewriter.name(place, text)
  }
}

// Of its nftables backend.
const remarks = new Set(
  `ALLOW FW MARK,DNAT,DROP DIRECT ACCESS,DROP REMOTE LOOPBACK,ICC,ICMP,INTERNAL NETWORK EGRESS,INTERNAL NETWORK INGRESS,MASQ TO OWN PORT,
MASQUERADE,MASQUERADE FROM HOST,OUTGOING,SNAT,UNPROTECTED,UNPUBLISHED PORT DROP`.split(/,\s*/),
)

const releases = /^(?:Commodore Bullmoose|Lester Gooch|Old Doc Yak|Fearless Fosdick|Topsy|Capital Idea)(?: #\d+)?$/

function rewriteTable(text: string, rewriter: Rewriter): string {
  const [, device] = /^wg-quick-(.+)$/.exec(text) ?? []
  if (device !== undefined) return `wg-quick-${rewriter.device(device)}`
  const isOwned = /^(filter|nat|mangle|raw|security)$/.test(text) || ownerOfNftTable(text) !== undefined
  if (!isOwned) return rewriter.name('table', text)
  return text.startsWith('seawall') ? rewriter.own(text) : text
}

// Docker's nftables backend calls its chains after bridges: `filter-forward-in__br-0123456789ab`.
function rewriteChain(text: string, rewriter: Rewriter): string {
  const [, head, bridge] = /^((?:filter|nat|raw)-[a-z-]+__)(.+)$/.exec(text) ?? []
  if (head !== undefined && bridge !== undefined) return `${rewriter.own(head)}${rewriter.device(bridge)}`
  return isDockers(text) ? text : rewriter.chain(text)
}

function isDockers(name: string): boolean {
  return /^(?:filter-(?:FORWARD|forward-(?:in|out)-jumps)|nat-(?:PREROUTING|OUTPUT|POSTROUTING|prerouting-and-output|postrouting-(?:in|out)-jumps)|raw-PREROUTING)$/.test(
    name,
  )
}

const byKey: Readonly<Record<string, Place>> = {
  table: 'table',
  chain: 'chain',
  target: 'chain',
  comment: 'remark',
  prefix: 'prefix',
  dev: 'device',
  devices: 'device',
  set: 'set',
  map: 'set',
  flowtable: 'set',
  release_name: 'release',
  user: 'user',
}

// Things with a name of their own beside chains and sets; in a rule the same key has that name.
const objects = new Set(
  'counter,quota,limit,ct helper,ct timeout,ct expectation,ct count,synproxy,secmark,tunnel,meter,last'.split(','),
)

// `"chain": {...}` is a whole chain, and only its `name` is one; `"chain": "FORWARD"` is a name.
function isThing(key: string, value: Json): boolean {
  return (
    (Object.hasOwn(byKey, key) || objects.has(key)) &&
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value)
  )
}

// The same word is a field of several things: `name` of a table, chain or set, `set` of a rule or a list of values.
function placeOf(key: string, fields: Fields, outer: Place): Place {
  if (key === 'name') return nameOf(fields)
  if (objects.has(key)) return 'list'
  if (key === 'type' && 'table' in fields) return 'word'
  if (key === 'set' || key === 'map') return typeof fields[key] === 'string' && !('type' in fields) ? 'set' : outer
  return Object.hasOwn(byKey, key) ? (byKey[key] ?? 'word') : outer
}

function nameOf(fields: Fields): Place {
  if (!('table' in fields)) return 'family' in fields ? 'table' : 'word'
  const { type } = fields
  if (Object.keys(fields).every((key) => chainFields.has(key))) return isChain(fields) ? 'chain' : 'set'
  return type === undefined || 'protocol' in fields || 'l3proto' in fields ? 'list' : 'set'
}

// A set of one type alone looks like a chain but for the type's name; a flowtable has a hook and no type.
function isChain({ type, hook }: Fields): boolean {
  return hook === undefined ? type === undefined : type !== undefined
}

const chainFields = new Set('family,table,name,handle,type,hook,prio,policy,dev,comment,newname'.split(','))

const deviceKeys = /^(?:[iob]+(?:if)?name|iif|oif|iifname|oifname|ibrname|obrname|sdifname|ifname)$/

/** What the values beside a key are: interfaces beside `iifname`, users beside `skuid`. */
function comparedWith(fields: Fields): Place | undefined {
  const key = keyIn(fields.left) ?? keyIn(fields.key)
  if (key !== undefined)
    return deviceKeys.test(key) ? 'device' : key === 'skuid' || key === 'skgid' ? 'user' : undefined
  const types = typeof fields.type === 'string' ? [fields.type] : fields.type
  return 'elem' in fields && Array.isArray(types) && types.every((type) => type === 'ifname') ? 'device' : undefined
}

function keyIn(value: Json): string | undefined {
  const meta = typeof value === 'object' && value !== null ? (value as { meta?: Json }).meta : undefined
  const key = typeof meta === 'object' && meta !== null ? (meta as { key?: Json }).key : undefined
  return typeof key === 'string' ? key : undefined
}

function rewriteRange(range: readonly Json[], place: Place, rewriter: Rewriter, depth: number): Json {
  const [from, to] = range
  if (!isAddress(from) || !isAddress(to)) return rewrite(range, place, rewriter, depth + 1)
  return rewriter.addresses(`${from}-${to}`).split('-')
}

function isAddress(value: Json): value is string {
  return typeof value === 'string' && readAddress(value) !== undefined
}
