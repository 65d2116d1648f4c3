import type { Span } from '#model/source.ts'

/** A JSON document over some lines. `json` undefined: it is one of a known program, and cannot be parsed. */
export interface JsonBlock {
  readonly lines: number
  readonly json: unknown
  readonly program: 'ip' | 'docker'
}

const opens = /^\s*(?:\[\s*\{?|\[\s*\{.*|\{\s*|\{\s*".*)$/
const member = /^\s*(?:[[{]\s*)?"[\w .-]+"\s*:/
/** What a document must hold to be of use, or worth a word where it cannot be parsed. */
const known = /"(NetworkSettings|IPAM|ServerVersion|addr_info|ApiVersion)"\s*:/

const deepest = 60

/** The JSON document that begins on a line; undefined where there is none of a program that is known here. */
export function jsonBlock(text: string, lines: readonly Span[], at: number): JsonBlock | undefined {
  const first = lines[at] as Span
  if (!opens.test(text.slice(first.start, Math.min(first.end, first.start + 200)))) return undefined
  const start = text.slice(first.start, first.end).search(/[[{]/) + first.start
  const end = closing(text, start, lines.at(-1)?.end ?? first.end)
  if (end !== undefined) {
    const json = parsed(documentText(text, lines, at, start, end))
    const count = lines.findIndex((line, index) => index >= at && line.end >= end) - at + 1
    if (json !== undefined) return documentOf(text.slice(start, end), count, json)
  }
  let count = 1
  while (at + count < lines.length && isPart(text, lines[at + count] as Span)) count++
  const last = lines[at + count - 1] as Span
  return count > 2 ? documentOf(text.slice(start, last.end), count, undefined) : undefined
}

function documentOf(document: string, lines: number, json: unknown): JsonBlock | undefined {
  const key = known.exec(document)?.[1]
  return key === undefined ? undefined : { lines, json, program: key === 'addr_info' ? 'ip' : 'docker' }
}

// The lines of a quoted page without what stands before them.
function documentText(text: string, lines: readonly Span[], at: number, start: number, end: number): string {
  const parts: string[] = []
  for (const line of lines.slice(at)) {
    if (line.start >= end) break
    parts.push(text.slice(Math.max(line.start, start), Math.min(line.end, end)))
  }
  return parts.join('\n')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isPart(text: string, { start, end }: Span): boolean {
  const line = text.slice(start, Math.min(end, start + 200))
  return member.test(line) || /^\s*(?:[\]}{[]+,?|".*"?,?|\.{3}|\u2026)\s*$/.test(line)
}

// The offset behind the bracket that closes the one at `start`.
function closing(text: string, start: number, limit: number): number | undefined {
  let depth = 0
  let quoted = false
  for (let at = start; at < limit; at++) {
    const char = text[at]
    if (depth > deepest || (quoted && char === '\n')) return undefined
    if (quoted) {
      if (char === '\\') at++
      else if (char === '"') quoted = false
    } else if (char === '"') quoted = true
    else if (char === '[' || char === '{') depth++
    else if ((char === ']' || char === '}') && --depth === 0) return at + 1
  }
  return undefined
}
