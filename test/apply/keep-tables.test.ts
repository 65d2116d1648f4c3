import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepScript, keepTables } from '#apply/load-script.ts'
import type { Host } from '#host/host.ts'
import { nodeHost } from '#host/node-host.ts'
import { afterEach, beforeEach, describe, expect, test, type TestContext } from 'vitest'

// The real file system, with /run/seawall in a folder of the test's; iptables-save is not asked.
let run = ''
const there = () => join(run, 'seawall')
const moved = (text: string) => text.replaceAll('/run/seawall', there())
const back = (path: string) => path.replace('/run/seawall', there())

beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), 'seawall-run-'))
})
afterEach(() => rmSync(run, { recursive: true, force: true }))

let moment = Date.parse('2026-01-01T00:00:00Z')
const host: Host = {
  ...nodeHost,
  now: () => new Date(moment++),
  run: async (argv, options) =>
    argv[0]?.endsWith('-save')
      ? { status: 0, stdout: '*filter\nCOMMIT\n', stderr: '' }
      : nodeHost.run(argv.map(moved), options),
  write: (path, text, mode) => nodeHost.write(moved(path), text, mode),
  list: async (path) => nodeHost.list(moved(path)),
}
const loaders = [{ family: 'ipv4', variant: 'nft' } as const]
const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8)

function asRoot(ctx: TestContext): void {
  if (process.getuid?.() !== 0) ctx.skip('not root')
}

describe('what a repair keeps under /run/seawall', () => {
  test('is for root alone, and its paths are told', async (ctx) => {
    asRoot(ctx)
    const [path = ''] = await keepTables(host, loaders)
    expect(path).toMatch(/^\/run\/seawall\/before-ipv4-\d+\.rules$/)
    expect(readFileSync(back(path), 'utf8')).toBe('*filter\nCOMMIT\n')
    expect([mode(there()), mode(back(path))]).toEqual(['700', '600'])
  })

  test('lies in a folder that others could read no longer', async (ctx) => {
    asRoot(ctx)
    mkdirSync(there())
    chmodSync(there(), 0o777)
    await keepTables(host, loaders)
    expect(mode(there())).toBe('700')
  })

  test('does not go through a link, whose end keeps its mode', async (ctx) => {
    asRoot(ctx)
    const elsewhere = join(run, 'elsewhere')
    mkdirSync(elsewhere)
    chmodSync(elsewhere, 0o755)
    symlinkSync(elsewhere, there())
    await expect(keepTables(host, loaders)).rejects.toMatchObject({ code: 'host/unreadable' })
    expect(await keepScript(host, 'x')).toBe('')
    expect(mode(elsewhere)).toBe('755')
    expect(readdirSync(elsewhere)).toEqual([])
  })

  test('does not go through a link to nowhere, into a file, or into a folder of another', async (ctx) => {
    asRoot(ctx)
    symlinkSync(join(run, 'nowhere'), there())
    await expect(keepTables(host, loaders)).rejects.toMatchObject({ code: 'host/unreadable' })
    expect(existsSync(join(run, 'nowhere'))).toBe(false)
    rmSync(there())
    writeFileSync(there(), 'mine')
    await expect(keepTables(host, loaders)).rejects.toMatchObject({ code: 'host/unreadable' })
    expect(readFileSync(there(), 'utf8')).toBe('mine')
    rmSync(there())
    mkdirSync(there())
    chownSync(there(), 65534, 65534)
    await expect(keepTables(host, loaders)).rejects.toMatchObject({ code: 'host/unreadable' })
    expect(readdirSync(there())).toEqual([])
  })

  test('replaces a link in the folder, and does not follow it', async (ctx) => {
    asRoot(ctx)
    mkdirSync(there(), { mode: 0o700 })
    writeFileSync(join(run, 'mine'), 'mine')
    symlinkSync(join(run, 'mine'), join(there(), `before-ipv4-${moment}.rules`))
    const [path = ''] = await keepTables(host, loaders)
    expect(lstatSync(back(path)).isFile()).toBe(true)
    expect(readFileSync(join(run, 'mine'), 'utf8')).toBe('mine')
  })

  test('is no more than the last twenty', async (ctx) => {
    asRoot(ctx)
    mkdirSync(there(), { mode: 0o700 })
    writeFileSync(join(there(), 'mine.rules'), '')
    let last = ''
    for (let count = 0; count < 25; count++) [last = ''] = await keepTables(host, loaders)
    const names = readdirSync(there())
    expect(names).toHaveLength(21)
    expect(names).toContain('mine.rules')
    expect(existsSync(back(last))).toBe(true)
  })
})
