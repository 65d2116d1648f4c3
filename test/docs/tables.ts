import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import { checkout } from '../cli/run.ts'

/** The rows of a table of a page that are marked off by `<!-- name -->` and `<!-- end -->`, heading included. */
export function tableOf(page: string, name: string): readonly string[] {
  const lines = readFileSync(`${checkout}${page}`, 'utf8').split('\n')
  const { first, last } = bounds(lines, page, name)
  return lines.slice(first, last).filter((line) => line !== '')
}

/** Holds a table of a page against what it should say; SEAWALL_WRITE_PAGES=1 puts that into the page instead. */
export function expectTable(page: string, name: string, rows: readonly string[]): void {
  if (process.env.SEAWALL_WRITE_PAGES !== '1') {
    expect(tableOf(page, name), `${page}: ${name}`).toEqual(rows)
    return
  }
  const lines = readFileSync(`${checkout}${page}`, 'utf8').split('\n')
  const { first, last } = bounds(lines, page, name)
  lines.splice(first, last - first, '', ...rows, '')
  writeFileSync(`${checkout}${page}`, lines.join('\n'))
}

function bounds(lines: readonly string[], page: string, name: string): { first: number; last: number } {
  const first = lines.indexOf(`<!-- ${name} -->`) + 1
  const last = lines.indexOf('<!-- end -->', first)
  if (first === 0 || last < 0) throw new Error(`${page} has no table between <!-- ${name} --> and <!-- end -->`)
  return { first, last }
}

/** A text as it stands in a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}
