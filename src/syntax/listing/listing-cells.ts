import type { Span } from '#model/source.ts'

/** A word of a listing and where it stands. */
export interface ListingCell extends Span {
  readonly text: string
}

/** A line of a listing, or its half of a line where two listings stand side by side. `edge`: text that reaches this offset may be cut off. */
export interface ListingLine extends Span {
  readonly edge: number
}

/** The words of a line, up to a number that a row's columns never reach. */
export function listingCells(text: string, { start, end }: Span, most: number): readonly ListingCell[] {
  const cells: ListingCell[] = []
  for (let at = start; at < end && cells.length < most; ) {
    if (isBlank(text, at)) {
      at++
      continue
    }
    const from = at
    while (at < end && !isBlank(text, at)) at++
    cells.push({ text: text.slice(from, at), start: from, end: at })
  }
  return cells
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code <= 32 || code === 0xa0
}
