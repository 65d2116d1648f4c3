import type { Span } from '#model/source.ts'
import { lineForm } from '../line/line-form.ts'
import { isTableRow } from './page-tables.ts'

/** A rule within a sentence or a table of a page. `quoted`: marks of code or the cell of a table show where it begins and ends. */
export interface ProseRule extends Span {
  readonly kind: 'command' | 'rule' | 'nft'
  readonly quoted: boolean
}

const mayHold = /-{1,2}(?:[AIRP]|append|insert|replace|policy)\b|\bnft (?:add|insert|replace)\b/
const quotedPart = /(?<mark>`{1,2})(?<inner>[^`\n]{4,2000})\k<mark>/g
const command =
  /^(?:[$#] +)?(?:sudo +(?:-\w+ +)*|doas +)?(?:\/\S{0,40}\/)?ip6?tables(?:-nft|-legacy)? +(?:\S.{0,80}? )?(?:-[AIRP]|--(?:append|insert|replace|policy)) *[\w"'${]/
const nftCommand = /^(?:[$#] +)?(?:sudo +)?(?:\/\S{0,40}\/)?nft (?:add|insert|replace) rule /
const sentence =
  /(?<![\w/"'`-])(?:sudo +)?(?:\/\S{0,40}\/)?(?:ip6?tables(?:-nft|-legacy)? +(?:-t +\S+ +)?-[AIRP] +[\w-]+ +[-A-Z!].{0,300}|nft (?:add|insert|replace) rule \S.{0,300})/

/** The rules in some lines that are no rules as a whole: in marks of code, in cells of a Markdown table, in sentences. */
export function proseRules(text: string, lines: readonly Span[]): readonly ProseRule[] {
  return lines.flatMap((line) => (mayHold.test(text.slice(line.start, line.end)) ? rulesIn(text, line) : []))
}

function rulesIn(text: string, { start, end }: Span): readonly ProseRule[] {
  const line = text.slice(start, end)
  const marked = [...line.matchAll(quotedPart)].map(({ index, groups }) => ({
    start: start + index + (groups?.mark?.length ?? 0),
    end: start + index + (groups?.mark?.length ?? 0) + (groups?.inner?.length ?? 0),
  }))
  const quoted = [...marked, ...(marked.length === 0 ? cellsOf(text, { start, end }) : [])].flatMap((part) =>
    ruleAt(text, part),
  )
  if (quoted.length > 0) return quoted
  const found = marked.length > 0 ? null : sentence.exec(line)
  if (found === null) return []
  const from = start + found.index
  const kind = /^(?:sudo +)?\S*nft /.test(found[0]) ? 'nft' : 'command'
  return [{ kind, quoted: false, start: from, end: from + found[0].length }]
}

function ruleAt(text: string, part: Span): readonly ProseRule[] {
  const span = trimmed(text, part)
  const said = text.slice(span.start, span.end)
  const kind = command.test(said)
    ? 'command'
    : nftCommand.test(said)
      ? 'nft'
      : lineForm(text, span) === 'rule' && /\s(?:-[jg]|--jump|--goto)\s|^-P\s/.test(said)
        ? 'rule'
        : undefined
  return kind === undefined ? [] : [{ kind, quoted: true, ...span }]
}

// `| INPUT | iptables -A INPUT ... | ssh |`
function cellsOf(text: string, { start, end }: Span): readonly Span[] {
  if (!isTableRow(text.slice(start, end))) return []
  const cells: Span[] = []
  let from = text.indexOf('|', start) + 1
  for (let at = from; at < end; at++) {
    if (text[at] !== '|' || text[at - 1] === '\\') continue
    cells.push({ start: from, end: at })
    from = at + 1
  }
  return cells
}

function trimmed(text: string, { start, end }: Span): Span {
  let from = start
  let to = end
  while (from < to && /\s/.test(text[from] ?? '')) from++
  while (to > from && /\s/.test(text[to - 1] ?? '')) to--
  return { start: from, end: to }
}

/** The prose rules that no line of the text holds on its own: a sentence about a rule that is shown is no other rule. */
export function notShown(text: string, found: readonly ProseRule[], shown: readonly Span[]): readonly ProseRule[] {
  if (found.length === 0) return []
  const known = new Set(shown.map(({ start, end }) => essence(text.slice(start, Math.min(end, start + 2000)))))
  return found.filter(({ start, end }) => !known.has(essence(text.slice(start, end))))
}

// `iptables -I INPUT 3 -p tcp -m tcp ...` and `-A INPUT -p tcp ...` are one rule to whoever writes of them.
function essence(rule: string): string {
  return rule
    .replace(/^.*?(?:^|\s)-[AIRP]\s+|^.*?\bnft (?:add|insert|replace) rule /, '')
    .replace(/^(\S+)\s+\d+(?=\s)/, '$1')
    .replace(/-m (?:tcp|udp)\b|\/32\b|\s#.*$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
