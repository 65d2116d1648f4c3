import type { Egress, EgressTarget } from '#model/policy.ts'
import type { TextNode } from './policy-tree.ts'
import { readService, readWho } from './read-words.ts'
import type { Section } from './section.ts'

/** Reads `out`: `network:NAME: [TARGETS]`, each `dns`, `host`, a zone, an address or a network, with `:PORTS[/PROTOCOL]` behind it or without. */
export function readEgress(section: Section): readonly Egress[] {
  return section.entries().flatMap(({ key, value }) => {
    const who = readWho(key.text)
    if (who?.kind !== 'network') {
      section.error(key, 'policy/want-network', { text: key.text })
      return []
    }
    const nodes = value.kind === 'empty' ? [] : section.texts(value)
    const targets = nodes.flatMap((node) => readOne(section, node))
    return [{ network: who.name, targets, place: section.placeOf(key) }]
  })
}

function readOne(section: Section, node: TextNode): readonly EgressTarget[] {
  const { text } = node
  if (text === 'dns' || text === 'host') return [{ kind: text }]
  const [name, ports] = splitPort(text)
  const service = ports === undefined ? undefined : readService(ports)
  const who = readWho(name)
  if (who !== undefined && (ports === undefined || service !== undefined)) return [{ kind: 'who', who, service }]
  const isDomain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name)
  section.error(node, isDomain ? 'policy/domain' : 'policy/bad-egress', { text })
  return []
}

/** The target and the ports behind its last colon; an address of IPv6 has its ports behind brackets. */
function splitPort(text: string): readonly [string, string | undefined] {
  const six = /^\[([^\]]+)\](\/\d+)?(?::(.+))?$/.exec(text)
  if (six !== null) return [`${six[1]}${six[2] ?? ''}`, six[3]]
  const found = /^([^:]+|network:[^:]+):([0-9][^:]*)$/.exec(text)
  return found === null ? [text, undefined] : [found[1] as string, found[2]]
}
