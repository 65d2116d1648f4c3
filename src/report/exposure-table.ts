import { printable } from '#base/printable.ts'
import type { Say } from '#i18n/catalogue.ts'
import { type Exposure, targetText } from '#model/exposure.ts'
import { decidedText, doorText } from './exposure-rows.ts'

/** The doors as rows of text, the first row their heads. */
function exposureRows(say: Say, { zones, doors }: Exposure): readonly (readonly string[])[] {
  const heads = [
    'kind',
    'family',
    'port',
    'goes_to',
    ...zones.map(({ name }) => name),
    'decided_by',
    'despite',
    'notes',
  ]
  const rows = doors.map((door) => [
    door.kind,
    door.families.join(' '),
    doorText(door),
    targetText(door.target),
    ...door.cells.map((cell) => cell?.state ?? ''),
    decidedText(door),
    door.despite ?? '',
    door.notes.map((note) => say(note)).join('; '),
  ])
  return [heads, ...rows].map((row) => row.map(printable))
}

/** As RFC 4180 writes it. What a spreadsheet would take for a formula begins with an apostrophe. */
export function exposureCsv(say: Say, exposure: Exposure): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@]/.test(text) ? `'${text}` : text
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return exposureRows(say, exposure)
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('')
}

/** As a table of GitHub's Markdown. */
export function exposureMarkdown(say: Say, exposure: Exposure): string {
  const cell = (text: string) => text.replace(/[\\|<>`*_[\]&]/g, (sign) => `\\${sign}`)
  const [heads = [], ...rows] = exposureRows(say, exposure)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return line(heads.map(cell)) + line(heads.map(() => '---')) + rows.map((row) => line(row.map(cell))).join('')
}
