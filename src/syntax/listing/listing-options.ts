import type { Listed, ListedText, ListedUse } from '#extensions/listed/listed.ts'
import { beginsListed, readListed, skipBlanks } from '#extensions/listed/listed.ts'
import { indexListed } from '#extensions/listed/listed-index.ts'
import type { ServiceList } from '#extensions/kinds/services.ts'
import { listedMatches } from '#extensions/listed/listed-matches.ts'
import { listedTargets } from '#extensions/listed/listed-targets.ts'
import type { Span } from '#model/source.ts'
import type { ListingCell } from './listing-cells.ts'

/** What stands behind the destination column of a row. */
export interface ListingOptions {
  readonly goto: boolean
  readonly matches: readonly ListedUse[]
  readonly target: ListedUse | undefined
  /** Words that no extension we know has written. */
  readonly unread: readonly ListingCell[]
}

const matches = indexListed(listedMatches)
const byColumn = new Map<string, readonly Listed[]>()

function targetsOf(column: string | undefined): readonly Listed[] {
  if (column === undefined) return []
  const known = byColumn.get(column)
  if (known !== undefined) return known
  const found = listedTargets.filter((listed) => listed.name === column || listed.column === column)
  if (found.length > 0) byColumn.set(column, found)
  return found
}

/** What people write behind a row: `<- new`, `# why`. `#conn` is a match. */
const annotation = /(?:<[-=<]|[\u2190\u21d0\u27f5\u2b05\u25c0\u2039\u00ab]|\/\/|#(?!conn )|\((?=[A-Za-z]))/y
const gotoMark = '[goto]'

/** Whether something that an extension prints begins here, as in a row whose address columns were lost. */
export function beginsOptions(text: string, { start, end }: Span): boolean {
  const row: ListedText = { text, end, readable: () => true, services: 'debian' }
  return (matches.get(text[start] ?? '') ?? []).some((listed) => beginsListed(listed, row, start))
}

/** Reads the rest of a row, from left to right; `column` is what its target column says. */
export function readListingOptions(
  text: string,
  { start, end }: Span,
  column: string | undefined,
  services: ServiceList,
): ListingOptions {
  const targets = targetsOf(column)
  const begins = (at: number) =>
    (matches.get(text[at] ?? '') ?? []).some((listed) => beginsListed(listed, row, at)) ||
    targets.some((listed) => beginsListed(listed, row, at))
  const row: ListedText = {
    text,
    end,
    services,
    readable(from) {
      const at = skipBlanks(text, from, end)
      return at >= end || isAnnotation(text, at) || begins(at)
    },
  }
  const uses: ListedUse[] = []
  const unread: ListingCell[] = []
  let target: ListedUse | undefined
  let at = skipBlanks(text, start, end)
  const goto = text.startsWith(gotoMark, at)
  if (goto) at = skipBlanks(text, at + gotoMark.length, end)
  while (at < end && !isAnnotation(text, at)) {
    const match = firstRead(matches.get(text[at] ?? '') ?? [], row, at)
    const own = target === undefined && match === undefined ? firstRead(targets, row, at) : undefined
    if (match !== undefined) uses.push(match)
    else if (own !== undefined) target = own
    else unread.push(wordAt(text, at, end))
    at = skipBlanks(text, (match ?? own ?? unread.at(-1))?.end ?? end, end)
  }
  return { goto, matches: uses, target, unread }
}

function firstRead(readers: readonly Listed[], row: ListedText, at: number): ListedUse | undefined {
  for (const listed of readers) {
    const use = readListed(listed, row, at)
    if (use !== undefined) return use
  }
  return undefined
}

function isAnnotation(text: string, at: number): boolean {
  annotation.lastIndex = at
  return annotation.test(text)
}

function wordAt(text: string, start: number, end: number): ListingCell {
  let to = start
  while (to < end && text.charCodeAt(to) > 32 && text.charCodeAt(to) !== 0xa0) to++
  return { text: text.slice(start, to), start, end: to }
}
