import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { Egress, EgressRow } from '#model/exposure.ts'
import { cellsText, zoneColumns } from './exposure-page.ts'
import { decidedParts } from './exposure-rows.ts'
import { tableCsv, tableMarkdown } from './exposure-table.ts'
import { gap, type Line, line, type Page, styled, table } from './page.ts'

/** What containers can reach: networks in rows, places in columns. */
export function egressPage(say: Say, egress: Egress): Page {
  const { rows, places, assumed, port } = egress
  const columns = zoneColumns(say, places)
  const head = (text: string): Line => [styled('strong', text)]
  const open = rows.filter(({ cells }) => cells[0]?.state === 'open')
  const count = new Set(open.map(({ network }) => network)).size
  const all = new Set(rows.map(({ network }) => network)).size
  const body = rows.map((row): Line[] => [
    [nameOf(row, rows)],
    ...columns.map(
      ({ of }): Line => [
        cellsText(
          say,
          of.map((index) => row.cells[index]),
          undefined,
        ),
      ],
    ),
    decidedParts(row.cells[0]).map((part, index) => (index === 0 ? part : styled('muted', ` ${part}`))),
  ])
  const heads = [
    head(say(message('exposure/network'))),
    ...columns.map((column) => head(column.head)),
    head(say(message('exposure/decided-by'))),
  ]
  const to = places.flatMap(({ kind, name, addresses }) =>
    kind === 'network' || kind === 'host' || addresses.length === 0 ? [] : [`${name} = ${addresses.join(', ')}`],
  )
  return [
    line(styled('strong', say(message('exposure/egress-head', { count, all })))),
    ...(assumed.length === 0 ? [] : [line(say(message('exposure/assumed', { codes: assumed.join(', ') })))]),
    gap,
    table(0, `C${columns.map(({ head }) => (head.length > 10 ? 'C' : 'l')).join('')}B`, [heads, ...body]),
    gap,
    line(say(message('exposure/egress-asked', { port, places: to.join('; ') }))),
  ]
}

/** With the family where the network has a row for each. */
function nameOf({ network, families }: EgressRow, rows: readonly EgressRow[]): string {
  return rows.filter((row) => row.network === network).length === 1
    ? network
    : `${network} ${families[0] === 'ipv4' ? 'v4' : 'v6'}`
}

function egressRows({ rows, places }: Egress): readonly (readonly string[])[] {
  const heads = ['network', 'family', ...places.map(({ name }) => name), 'decided_by']
  return [
    heads,
    ...rows.map(({ network, families, cells }) => [
      network,
      families.join(' '),
      ...cells.map((cell) => cell?.state ?? ''),
      decidedParts(cells[0]).join(' '),
    ]),
  ]
}

/** The rows for a spreadsheet. */
export function egressCsv(egress: Egress): string {
  return tableCsv(egressRows(egress))
}

/** The rows as a table of GitHub's Markdown. */
export function egressMarkdown(egress: Egress): string {
  return tableMarkdown(egressRows(egress))
}
