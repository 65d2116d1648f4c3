import { readAddress, readPrefix } from '#base/prefix.ts'
import type { Route } from '#model/policy.ts'
import type { MapEntry, PolicyTree, TextNode } from './policy-tree.ts'
import { readService, readWho } from './read-words.ts'
import type { Section } from './section.ts'

/** Reads `route`: `FROM -> TO`, with `masquerade` or without, and `PORTS[/PROTOCOL]: ADDRESS[:PORT]`. */
export function readRoutes(section: Section): readonly Route[] {
  const { tree } = section
  if (tree.kind !== 'list') return section.entries().flatMap((entry) => readRoute(section, entry))
  return tree.items.flatMap((one): readonly Route[] => {
    if (one.kind === 'text') return readWay(section, one, { kind: 'empty', span: one.span })
    return section.entries(one).flatMap((entry) => readRoute(section, entry))
  })
}

function readRoute(section: Section, { key, value }: MapEntry): readonly Route[] {
  return key.text.includes('->') ? readWay(section, key, value) : readPortForward(section, key, value)
}

function readWay(section: Section, key: TextNode, value: PolicyTree): readonly Route[] {
  const [from, to] = key.text.split('->').map((word) => readWho(word.trim()))
  const action = value.kind === 'text' ? value.text : 'allow'
  if (from === undefined || to === undefined || key.text.split('->').length !== 2) {
    section.error(key, 'policy/bad-way', { text: key.text })
    return []
  }
  if (!['allow', 'masquerade'].includes(action) || (value.kind !== 'text' && value.kind !== 'empty')) {
    section.error(value, 'policy/wrong-word', { words: 'allow, masquerade' })
    return []
  }
  return [{ kind: 'way', from, to, masquerade: action === 'masquerade', place: section.placeOf(key) }]
}

function readPortForward(section: Section, key: TextNode, value: PolicyTree): readonly Route[] {
  const service = readService(key.text)
  const [range, ...more] = service?.kind === 'ports' ? service.ports : []
  if (service?.kind !== 'ports' || range === undefined || more.length > 0) {
    section.error(key, 'policy/bad-way', { text: key.text })
    return []
  }
  const target = value.kind === 'text' ? readEnd(value.text) : undefined
  if (target === undefined || (target.port !== undefined && range[0] !== range[1])) {
    section.error(value, 'policy/bad-port-forward', { text: value.kind === 'text' ? value.text : '' })
    return []
  }
  const place = section.placeOf(key)
  return [{ kind: 'port-forward', service, address: target.address, port: target.port ?? range[0], place }]
}

function readEnd(text: string) {
  const bare = readAddress(text) === undefined ? undefined : readPrefix(text)
  if (bare !== undefined) return { address: bare, port: undefined }
  const found = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text)
  const inner = found?.[1] ?? found?.[2]
  const address = inner === undefined || inner.includes('/') ? undefined : readPrefix(inner)
  const port = Number(found?.[3])
  return address === undefined || port < 1 || port > 65_535 ? undefined : { address, port }
}
