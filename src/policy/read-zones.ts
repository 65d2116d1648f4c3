import { append } from '#base/lists.ts'
import type { Prefix } from '#base/prefix.ts'
import type { PolicySet, PolicyZone } from '#model/policy.ts'
import type { MapEntry, PolicyTree, TextNode } from './policy-tree.ts'
import { isZoneName, readNetwork } from './read-words.ts'
import type { Section } from './section.ts'

/** The text of a file that a set names; undefined where there is none. */
export type SetText = (file: string) => string | undefined

const builtIn: readonly string[] = ['containers', 'network', 'host', 'dns', 'any']

/** Reads `zones`: a name with addresses, with `{interface: NAME}`, or with a list of both. Of `internet` only the interface can be said. */
export function readZones(section: Section): readonly PolicyZone[] {
  return section.entries().flatMap(({ key, value }) => {
    if (key.text !== 'internet' && !isNamed(section, key)) return []
    const zone = { prefixes: [] as Prefix[], interfaces: [] as string[] }
    const before = section.problems.found.length
    const parts = value.kind === 'list' ? value.items : [value]
    for (const part of parts) readMember(section, part, zone)
    const isEmpty = zone.prefixes.length === 0 && zone.interfaces.length === 0
    if (isEmpty && section.problems.found.length === before) section.error(key, 'policy/empty-zone', { zone: key.text })
    if (key.text === 'internet' && zone.prefixes.length > 0) section.error(key, 'policy/internet-addresses', {})
    return [{ name: key.text, ...zone, place: section.placeOf(key) }]
  })
}

function isNamed(section: Section, key: TextNode): boolean {
  if ([...builtIn, 'internet'].includes(key.text)) section.error(key, 'policy/built-in', { name: key.text })
  else if (isZoneName(key.text)) return true
  else section.error(key, 'policy/bad-name', { name: key.text })
  return false
}

function readMember(section: Section, part: PolicyTree, zone: { prefixes: Prefix[]; interfaces: string[] }): void {
  if (part.kind === 'map') {
    const devices = section.fields(part, ['interface']).get('interface')
    if (devices !== undefined) append(zone.interfaces, interfacesOf(section, devices))
  } else if (part.kind === 'text') append(zone.prefixes, prefixesOf(section, [part]))
  else section.error(part, 'policy/want-address', {})
}

function interfacesOf(section: Section, tree: PolicyTree): readonly string[] {
  return section.texts(tree).flatMap((node) => {
    if (isInterface(node.text)) return [node.text]
    section.error(node, 'policy/bad-interface', { name: node.text })
    return []
  })
}

/** Whether the text names an interface, or with a `*` at its end all that begin so. */
export function isInterface(text: string): boolean {
  return /^[\x21-\x7e]{1,15}$/.test(text) && /^[^/"'\\*;{}]+\*?$/.test(text)
}

function prefixesOf(section: Section, nodes: readonly TextNode[]): readonly Prefix[] {
  return nodes.flatMap((node) => {
    const prefix = readNetwork(node.text)
    if (prefix === undefined) section.error(node, 'policy/bad-address', { text: node.text })
    return prefix === undefined ? [] : [prefix]
  })
}

/** Reads `sets`: a name with `{file: PATH}`. The file holds an address or prefix on each line; `#` begins a comment. */
export function readSets(section: Section, setText: SetText): readonly PolicySet[] {
  return section.entries().flatMap((entry) => {
    if (!isNamed(section, entry.key)) return []
    const file = fileOf(section, entry)
    if (file === undefined) return []
    const set = { name: entry.key.text, file: file.text, place: section.placeOf(entry.key) }
    const text = setText(file.text)
    if (text === undefined) section.error(file, 'policy/set-unread', { name: set.name, path: file.text })
    return [{ ...set, prefixes: text === undefined ? undefined : listed(section, file, text) }]
  })
}

function fileOf(section: Section, { key, value }: MapEntry): TextNode | undefined {
  if (value.kind === 'text') return value
  const file = value.kind === 'map' ? section.fields(value, ['file']).get('file') : undefined
  if (file?.kind === 'text') return file
  section.error(file ?? key, 'policy/set-file', { name: key.text })
  return undefined
}

function listed(section: Section, file: TextNode, text: string): readonly Prefix[] {
  const prefixes: Prefix[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const word = line.replace(/[#;].*$/, '').trim()
    if (word === '') continue
    const prefix = readNetwork(word)
    if (prefix !== undefined) prefixes.push(prefix)
    else section.error(file, 'policy/set-line', { path: file.text, line: index + 1, text: word })
  }
  if (prefixes.length === 0) section.problems.warn(section.placeOf(file), 'policy/set-empty', { path: file.text })
  return prefixes
}
