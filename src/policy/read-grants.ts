import type { Grant } from '#model/policy.ts'
import type { MapEntry, MapNode, PolicyTree, TextNode } from './policy-tree.ts'
import { isDay, readLimit, readTarget } from './read-words.ts'
import type { Section } from './section.ts'

const entryKeys = ['port', 'from', 'to', 'limit', 'reason', 'expires'] as const

/** Reads `in`: `PORTS[/PROTOCOL]: SENDERS`, or a list of entries with `port`, `from`, `to`, `limit`, `reason` and `expires`. */
export function readGrants(section: Section): readonly Grant[] {
  const { tree } = section
  if (tree.kind === 'list') return tree.items.flatMap((one) => entryGrant(section, one))
  return section.entries().flatMap((entry) => shortGrant(section, entry))
}

function shortGrant(section: Section, { key, value }: MapEntry): readonly Grant[] {
  const service = section.service(key)
  if (service === undefined) return []
  if (value.kind === 'map') return grantOf(section, key, value, key)
  if (value.kind === 'empty') {
    section.error(key, 'policy/no-sender', { text: key.text })
    return []
  }
  const plain = { to: { kind: 'any' }, limit: undefined, reason: undefined, expires: undefined } as const
  return [{ service, from: section.whoList(value), ...plain, place: section.placeOf(key) }]
}

function entryGrant(section: Section, tree: PolicyTree): readonly Grant[] {
  if (tree.kind !== 'map') {
    section.error(tree, 'policy/want-entry', { keys: entryKeys.join(', ') })
    return []
  }
  const [only, ...more] = tree.entries
  const isShort = only !== undefined && more.length === 0 && !entryKeys.some((key) => key === only.key.text)
  return isShort ? shortGrant(section, only) : grantOf(section, tree, tree, undefined)
}

/** An entry with named fields; `port` is the key that the entry has already, if it has one. */
function grantOf(
  section: Section,
  at: TextNode | MapNode,
  tree: MapNode,
  port: TextNode | undefined,
): readonly Grant[] {
  const fields = section.fields(tree, port === undefined ? entryKeys : entryKeys.filter((key) => key !== 'port'))
  const text = (name: string) => {
    const node = fields.get(name)
    if (node === undefined || node.kind === 'text') return node
    section.error(node, 'policy/want-text', {})
    return undefined
  }
  const named = port ?? text('port')
  const from = fields.get('from')
  if (named === undefined || from === undefined) {
    section.error(at, 'policy/missing-key', { key: named === undefined ? 'port' : 'from' })
    return []
  }
  const service = section.service(named)
  if (service === undefined) return []
  const place = section.placeOf(at)
  return [{ service, from: section.whoList(from), ...conditionsOf(section, text), reason: text('reason')?.text, place }]
}

function conditionsOf(
  section: Section,
  text: (name: string) => TextNode | undefined,
): Pick<Grant, 'to' | 'limit' | 'expires'> {
  const [to, limit, expires] = [text('to'), text('limit'), text('expires')]
  const target = to === undefined ? ({ kind: 'any' } as const) : readTarget(to.text)
  if (to !== undefined && target === undefined) section.error(to, 'policy/bad-target', { text: to.text })
  const rate = limit && readLimit(limit.text)
  if (limit !== undefined && rate === undefined) section.error(limit, 'policy/bad-limit', { text: limit.text })
  const isDate = expires === undefined || isDay(expires.text)
  if (!isDate) section.error(expires, 'policy/bad-day', { text: expires.text })
  return { to: target ?? { kind: 'any' }, limit: rate, expires: expires?.text }
}
