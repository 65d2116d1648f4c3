import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest'
import { checkout, isBuilt } from './run.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seawall-unit-'))
  chmodSync(folder, 0o755)
  for (const name of ['dist', 'package.json']) cpSync(join(checkout, name), join(folder, name), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// `install` is only asked where it must refuse: it would change this machine.
function unit(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  return { code: status, out: stdout, talk: stderr }
}
const program = () => join(folder, 'dist/bin/seawall.js')

function asRoot(ctx: TestContext): void {
  if (process.getuid?.() !== 0) ctx.skip('not root')
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

test('a unit for a program that only root can change is printed, and nothing is said', (ctx) => {
  asRoot(ctx)
  const { code, out, talk } = unit(program(), 'repair', '--unit')
  expect({ code, talk }).toEqual({ code: 0, talk: '' })
  expect(out).toContain(`"${program()}" repair --yes`)
  expect(out).toContain('RuntimeDirectoryMode=0700')
})

test.for<readonly [string, (path: string) => void, (path: string) => void]>([
  ['a file', (path) => chmodSync(path, 0o666), (path) => chmodSync(path, 0o755)],
  ['the file of another user', (path) => chownSync(path, 65534, 65534), (path) => chownSync(path, 0, 0)],
  ['its folder', (path) => chmodSync(join(path, '..'), 0o777), (path) => chmodSync(join(path, '..'), 0o755)],
  [
    'a folder above',
    (path) => chownSync(join(path, '../..'), 65534, 0),
    (path) => chownSync(join(path, '../..'), 0, 0),
  ],
  [
    'a file beside it',
    (path) => chmodSync(join(path, '../main.js'), 0o646),
    (path) => chmodSync(join(path, '../main.js'), 0o644),
  ],
])('a unit is not installed where others can write: %s', ([, open, close], ctx) => {
  asRoot(ctx)
  open(program())
  try {
    const installed = unit(program(), 'repair', '--unit', 'install')
    expect(installed.code).toBe(4)
    expect(installed.talk).toContain('error[usage/unit-open]: users other than root can change')
    expect(unit(program(), 'repair', '--unit').talk).toContain('warning[usage/unit-open]')
  } finally {
    close(program())
  }
})

test('nor where a link leads to it that others can replace', (ctx) => {
  asRoot(ctx)
  const open = mkdtempSync(join(folder, 'open-'))
  symlinkSync(program(), join(open, 'seawall'))
  chownSync(open, 65534, 65534)
  const { code, talk } = unit(join(open, 'seawall'), 'repair', '--unit', 'install')
  expect(code).toBe(4)
  expect(talk).toContain(open)
})
