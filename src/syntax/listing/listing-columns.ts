import type { Span } from '#model/source.ts'
import { listingCells } from './listing-cells.ts'

/** Which of the columns that may be missing a listing has. */
export interface ListingColumns {
  readonly number: boolean
  readonly counters: boolean
  readonly interfaces: boolean
  /** The names end before the last column: the page was cut. */
  readonly cut: boolean
}

const names = ['num', 'pkts', 'bytes', 'target', 'prot', 'opt', 'in', 'out', 'source', 'destination']

/** Reads the line of column names; undefined where the line is something else. */
export function readListingColumns(text: string, line: Span): ListingColumns | undefined {
  const cells = listingCells(text, line, names.length)
  const words = cells.map((cell) => cell.text)
  const target = words.indexOf('target')
  if (target < 0 || words[target + 1] !== 'prot') return undefined
  if (!words.slice(0, -1).every((word) => names.includes(word))) return undefined
  return {
    number: words[0] === 'num',
    counters: words[target - 1] === 'bytes' && words[target - 2] === 'pkts',
    interfaces: words.includes('in') && words.includes('out'),
    cut: words.at(-1) !== 'destination',
  }
}
