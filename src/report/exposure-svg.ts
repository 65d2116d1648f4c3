import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import { type Door, type Exposure, type ExposureCell, targetText } from '#model/exposure.ts'
import { portText, zoneHead } from './exposure-page.ts'
import { escapeHtml } from './html.ts'

const mostDoors = 40
const height = 34
const columns = [
  { x: 4, width: 170 },
  { x: 320, width: 230 },
  { x: 700, width: 250 },
] as const

interface Box {
  readonly text: string
  readonly column: 0 | 1 | 2
  readonly row: number
}

/** Zones, ports and where they lead, as a drawing: a line for each zone that gets through. The table beside it says the same. */
export function exposureSvg(say: Say, { zones, doors }: Exposure): string {
  const all = doors.filter(({ kind }) => kind !== 'direct')
  const shown = all.slice(0, mostDoors)
  if (shown.length === 0) return ''
  const targets = [...new Set(shown.map(({ target }) => targetText(target)))]
  const boxes: readonly Box[] = [
    ...zones.map((zone, row): Box => ({ text: zoneHead(zone), column: 0, row })),
    ...shown.map((door, row): Box => ({ text: portText(door), column: 1, row })),
    ...targets.map((text, row): Box => ({ text, column: 2, row })),
  ]
  const lines = shown.flatMap((door, row) => [
    ...door.cells.map((cell, index) => zoneLine(cell, door, index, row)),
    door.cells.some(passes) ? path('open', [1, row], [2, targets.indexOf(targetText(door.target))]) : '',
  ])
  const rows = Math.max(zones.length, shown.length, targets.length)
  const heads = (['web/zones', 'web/ports', 'web/ends'] as const).map(
    (id, index) => `<text class="col" x="${columns[index]?.x}" y="18">${escapeHtml(say(message(id)))}</text>`,
  )
  const title = escapeHtml(say(message('web/picture')))
  const more = all.length - shown.length
  const desc = escapeHtml(say(message('web/picture-about', { more })))
  const size = `viewBox="0 0 960 ${(rows + 1) * height}" width="960" height="${(rows + 1) * height}"`
  return `<figure><svg ${size} role="img" aria-labelledby="picture-title picture-about"><title id="picture-title">${title}</title><desc id="picture-about">${desc}</desc>${heads.join('')}${lines.join('')}${boxes.map(boxSvg).join('')}</svg><figcaption class="s-muted">${desc}</figcaption></figure>`
}

function passes(cell: ExposureCell | undefined): cell is ExposureCell {
  return cell !== undefined && cell.state !== 'closed'
}

function zoneLine(cell: ExposureCell | undefined, door: Door, zone: number, row: number): string {
  if (!passes(cell)) return ''
  const isWrong = cell.state === 'open' && door.despite !== undefined && cell === door.cells[0]
  return path(isWrong ? 'wrong' : cell.state, [0, zone], [1, row])
}

function path(style: string, from: readonly [0 | 1, number], to: readonly [1 | 2, number]): string {
  const start = { x: columns[from[0]].x + columns[from[0]].width, y: middle(from[1]) }
  const end = { x: columns[to[0]].x, y: middle(to[1]) }
  const bend = (start.x + end.x) / 2
  return `<path class="${style}" d="M${start.x} ${start.y}C${bend} ${start.y} ${bend} ${end.y} ${end.x} ${end.y}"/>`
}

function middle(row: number): number {
  return (row + 1) * height + 8
}

const mostSigns = 30

function boxSvg({ text, column, row }: Box): string {
  const { x, width } = columns[column]
  const y = middle(row)
  const signs = [...text]
  const short = signs.length > mostSigns ? `${signs.slice(0, mostSigns - 1).join('')}~` : text
  return `<g><title>${escapeHtml(text)}</title><rect x="${x}" y="${y - 13}" width="${width}" height="26" rx="3"/><text x="${x + 8}" y="${y + 5}">${escapeHtml(short)}</text></g>`
}
