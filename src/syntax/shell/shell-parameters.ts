import { patternOf } from './shell-pattern.ts'

/** The items of an array as a shell numbers them: `[web]=80` has a name, the others their places. */
export function arrayItems(texts: readonly string[]): readonly (readonly [key: string, value: string])[] {
  return texts.map((text, at) => {
    const [, key, value] = /^\[([^\]]{1,100})\]=([\s\S]*)$/.exec(text) ?? []
    return key === undefined || value === undefined ? [String(at), text] : [key, value]
  })
}

/** What trimming, replacing, cutting and changing case (the forms behind a name in braces) make of a value; undefined: not understood. */
export function changedText(value: string, change: string): string | undefined {
  const [first = ''] = change
  if (first === '%' || first === '#') return trimmed(value, change, first)
  if (first === '/') return replaced(value, change.slice(1))
  const cut = /^:\s?(-?\d+)(?::(-?\d+))?$/.exec(change)
  if (cut !== null) return piece(value, Number(cut[1]), cut[2] === undefined ? undefined : Number(cut[2]))
  if (change === '^^') return value.toUpperCase()
  if (change === ',,') return value.toLowerCase()
  if (change === '^') return value.slice(0, 1).toUpperCase() + value.slice(1)
  return change === ',' ? value.slice(0, 1).toLowerCase() + value.slice(1) : undefined
}

function piece(value: string, from: number, length: number | undefined): string {
  const start = from < 0 ? value.length + from : from
  return value.slice(start, length === undefined ? undefined : length < 0 ? length : start + length)
}

// The shortest or, doubled, the longest piece that fits goes.
function trimmed(value: string, change: string, side: '%' | '#'): string | undefined {
  const longest = change[1] === side
  const pattern = patternOf(change.slice(longest ? 2 : 1).replace(/^(["'])(.*)\1$/, '$2'))
  if (pattern === undefined) return undefined
  const places = Array.from({ length: value.length + 1 }, (_, at) => at)
  const isTail = side === '%'
  const order = isTail === longest ? places : places.reverse()
  for (const at of order) {
    const [kept, gone] = isTail ? [value.slice(0, at), value.slice(at)] : [value.slice(at), value.slice(0, at)]
    if (pattern.test(gone)) return kept
  }
  return value
}

function replaced(value: string, change: string): string | undefined {
  const all = change.startsWith('/')
  const rest = all ? change.slice(1) : change
  const slash = rest.search(/(?<!\\)\//)
  const [from, to] = slash < 0 ? [rest, ''] : [rest.slice(0, slash), rest.slice(slash + 1)]
  const plain = from.replace(/\\(.)/g, '$1').replace(/^(["'])(.*)\1$/, '$2')
  if (/[*?[\]$`]/.test(from) || /[$`"'\\]/.test(to) || plain === '') return undefined
  return all ? value.split(plain).join(to) : value.replace(plain, () => to)
}
