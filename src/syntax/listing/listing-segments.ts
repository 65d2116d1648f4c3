import type { Family } from '#model/family.ts'
import type { Span } from '#model/source.ts'
import { familyOfAddress } from '../text/family-evidence.ts'
import type { ListingLine } from './listing-cells.ts'
import { listingCells } from './listing-cells.ts'
import { readListingHeading } from './listing-heading.ts'
import { listingPages } from './listing-pages.ts'
import { likelyTable, tableOfChains } from './listing-table.ts'
import type { PrintedBy, TextSegment } from '../text/text-segment.ts'
import { segmentOf } from '../text/text-segment.ts'

/** The listings among some lines, one for each table; two where they stand side by side. */
export function listingSegments(
  text: string,
  lines: readonly Span[],
  by: PrintedBy | undefined,
): readonly TextSegment[] {
  const pages = listingPages(text, lines)
  return pages.flatMap((page) =>
    tablesOf(text, page).map(({ lines: own, chains }, index) => {
      const known = index === 0 ? by : undefined
      const family = by?.family ?? familyOfListing(text, own)
      const table = known === undefined ? tableOfChains(chains) : (known.table ?? 'filter')
      const tables = { table: table ?? likelyTable(chains), toldTable: table !== undefined }
      return segmentOf('listing', own, {
        lines: own,
        family,
        variant: by?.variant,
        printed: known !== undefined,
        ...tables,
      })
    }),
  )
}

const order = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']

interface TableLines {
  readonly lines: ListingLine[]
  readonly chains: Set<string>
}

// A chain that was there already, or a built-in one out of the order of the hooks, begins another table.
function tablesOf(text: string, page: readonly ListingLine[]): readonly TableLines[] {
  const tables: TableLines[] = []
  let last = -1
  for (const line of page) {
    const chain = readListingHeading(text, line)?.chain
    const place = chain === undefined ? -1 : order.indexOf(chain)
    const current = tables.at(-1)
    if (current === undefined || (chain !== undefined && (current.chains.has(chain) || (place >= 0 && place < last)))) {
      tables.push({ lines: [line], chains: new Set(chain === undefined ? [] : [chain]) })
      last = place
    } else {
      current.lines.push(line)
      if (chain !== undefined) current.chains.add(chain)
      if (place >= 0) last = place
    }
  }
  return tables.map(trimmed(text))
}

function trimmed(text: string): (table: TableLines) => TableLines {
  return (table) => {
    const { lines } = table
    while (lines.length > 1 && isBlank(text, lines.at(-1))) lines.pop()
    return table
  }
}

function isBlank(text: string, line: Span | undefined): boolean {
  return line !== undefined && text.slice(line.start, line.end).trim() === ''
}

// A listing of IPv4 may hold a rule for ICMPv6, so an address tells first.
function familyOfListing(text: string, lines: readonly ListingLine[]): Family | undefined {
  let likely: Family | undefined
  for (const line of lines) {
    for (const cell of listingCells(text, line, 11)) {
      if (cell.text === 'ipv6-icmp' || cell.text === 'icmpv6') likely = 'ipv6'
      const family = familyOfAddress(cell.text)
      if (family !== undefined) return family
    }
  }
  return likely
}
