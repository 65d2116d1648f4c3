import type { Span } from '#model/source.ts'
import type { ListingLine } from './listing-cells.ts'
import { readListingColumns } from './listing-columns.ts'

/** Two `Chain X (` on one line, or two lines of column names: the second begins at `right`. */
const twoHeadings = /^[ \t]*Chain \S{1,100} \([^\n|<>]{0,120}? [|<> ] (?=Chain \S{1,100} \()/
const twoColumnLines = /^ *(?:num +)?(?:pkts +bytes +)?target +prot [^\n|<>]{0,120}? [|<> ] (?= ?(?:num|pkts|target) )/

/**
 * The pages of a listing, each as its lines: two where `sdiff` has put them side by side, cut off at a width of its own. Where the page
 * is cut, a line's `edge` is the offset that a word which is not whole would reach.
 */
export function listingPages(text: string, lines: readonly Span[]): readonly (readonly ListingLine[])[] {
  const right = rightColumn(text, lines)
  if (right === undefined) {
    const isCut = lines.some((line) => readListingColumns(text, line)?.cut)
    const width = isCut ? widest(lines) : Number.POSITIVE_INFINITY
    return [lines.map(({ start, end }) => ({ start, end, edge: start + width }))]
  }
  const split = lines.map(({ start, end }) => {
    const middle = Math.min(end, start + right)
    return { left: { start, end: Math.max(start, Math.min(end, middle - 3)) }, right: { start: middle, end } }
  })
  const width = widest(split.map((line) => line.right))
  return [
    split.map(({ left }) => ({ ...left, edge: left.start + right - 3 })),
    split.map((line) => ({ ...line.right, edge: line.right.start + width })),
  ]
}

function widest(lines: readonly Span[]): number {
  return lines.reduce((width, { start, end }) => Math.max(width, end - start), 0)
}

function rightColumn(text: string, lines: readonly Span[]): number | undefined {
  for (const { start, end } of lines) {
    const line = text.slice(start, Math.min(end, start + 400))
    const found = twoHeadings.exec(line) ?? twoColumnLines.exec(line)
    if (found !== null) return found[0].length
  }
  return undefined
}
