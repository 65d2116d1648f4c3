import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readText } from '#syntax/text/read-text.ts'
import { showRead } from './show-read.ts'

const folder = new URL('../cases/forms/pages/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'))

// What each page holds was written down by hand beside it.
describe('a page is split into its pieces, and each is read in its form', () => {
  it.each(names)('%s', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    const expected = readFileSync(new URL(name.replace('.txt', '.expected'), folder), 'utf8')
    expect(showRead(readText({ name: 'page', text }))).toBe(expected)
  })
})
