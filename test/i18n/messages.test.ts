import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { en } from '#i18n/en.ts'

const source = fileURLToPath(new URL('../../src', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('i18n/'))
  .map((path) => ({ path, text: readFileSync(join(source, path), 'utf8') }))

const rooms = [...new Set(Object.keys(en).map((id) => id.split('/')[0] ?? ''))].join('|')
const written = new RegExp(`(?<=['"\`])(?:${rooms})/[a-z0-9][a-z0-9-]*[a-z0-9](?=['"\`])`, 'g')
const headed = new RegExp(`(?<=\`)(?:${rooms})/[a-z0-9-]*(?=\\$\\{)`, 'g')

/** Where the source names an id, or the head of one, with the file that does. */
function named(pattern: RegExp): readonly (readonly [string, string])[] {
  return files.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([id]) => [id, path] as const))
}

describe('every message has its text', () => {
  test('each id that is written out in the source is in the catalogue', () => {
    const all = named(written).filter(([id]) => !id.startsWith('kind/'))
    expect(all.length).toBeGreaterThan(100)
    expect(all.filter(([id]) => !Object.hasOwn(en, id)).map(([id, path]) => `${path}: ${id}`)).toEqual([])
  })

  test('each id that is put together from a head has texts under that head', () => {
    const all = named(headed)
    expect(all.length).toBeGreaterThan(5)
    const ids = Object.keys(en)
    expect(
      all.filter(([head]) => !ids.some((id) => id.startsWith(head))).map(([head, path]) => `${path}: ${head}`),
    ).toEqual([])
  })
})
