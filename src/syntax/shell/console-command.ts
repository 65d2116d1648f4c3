import type { Span } from '#model/source.ts'

/** A command in a page: the lines it takes (continuations and here-documents with it), and what stands before it. */
export interface ConsoleCommand extends Span {
  /** `hash`: a prompt `# `, which may as well begin a comment. */
  readonly prompt: 'none' | 'prompt' | 'hash'
  /** The number of lines. */
  readonly lines: number
}

const listMark = String.raw`(?:(?:[-*+\u2022]|\d{1,3}[.)])[ \t]+)?`
const time = String.raw`(?:\[?(?:\d{4}-\d\d-\d\d[ T])?\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?\]?[ \t]+)?`
const around = String.raw`(?:\([\w.:/ -]{1,40}\)[ \t]*)?(?:[\u2500-\u257f]+[ \t]*)?(?:\([\w.:/ -]{1,40}\)[ \t]*)?`
const names = [
  String.raw`\[?[\w.-]{1,40}@[\w.-]{1,60}[ :]?[^\s#$%>\]\u276f]{0,80}\]?[ \t]?`,
  String.raw`\[[\w.-]{1,40}[ :][^\s#$%>\]]{0,80}\][ \t]?`,
  String.raw`[\w-][\w.-]{0,40}(?::[^\s#$%>]{0,80})?(?:[ \t][\w~/.-]{1,80})?[ \t]?`,
  String.raw`[~/][^\s#$%>\u276f]{0,80}[ \t]`,
]
const arrow = String.raw`[\u279c\u2192][ \t]+[~\w/.-]{1,80}[ \t]+(?:git:\([^)\n]{1,80}\)[ \t]+)?(?:[^\w\s-][ \t]+)?(?=[\w/$])`
const place = String.raw`(?<place>[~/][^\s#$%>\u276f]{0,80}[ \t]+)`
const told = String.raw`(?<mark>[#$%\u276f\u279c\u27a4\u03bb\u00bb\u21d2])[ \t]+|(?<=[\]\w~/][ \t]?)>[ \t]+(?=\S*(?:sudo|ip6?tables|docker|for |set |set -))|(?<=@[^ \t\n]{1,140})[#$](?=\w)`
// Whatever stands before it, a sign of a prompt and a command of iptables behind it tell.
const command = String.raw`(?=(?:sudo[ \t]+|doas[ \t]+)?(?:\/\S{0,40}\/)?ip6?tables(?:-\w{1,20}){0,2}[ \t]+-)`
const anySign = String.raw`[^\n"'\u0060|;&=]{0,80}?(?:[$#%\u276f\u279c\u2192\u00bb\u203a\u25b6]|(?<=^|[\s\\~$#%/>\w])>{1,3}|\+{1,3})[ \t]+${command}|(?:Step[ \t])?\d{1,4}:[ \t]+${command}|\[?\d{1,2}:\d\d(?::\d\d)?\]?[ \t]+${command}`
const prompts = new RegExp(
  String.raw`[ \t]*${listMark}${time}${around}(?:${place}?${arrow}|[^\n\u276f\u27a4]{0,80}[\u276f\u27a4][ \t]+|(?<who>${names.join('|')})?(?:${told})|(?<any>${anySign}))`,
  'y',
)
const onlyListMark = /[ \t]*(?:[-*+\u2022]|\d{1,3}[.)])[ \t]+(?=(?:sudo |doas )?\S{0,30}ip6?tables[\w-]{0,20} )/y
const hereDocument = /<<-?[ \t]*(?:\\?(?<bare>[\w.-]{1,60})|'(?<single>[^'\n]{1,60})'|"(?<double>[^"\n]{1,60})")/

/** What of a command line must be there for a closer look to be worth it. */
const telling =
  /ip6?tables|firewall-cmd|\bufw |xargs|docker|podman|\$\{?\w{0,12}ip\w{0,12}t|^set (?:-\w+ )?[A-Za-z_]\w* \S|^(?:export |local |readonly )?[A-Za-z_]\w{0,60}=/im

/** The command that begins on a line, undefined where the line cannot be one that has to do with rules. */
export function consoleCommand(
  text: string,
  lines: readonly Span[],
  at: number,
  ends: DocumentEnds,
): ConsoleCommand | undefined {
  const line = lines[at]
  if (line === undefined) return undefined
  prompts.lastIndex = line.start
  const found = prompts.exec(text)
  const shown = found !== null && line.start + found[0].length < line.end ? found : undefined
  const start = line.start + (shown?.[0].length ?? listMarkOf(text, line) ?? indentOf(text, line))
  const last = lastLine(text, lines, at, ends)
  const end = lines[last]?.end ?? line.end
  if (!telling.test(text.slice(start, Math.min(end, start + 4000)))) return undefined
  const { who, mark, any } = shown?.groups ?? {}
  const isHash = who === undefined && (mark === '#' || /^#+[ \t]+$/.test(any ?? ''))
  const prompt = shown === undefined ? 'none' : isHash ? 'hash' : 'prompt'
  return { start, end, prompt, lines: last - at + 1 }
}

const toolCommand =
  /\s*(?:sudo +)?(?:\S*\/)?(?:ip|ss|netstat|docker|podman|ufw|ifconfig|route|sysctl|ipset|firewall-cmd|nft)(?: |$)/y

/** The command that was typed on a line, behind a prompt or alone; '' where the line is none. */
export function typedCommand(text: string, { start, end }: Span): string {
  prompts.lastIndex = start
  const found = prompts.exec(text)
  if (found !== null && start + found[0].length < end) return text.slice(start + found[0].length, end).trim()
  toolCommand.lastIndex = start
  return toolCommand.test(text) && toolCommand.lastIndex <= end ? text.slice(start, end).trim() : ''
}

function listMarkOf(text: string, { start }: Span): number | undefined {
  onlyListMark.lastIndex = start
  return onlyListMark.exec(text)?.[0].length
}

function indentOf(text: string, { start, end }: Span): number {
  let at = start
  while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++
  return at - start
}

/** The last line on which a short text stands alone: where a here-document with that delimiter can end. */
export type DocumentEnds = () => ReadonlyMap<string, number>

/** Finds those lines once, when the first here-document asks. */
export function documentEnds(text: string, lines: readonly Span[]): DocumentEnds {
  let found: Map<string, number> | undefined
  return () => {
    if (found !== undefined) return found
    found = new Map()
    for (const [index, { start, end }] of lines.entries())
      if (end - start < 120) found.set(text.slice(start, end).trim(), index)
    return found
  }
}

function lastLine(text: string, lines: readonly Span[], at: number, ends: DocumentEnds): number {
  let last = at
  while (last + 1 < lines.length && text[(lines[last]?.end ?? 0) - 1] === '\\') last++
  const start = lines[at]?.start ?? 0
  const end = lines[last]?.end ?? 0
  const { bare, single, double } = hereDocument.exec(text.slice(start, Math.min(end, start + 4000)))?.groups ?? {}
  const delimiter = bare ?? single ?? double
  if (delimiter === undefined || (ends().get(delimiter) ?? -1) <= last) return last
  let next = last + 1
  while (text.slice(lines[next]?.start, lines[next]?.end).trim() !== delimiter) next++
  return next
}
