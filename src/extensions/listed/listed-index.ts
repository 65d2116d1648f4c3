import type { Listed, ListedOption } from './listed.ts'

/** Readers by the character with which their text begins. */
export type ListedIndex = ReadonlyMap<string, readonly Listed[]>

/** Sorts readers by their first characters, so that a place in a row is shown to few of them; their order is kept. */
export function indexListed(readers: readonly Listed[]): ListedIndex {
  const index = new Map<string, Listed[]>()
  for (const reader of readers) {
    for (const character of firstCharacters(reader)) {
      const known = index.get(character)
      if (known === undefined) index.set(character, [reader])
      else known.push(reader)
    }
  }
  return index
}

function firstCharacters({ head, options }: Listed): ReadonlySet<string> {
  const texts = head === undefined ? options.map(({ text }) => text) : [head]
  return new Set(texts.flatMap(firstOf))
}

// A pattern begins with a letter or sign that stands for itself, at most with `!` before it.
function firstOf(text: ListedOption['text']): readonly string[] {
  if (!(text instanceof RegExp)) return [text[0][0] ?? '']
  const [, not = '', rest = ''] = /^(\(\?<not>[^)]*\)\??)?(.*)$/s.exec(text.source) ?? []
  const first = rest.startsWith('\\') ? (rest[1] ?? '') : (rest[0] ?? '')
  return not === '' ? [first] : ['!', first]
}
