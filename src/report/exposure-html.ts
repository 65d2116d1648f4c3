import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import {
  type Door,
  type Exposure,
  type ExposureCell,
  type ExposureState,
  type ExposureZone,
  targetText,
} from '#model/exposure.ts'
import { decidedParts, decidingCell } from './exposure-rows.ts'
import { portText, zoneHead } from './exposure-page.ts'
import { escapeHtml, type KnownRules, linkedHtml, ruleLink } from './html.ts'

/** A sign beside the word, so that colour is never the only one. */
export const stateSigns: Readonly<Record<ExposureState, string>> = {
  open: '+',
  limited: '~',
  perhaps: '?',
  closed: '×',
}

/** Every door as a row of a table, each cell with the rule that decides it. */
export function exposureTableHtml(say: Say, { doors, zones }: Exposure, known: KnownRules): string {
  const head = (text: string) => `<th scope="col">${escapeHtml(text)}</th>`
  const heads = [
    say(message('exposure/port')),
    say(message('exposure/goes-to')),
    ...zones.map(zoneHead),
    say(message('exposure/decided-by')),
    say(message('web/notes')),
  ]
  const rows = doors.map((door) => rowHtml(say, door, zones, known))
  const caption = `<caption>${escapeHtml(say(message('web/exposure-caption')))}</caption>`
  const body = `<thead><tr>${heads.map(head).join('')}</tr></thead><tbody>${rows.join('')}</tbody>`
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(say(message('web/exposure-caption')))}"><table class="grid">${caption}${body}</table></div>`
}

function rowHtml(say: Say, door: Door, zones: readonly ExposureZone[], known: KnownRules): string {
  const port = `<th scope="row">${escapeHtml(portText(door))}</th><td>${escapeHtml(targetText(door.target))}</td>`
  const cells = zones.map((_, index) => cellHtml(say, door.cells[index], door)).join('')
  const decider = decidingCell(door)
  const [id = '', ...more] = decidedParts(decider)
  const link = decider?.by !== undefined && known.has(decider.by) ? ruleLink(decider.by, id) : escapeHtml(id)
  const decided = `<td>${[link, ...more.map(escapeHtml)].join(' ')}</td>`
  const notes = door.notes.map((note) => `<li>${linkedHtml(say(note), known)}</li>`).join('')
  const isWrong = door.despite !== undefined
  return `<tr${isWrong ? ' class="wrong"' : ''}>${port}${cells}${decided}<td>${notes === '' ? '' : `<ul>${notes}</ul>`}</td></tr>`
}

function cellHtml(say: Say, cell: ExposureCell | undefined, door: Door): string {
  if (cell === undefined) return '<td>-</td>'
  const word = escapeHtml(say(message(`exposure/${cell.state}`)))
  const isWrong = door.despite !== undefined && cell.state === 'open' && cell === door.cells[0]
  const why = cell.by ?? cell.reason ?? ''
  const title = why === '' ? '' : ` title="${escapeHtml(why)}"`
  return `<td class="c-${isWrong ? 'wrong' : cell.state}"${title}><span aria-hidden="true">${isWrong ? '!' : stateSigns[cell.state]}</span> ${word}</td>`
}
