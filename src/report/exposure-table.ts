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
  return [heads, ...rows]
}

/** The doors for a spreadsheet. */
export function exposureCsv(say: Say, exposure: Exposure): string {
  return tableCsv(exposureRows(say, exposure))
}

/** The doors as a table of GitHub's Markdown. */
export function exposureMarkdown(say: Say, exposure: Exposure): string {
  return tableMarkdown(exposureRows(say, exposure))
}

/** Rows as RFC 4180 writes them. What a spreadsheet would take for a formula begins with an apostrophe. */
export function tableCsv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@]/.test(text) ? `'${text}` : text
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return rows.map((row) => `${row.map((text) => cell(printable(text))).join(',')}\r\n`).join('')
}

/** Rows as a table of GitHub's Markdown, the first row its heads. */
export function tableMarkdown(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => printable(text).replace(/[\\|<>`*_[\]&]/g, (sign) => `\\${sign}`)
  const [heads = [], ...body] = rows
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return line(heads.map(cell)) + line(heads.map(() => '---')) + body.map((row) => line(row.map(cell))).join('')
}
