import type { Rewriter } from './rewriter.ts'
import { set } from './rewrite-rules.ts'

type Json = unknown
type Fields = Readonly<Record<string, Json>>

/** What the text in a place of the document is. */
type Place = 'word' | 'device' | 'chain' | 'table' | 'set' | 'user' | 'remark' | 'prefix' | 'string'

/**
 * Rewrites what `nft -j list ruleset` said. Which text is a name follows from where it stands; everything else is searched for
 * addresses, and left as it is where it holds none.
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
  if (typeof addr === 'string' && typeof len === 'number') return { ...fields, addr: rewriter.address(addr, len) }
  if (Array.isArray(fields.range)) return { ...fields, range: rewriteRange(fields.range, rewriter) }
  const compared = comparedWith(fields)
  const entries = Object.entries(fields).map(([key, value]) => {
    const inside =
      compared !== undefined && (key === 'right' || key === 'data' || key === 'elem')
        ? compared
        : isThing(key, value)
          ? 'word'
          : placeOf(key, fields, place)
    return [key, rewrite(value, inside, rewriter, depth + 1)] as const
  })
  return Object.fromEntries(entries)
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
      return /^[A-Z ]{1,40}$/.test(text) ? text : rewriter.name('remark', text)
    case 'table':
      return ownTables.test(text) ? text : rewriter.name('table', text)
    case 'user':
    case 'prefix':
    case 'string':
      return rewriter.name(place, text)
  }
}

const ownTables =
  /^(filter|nat|mangle|raw|security|docker-bridges|firewalld|crowdsec6?|f2b-table|netavark|libvirt_network|lxd|incus|kube-proxy|seawall|cali)$/

// Docker's nftables backend calls its chains after bridges: `filter-forward-in__br-0123456789ab`.
function rewriteChain(text: string, rewriter: Rewriter): string {
  const [, head, bridge] = /^((?:filter|nat|raw)-[a-z-]+__)(.+)$/.exec(text) ?? []
  if (head !== undefined && bridge !== undefined) return `${head}${rewriter.device(bridge)}`
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
  helper: 'word',
  set: 'set',
  map: 'set',
}

// `"chain": {...}` is a whole chain, and only its `name` is one; `"chain": "FORWARD"` is a name.
function isThing(key: string, value: Json): boolean {
  return Object.hasOwn(byKey, key) && typeof value === 'object' && value !== null && !Array.isArray(value)
}

// The same word is a field of several things: `name` of a table, chain or set, `set` of a rule or a list of values.
function placeOf(key: string, fields: Fields, outer: Place): Place {
  if (key === 'name') return nameOf(fields)
  if (key === 'type' && 'table' in fields) return 'word'
  if (key === 'set' || key === 'map') return typeof fields[key] === 'string' && !('type' in fields) ? 'set' : outer
  return Object.hasOwn(byKey, key) ? (byKey[key] ?? 'word') : outer
}

function nameOf(fields: Fields): Place {
  if (!('table' in fields)) return 'family' in fields ? 'table' : 'word'
  const isChain = !('type' in fields) || 'hook' in fields || 'prio' in fields
  return isChain ? 'chain' : 'set'
}

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

function rewriteRange(range: readonly Json[], rewriter: Rewriter): Json {
  const [from, to] = range
  if (typeof from !== 'string' || typeof to !== 'string') return range
  const [first = from, last = to] = rewriter.text(`${from}-${to}`).split('-')
  return [first, last]
}
