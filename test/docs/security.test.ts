import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const path = resolve(import.meta.dirname, '../../docs/security.md')
const page = readFileSync(path, 'utf8')
const rows = [...page.matchAll(/^\| (?!promise|---)(.+?) \| (.+) \|$/gm)].map(([, promise = '', tests = '']) => ({
  promise,
  tests,
}))

describe('the page about security', () => {
  test('makes promises', () => {
    expect(rows.length).toBeGreaterThan(10)
  })

  test.for(rows)('names tests that exist for: $promise', ({ tests }) => {
    const links = [...tests.matchAll(/\[([\w-]+)\]\((\.\.\/test\/[\w/.-]+\.test\.ts)\)/g)]
    expect(links.length).toBeGreaterThan(0)
    for (const [, name = '', target = ''] of links) {
      expect(existsSync(join(dirname(path), target)), target).toBe(true)
      expect(target.endsWith(`/${name}.test.ts`)).toBe(true)
    }
  })
})
