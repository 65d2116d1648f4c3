import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const project = resolve(import.meta.dirname, '../..')

const results = `
import { beforeAll, describe, expect, test } from 'vitest'
test('good', () => {})
test('bad', () => expect(1).toBe(2))
test('skipped', (ctx) => ctx.skip('the moon is full'))
describe('a suite that cannot begin', () => {
  beforeAll(() => { throw new Error('no ground') })
  test('never run', () => {})
})
`

// The folder lies in the project, so that the tests in it find vitest.
let folder: string
beforeAll(() => {
  mkdirSync(join(project, '.cache'), { recursive: true })
  folder = mkdtempSync(join(project, '.cache/closing-'))
  writeFileSync(join(folder, 'vitest.config.js'), 'export default {}\n')
  writeFileSync(join(folder, 'results.test.ts'), results)
  writeFileSync(
    join(folder, 'skip.test.ts'),
    results
      .split('\n')
      .filter((line) => /vitest|good|moon/.test(line))
      .join('\n'),
  )
  writeFileSync(join(folder, 'broken.test.ts'), "import './nowhere.ts'\n")
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function run(files: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const vitest = join(project, 'node_modules/vitest/vitest.mjs')
  const reporter = join(project, 'scripts/closing-line.mjs')
  const args = [vitest, 'run', '--root', folder, '--reporter', reporter, ...files]
  const { SEAWALL_REQUIRE_MACHINE: _, ...clean } = process.env
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...clean, ...env } })
  return { status, stdout, lastLine: stdout.trimEnd().split('\n').at(-1) }
}

describe('the closing line', () => {
  test('counts tests, and suites and files that could not begin', () => {
    const { status, stdout, lastLine } = run([])
    expect(lastLine).toMatch(/^2 passed, 3 failed, \d skipped$/)
    expect(stdout).toContain('skipped 2: the moon is full\n  results.test.ts > skipped\n  skip.test.ts > skipped\n')
    expect(status).toBe(1)
  })

  test('takes a skipped test for a failure where the machine is required', () => {
    expect(run(['skip'])).toMatchObject({ status: 0, lastLine: '1 passed, 0 failed, 1 skipped' })
    const required = run(['skip'], { SEAWALL_REQUIRE_MACHINE: '1' })
    expect(required).toMatchObject({ status: 1, lastLine: '1 passed, 1 failed, 0 skipped' })
  })
})
