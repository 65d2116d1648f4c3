/** What is found while variables are replaced by their values. */
export interface Interpolation {
  /** A variable of `.env` and the environment; undefined: not set. */
  readonly value: (name: string) => string | undefined
  /** Names that have neither a value nor a default; their `${NAME}` is left as it is. */
  readonly unset: Set<string>
  /** Names that Compose asks for (`${NAME:?why}`) and that are not set, with what it says. */
  readonly required: Map<string, string>
  /** Texts whose `$` is none of the forms: Compose refuses them. */
  readonly invalid: Set<string>
}

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?error}`, `${NAME:+other}` (also nested), and `$$` by `$`.
 * Source: Compose specification, interpolation.
 */
export function interpolate(text: string, found: Interpolation): string {
  return text.includes('$') ? expand(text, 0, false, found).text : text
}

interface Expanded {
  readonly text: string
  readonly end: number
}

const longest = 100

// Up to the end of the text, or to the `}` that closes a default.
function expand(text: string, from: number, inside: boolean, found: Interpolation, depth = 0): Expanded {
  let out = ''
  let at = from
  while (at < text.length) {
    const char = text[at] ?? ''
    if (inside && char === '}') return { text: out, end: at }
    if (char !== '$') {
      out += char
      at++
      continue
    }
    const one = variable(text, at, found, depth)
    out += one.text
    at = one.end
  }
  return { text: out, end: at }
}

const braced = /\$\{([A-Za-z_]\w*)(:?[-?+])?/y
const bare = /\$([A-Za-z_]\w*)/y

function variable(text: string, at: number, found: Interpolation, depth: number): Expanded {
  if (text[at + 1] === '$') return { text: '$', end: at + 2 }
  bare.lastIndex = at
  const plain = bare.exec(text)
  if (plain !== null) return { text: valueOr(plain[1] ?? '', found), end: bare.lastIndex }
  braced.lastIndex = at
  const head = braced.exec(text)
  if (head === null || depth > longest) return invalid(text, at, found)
  const from = braced.lastIndex
  const [, name = '', operator] = head
  if (operator === undefined) {
    if (text[from] !== '}') return invalid(text, at, found)
    return { text: valueOr(name, found), end: from + 1 }
  }
  // What is only said where it is needed: variables of a default that is not taken may be unset.
  const aside: Interpolation = { ...found, unset: new Set(), required: new Map() }
  const rest = expand(text, from, true, aside, depth + 1)
  if (text[rest.end] !== '}') return invalid(text, at, found)
  return { text: choose(name, operator, rest.text, found, aside), end: rest.end + 1 }
}

function choose(name: string, operator: string, rest: string, found: Interpolation, aside: Interpolation): string {
  const value = found.value(name)
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '')
  const takesRest = operator.endsWith('+') ? isSet : !isSet
  if (takesRest && !operator.endsWith('?')) {
    for (const one of aside.unset) found.unset.add(one)
    for (const [one, said] of aside.required) found.required.set(one, said)
    return rest
  }
  if (operator.endsWith('+')) return ''
  if (isSet) return value
  found.required.set(name, rest)
  return `\${${name}}`
}

function valueOr(name: string, found: Interpolation): string {
  const value = found.value(name)
  if (value === undefined) found.unset.add(name)
  return value ?? `\${${name}}`
}

function invalid(text: string, at: number, found: Interpolation): Expanded {
  found.invalid.add(text.slice(0, 80))
  return { text: text[at] ?? '', end: at + 1 }
}

/** The variables of a `.env` file: `NAME=value` lines; values in double quotes and without quotes may use variables that are set before. */
export function readEnvFile(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const parts = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(.*?)\s*$/.exec(line.slice(0, 10_000))
    if (parts === null) continue
    const [, name = '', raw = ''] = parts
    const quoted = /^(?:'([^']*)'|"((?:[^"\\]|\\.)*)")\s*(?:#.*)?$/.exec(raw)
    const plain = quoted?.[2]?.replace(/\\(["\\])/g, '$1').replace(/\\n/g, '\n') ?? raw.replace(/(^|\s+)#.*$/, '')
    const value = (one: string) => (Object.hasOwn(values, one) ? values[one] : '')
    const aside = { value, unset: new Set<string>(), required: new Map<string, string>(), invalid: new Set<string>() }
    Object.defineProperty(values, name, {
      value: quoted?.[1] ?? interpolate(plain, aside),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return values
}
