import type { Span } from '#model/source.ts'

/** Lines that belong together: the inside of a Markdown fence, or what stands between two fences. Lines have no line ends. */
export interface TextBlock {
  readonly fenced: boolean
  readonly lines: readonly Span[]
}

const fence = /[ \t]{0,12}(?:`{3,}|~{3,})/y

/**
 * Cuts a text at its Markdown fences. The lines of a fenced block begin behind the indentation of its fence, and quoted lines behind
 * their `>`; a text without fences is one block.
 */
export function textBlocks(text: string): readonly TextBlock[] {
  const blocks: TextBlock[] = []
  let lines: Span[] = []
  let indent = -1
  const close = () => {
    if (lines.length > 0) blocks.push({ fenced: indent >= 0, lines })
    lines = []
  }
  for (const line of textLines(text)) {
    const found = readFence(text, line)
    if (found === undefined) lines.push(indent < 0 ? withoutQuote(text, line) : withoutIndent(text, line, indent))
    else {
      close()
      indent = indent < 0 || found.named ? found.indent : -1
    }
  }
  close()
  return blocks
}

/** The lines of a text without their line ends. */
function textLines(text: string): readonly Span[] {
  const lines: Span[] = []
  for (let start = text.charCodeAt(0) === 0xfeff ? 1 : 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const stop = newline < 0 ? text.length : newline
    const end = stop > start && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop
    lines.push({ start, end })
    start = stop + 1
  }
  return lines
}

/** Of the lines of a dump those by which it can be split: comments, tables, and the line before each. Long files need few objects. */
export function edgeLines(text: string): readonly Span[] {
  const lines: Span[] = []
  let before: Span | undefined
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const first = start
  let last = -1
  let lastEnd = 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const stop = newline < 0 ? text.length : newline
    const end = stop > start && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop
    const code = text.charCodeAt(start)
    const isEdge = code === 35 || code === 42 || start === first
    if (isEdge) {
      if (last >= 0 && before === undefined) lines.push({ start: last, end: lastEnd })
      before = { start, end }
      lines.push(before)
    } else before = undefined
    last = start
    lastEnd = end
    start = stop + 1
  }
  if (last >= 0 && before === undefined) lines.push({ start: last, end: lastEnd })
  return lines
}

// A fence that names a language opens a block, whatever was open: people forget fences.
function readFence(
  text: string,
  { start, end }: Span,
): { readonly indent: number; readonly named: boolean } | undefined {
  fence.lastIndex = start
  const found = fence.exec(text)
  if (found === null || start + found[0].length > end) return undefined
  const rest = text.slice(start + found[0].length, Math.min(end, start + 80)).trim()
  return { indent: found[0].search(/[`~]/), named: /^[a-z]/i.test(rest) }
}

const quote = /(?:[ ]{0,3}>[ ]?)+/y

// `> quoted`
function withoutQuote(text: string, { start, end }: Span): Span {
  if (text.charCodeAt(start) !== 62 && text.charCodeAt(start) !== 32) return { start, end }
  quote.lastIndex = start
  const found = quote.exec(text)
  return found === null || start + found[0].length > end ? { start, end } : { start: start + found[0].length, end }
}

function withoutIndent(text: string, { start, end }: Span, indent: number): Span {
  let at = start
  while (at < end && at - start < indent && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++
  return { start: at, end }
}
