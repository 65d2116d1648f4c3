import type { Span } from '#model/source.ts'

/** A line of YAML `key: value`, with how far it is indented. A list mark before the key counts as indentation. */
export interface YamlEntry {
  readonly key: string
  readonly keySpan: Span
  /** What stands behind the colon, without quotes and without a note. */
  readonly value: Span
  readonly indent: number
  readonly line: number
}

const entry = /^(?<indent>[ \t]*(?:-[ \t]+)*)(?<key>["']?[\w.-]{1,80}["']?)[ \t]*:(?:[ \t]+|$)/
const item = /^(?<indent>[ \t]*)-[ \t]+/

/** The entry on a line, undefined where the line is none. */
export function yamlEntry(text: string, lines: readonly Span[], line: number): YamlEntry | undefined {
  const span = lines[line]
  if (span === undefined) return undefined
  const found = entry.exec(text.slice(span.start, Math.min(span.end, span.start + 400)))
  if (found === null) return undefined
  const { indent = '', key = '' } = found.groups ?? {}
  const at = span.start + indent.length
  const value = scalar(text, { start: span.start + found[0].length, end: span.end })
  return {
    key: key.replace(/^["']|["']$/g, ''),
    keySpan: { start: at, end: at + key.length },
    value,
    indent: indent.length,
    line,
  }
}

/** Up to which line those below a line go that are indented more than `indent`. `lists`: items of a list at that indentation belong to it too. */
export function blockEnd(text: string, lines: readonly Span[], line: number, indent: number, lists = false): number {
  let last = line
  for (let at = line + 1; at < lines.length; at++) {
    const { start, end } = lines[at] as Span
    const said = text.slice(start, end)
    if (said.trim() === '') continue
    const own = said.search(/\S/)
    if (own < indent || (own === indent && !(lists && /^\s*- /.test(said)))) break
    last = at
  }
  return last
}

/** The value of a list item: `- eth0`. */
export function yamlItem(text: string, { start, end }: Span): Span | undefined {
  const found = item.exec(text.slice(start, Math.min(end, start + 200)))
  return found === null ? undefined : scalar(text, { start: start + found[0].length, end })
}

// Without blanks, quotes, and a note behind it.
function scalar(text: string, { start, end }: Span): Span {
  const said = text.slice(start, end)
  const quoted = /^\s*(["'])((?:(?!\1).)*)\1\s*(?:#.*)?$/.exec(said)
  if (quoted !== null) {
    const from = start + said.indexOf(quoted[1] ?? '') + 1
    return { start: from, end: from + (quoted[2] ?? '').length }
  }
  const bare = said.replace(/(?:^|\s)#.*$/, '').trimEnd()
  const from = start + (bare.search(/\S/) < 0 ? bare.length : bare.search(/\S/))
  return { start: from, end: Math.max(from, start + bare.length) }
}
