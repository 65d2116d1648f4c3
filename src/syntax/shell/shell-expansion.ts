/** A piece of a shell word: text as it stands, a variable to put in, or something that only a running shell knows. */
export interface ShellPiece {
  readonly kind: 'text' | 'variable' | 'unknown'
  /** As it stands in the script; for `text` without quotes and escapes. */
  readonly text: string
  /** The name of a variable (`1`, `@` and `#` are such), else ''. */
  readonly name: string
  readonly quoted: boolean
  /** What stands behind the name in braces: `:-eth0`, `[@]`; behind `#` or `!` where one stands before the name. */
  readonly change?: string
}

const specialNames = '@*#?$!-0123456789'
const inBraces =
  /^(?:(?<asked>[#!])(?=[A-Za-z_]|\d))?(?<name>[A-Za-z_]\w{0,100}|\d{1,3}|[@*#])(?<change>(?::?[-=+?]|\[|[%#/^,]|:[\s\d-])[\s\S]{0,400})?$/

/**
 * Reads what begins with `$` or a backtick at an offset. `gone` remembers what is not closed any more, so that a long text is not
 * searched to its end again and again; such a thing ends with its line.
 */
export function readExpansion(
  text: string,
  at: number,
  end: number,
  quoted: boolean,
  gone: Set<string>,
): { readonly piece: ShellPiece; readonly end: number } {
  const next = at + 1 < end ? (text[at + 1] ?? '') : ''
  const unknownTo = (to: number) => ({
    piece: { kind: 'unknown' as const, text: text.slice(at, to), name: '', quoted },
    end: to,
  })
  if (text[at] === '`') return unknownTo(closing(text, at + 1, end, '`', '`', gone))
  if (next === '(') return unknownTo(closing(text, at + 2, end, '(', ')', gone))
  if (next === '{') {
    const close = closing(text, at + 2, end, '{', '}', gone)
    const { asked = '', name, change: more = '' } = inBraces.exec(text.slice(at + 2, close - 1))?.groups ?? {}
    if (name === undefined) return unknownTo(close)
    const change = asked + more
    const piece = { kind: 'variable' as const, text: text.slice(at, close), name, quoted, ...(change && { change }) }
    return { piece, end: close }
  }
  if (next !== '' && specialNames.includes(next))
    return { piece: { kind: 'variable', text: text.slice(at, at + 2), name: next, quoted }, end: at + 2 }
  const to = nameEnd(text, at + 1, end)
  if (to === at + 1) return { piece: { kind: 'text', text: '$', name: '', quoted }, end: to }
  return { piece: { kind: 'variable', text: text.slice(at, to), name: text.slice(at + 1, to), quoted }, end: to }
}

/** Whether a text can be the name of a shell variable. */
export function isVariableName(text: string): boolean {
  return /^[A-Za-z_]\w{0,100}$/.test(text)
}

function nameEnd(text: string, from: number, end: number): number {
  let at = from
  while (at < end && /\w/.test(text[at] ?? '') && !(at === from && /\d/.test(text[at] ?? ''))) at++
  return at
}

// The offset behind the closing character, counting what opens in between.
function closing(text: string, from: number, end: number, open: string, close: string, gone: Set<string>): number {
  if (!gone.has(close)) {
    let depth = 1
    for (let at = from; at < end; at++) {
      const character = text[at]
      if (character === '\\') at++
      else if (character === close && --depth === 0) return at + 1
      else if (character === open) depth++
    }
    gone.add(close)
  }
  const line = text.indexOf('\n', from)
  return line < 0 || line > end ? end : line
}
