/** What a piece of nft's language is. 'line': the end of a line; 'text': a string in quotes; 'handle': `# handle 4` of a listing. */
export type TokenKind = 'word' | 'text' | 'sign' | 'variable' | 'line' | 'handle'

/** A piece of nft's language with its place. `text` of a string is what stands between the quotes, of a variable its name. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly start: number
  readonly end: number
}

/** The pieces of a text, and the ends of those behind which a remark follows on the line. */
export interface Scanned {
  readonly tokens: readonly Token[]
  readonly remarked: ReadonlySet<number>
}

// Longest first, as in scanner.l of nftables. Single quotes and backslashes are what a shell takes away.
const patterns: readonly (readonly [kind: TokenKind | 'space' | 'remark', pattern: RegExp])[] = [
  ['space', /(?:[ \t\r\f\v\u00a0']|\\\r?\n|\\(?=[;{}()"'!<>&|]))+/y],
  ['line', /\n/y],
  ['remark', /#[^\n]*/y],
  ['text', /"[^"\n]*"?/y],
  ['word', /(?:[0-9a-fA-F]{1,4})?(?::[0-9a-fA-F]{0,4}){2,8}(?:\.\d{1,3}){0,3}/y],
  ['word', /\d[0-9A-Za-z_]*(?:\.\d+)*(?: \[invalid type\])?/y],
  ['variable', /\$[A-Za-z_][A-Za-z0-9/\-_.]*/y],
  ['word', /@?[A-Za-z_][A-Za-z0-9/\-_.]*(?:\\?\*)?/y],
  ['sign', /==|!=|<=|>=|<<|>>|[\s\S]/y],
]

/** Takes a text in nft's language apart, from one offset to another. */
export function scanTokens(text: string, start = 0, end = text.length): Scanned {
  const tokens: Token[] = []
  const remarked = new Set<number>()
  const bounded = end === text.length ? text : text.slice(0, end)
  for (let at = start; at < end; ) {
    const [kind, found] = match(bounded, at)
    const place = { start: at, end: at + found.length }
    at = place.end
    if (kind === 'space') continue
    if (kind !== 'remark') tokens.push({ kind, text: inner(kind, found), ...place })
    else {
      const [, handle] = /^# handle (\d+)\s*$/.exec(found) ?? []
      if (handle === undefined) remarked.add(tokens.at(-1)?.end ?? 0)
      else tokens.push({ kind: 'handle', text: handle, ...place })
    }
  }
  return { tokens, remarked }
}

function match(text: string, at: number): readonly [TokenKind | 'space' | 'remark', string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined && found !== '') return [kind, found]
  }
  return ['sign', text.charAt(at)]
}

function inner(kind: TokenKind, found: string): string {
  if (kind === 'text') return found.replace(/^"|"$/g, '')
  return kind === 'variable' ? found.slice(1) : found
}
