import type { Expectation } from '#model/policy.ts'
import type { MapEntry } from './policy-tree.ts'
import { readNetwork, readService, readWho } from './read-words.ts'
import type { Section } from './section.ts'

/** Reads `expect`: a list of `FROM -> [ADDRESS:]PORT[/PROTOCOL]: reach` or `drop`. */
export function readExpectations(section: Section): readonly Expectation[] {
  const { tree } = section
  const entries = tree.kind === 'list' ? tree.items.flatMap((one) => section.entries(one)) : section.entries()
  return entries.flatMap((entry) => readOne(section, entry))
}

function readOne(section: Section, { key, value }: MapEntry): readonly Expectation[] {
  const parts = key.text.split('->').map((word) => word.trim())
  const from = readWho(parts[0] ?? '')
  const end = readEnd(parts[1] ?? '')
  if (parts.length !== 2 || from === undefined || end === undefined) {
    section.error(key, 'policy/bad-expectation', { text: key.text })
    return []
  }
  const wanted = value.kind === 'text' ? value.text : ''
  if (wanted !== 'reach' && wanted !== 'drop') {
    section.error(value, 'policy/wrong-word', { words: 'reach, drop' })
    return []
  }
  const place = section.placeOf(key)
  return [{ from, ...end, reaches: wanted === 'reach', text: `${key.text}: ${wanted}`, place }]
}

function readEnd(text: string): Pick<Expectation, 'service' | 'to'> | undefined {
  const plain = readService(text)
  if (plain !== undefined) return { service: plain, to: undefined }
  const found = /^(?:\[([^\]]+)\]|([^:]+)):([^:]+)$/.exec(text)
  const service = readService(found?.[3] ?? '')
  const to = readNetwork(found?.[1] ?? found?.[2] ?? '')
  return service === undefined || to === undefined ? undefined : { service, to }
}
