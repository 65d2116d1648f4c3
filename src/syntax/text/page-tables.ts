const row = /<tr(?:\s[^<>\n]{0,200})?>\s*(?:<t[dh](?:\s[^<>\n]{0,200})?>)?/gi
const between = /\s*<\/t[dh]>\s*<t[dh](?:\s[^<>\n]{0,200})?>\s*/gi
const rowEnd = /\s*(?:<\/t[dh]>\s*)?<\/tr>[ \t]*\n?/gi

/** A text in which the rows of HTML tables are rows of a Markdown table: `| cell | cell |`, a row a line. */
export function withHtmlRows(text: string): string {
  if (!/<tr[\s>]/i.test(text)) return text
  return text.replace(between, ' | ').replace(row, '\n| ').replace(rowEnd, ' |\n')
}

const tableRow = /^[ \t]*\|.*\|[ \t]*$/
const border = /^[ \t]*\|[\s|:-]*\|[ \t]*$/

/** Whether a line is a row of a Markdown table. */
export function isTableRow(line: string): boolean {
  return tableRow.test(line)
}

/** A text in which a listing that a page shows as a table, with a column a cell, is a listing again. */
export function withoutListingTables(text: string): string {
  if (!/^[ \t]*\|.*\bprot\b.*\|/m.test(text)) return text
  const lines = text.split('\n')
  let listing = false
  return lines
    .map((line, index) => {
      if (!tableRow.test(line)) {
        listing = false
        return line
      }
      if (!tableRow.test(lines[index - 1] ?? '')) listing = isHeading(line)
      if (!listing) return line
      return border.test(line) ? '' : cells(line).join('  ')
    })
    .join('\n')
}

function isHeading(line: string): boolean {
  const named = new Set(cells(line).map((cell) => cell.toLowerCase()))
  return ['target', 'prot', 'source', 'destination'].every((name) => named.has(name))
}

function cells(line: string): readonly string[] {
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) =>
      cell
        .trim()
        .replace(/^`(.*)`$/, '$1')
        .replace(/\\\|/g, '|'),
    )
}
