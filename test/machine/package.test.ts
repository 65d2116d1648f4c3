import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireMachine } from './namespace.ts'

const project = resolve(import.meta.dirname, '../..')
const redis = join(project, 'test/cases/hosts/redis-20.10.24')
const versions = ['20.19', '22', '24']

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seawall-installed-'))
  chmodSync(folder, 0o755)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(program: string, args: readonly string[], user = 0, input = '') {
  const options = { cwd: '/', encoding: 'utf8', input, uid: user, gid: user, timeout: 120_000 } as const
  const { status, stdout, stderr } = spawnSync(program, args, {
    ...options,
    env: { PATH: process.env.PATH, HOME: folder },
  })
  return { status, stdout, stderr }
}

// With the settings of whoever runs this: where packages come from is theirs to say.
function npm(...args: readonly string[]): string | undefined {
  const all = [...args, '--prefer-offline', '--no-audit', '--no-fund', '--silent']
  const { status, stdout } = spawnSync('npm', all, { cwd: folder, encoding: 'utf8', timeout: 60_000 })
  return status === 0 ? stdout.trim() : undefined
}

/** Installs the package as a user would, once; returns what npm put into bin. */
function installed(): string {
  const prefix = join(folder, 'prefix')
  const archive = npm('pack', project, '--ignore-scripts', '--pack-destination', folder) ?? ''
  expect(npm('install', '--global', '--prefix', prefix, join(folder, archive))).toBeDefined()
  return join(prefix, 'bin/seawall')
}

// Each command with what it needs, and the code it ends with for root and for somebody without rights. The traces are asked
// of a captured host, as the live one is none of ours to look at.
const dump = join(redis, 'iptables-save.txt')
const calls: readonly (readonly [readonly string[], number])[] = [
  [['--version'], 0],
  [['explain', redis], 0],
  [['explain', '--concepts'], 0],
  [['diff', redis, redis], 0],
  [['trace', '--to', '192.0.2.10:10000', '--in', 'eth0', redis], 0],
  [['fmt', '--canonical', dump], 0],
  [['apply-preview', dump, '--to', redis], 0],
  [['predict', redis], 0],
  [['status', redis], 0],
  [['repair', '--unit'], 0],
  [['repair', '--dry-run', '--netns', 'nosuch'], 3],
  [['capture', '--netns', 'nosuch'], 3],
  [['lab'], 0],
  [['lab', 'nosuch'], 2],
  [['schema'], 0],
  [['schema', 'snapshot'], 0],
  [['completion', 'bash'], 0],
  [['verify', '--nosuch'], 2],
  [['nosuch'], 2],
]

let bin = ''

describe('the installed package', () => {
  test.for(versions)('runs every command on Node %s, as root and as nobody', async (version, ctx) => {
    await requireMachine(ctx, 'npm', 'tar')
    const home = join(folder, `node-${version}`)
    if (npm('install', '--prefix', home, `node@${version}`) === undefined)
      ctx.skip(`npm does not bring node@${version} here`)
    const node = join(home, 'node_modules/node/bin/node')
    if (bin === '') bin = installed()
    expect(run(node, ['--version']).stdout).toMatch(new RegExp(`^v${version}[.]`))
    for (const user of [0, 65534]) {
      for (const [words, code] of calls) {
        const { status, stdout, stderr } = run(node, [bin, ...words], user)
        expect({ words, user, status, stderr }).toMatchObject({ status: code })
        expect(stderr).not.toMatch(/^\s+at |Warning/m)
        expect(code === 0 ? stdout : stderr).not.toBe('')
      }
    }
  })

  test('asks a real kernel', async (ctx) => {
    await requireMachine(ctx, 'npm', 'tcpreplay', 'ipset', 'iptables-nft-restore')
    expect(run(process.execPath, [bin, 'verify', dump])).toMatchObject({ status: 0, stderr: '' })
  })

  test('is installed without what the build keeps for itself', () => {
    const names = readdirSync(join(folder, 'prefix/lib/node_modules/seawall/dist/bin'))
    expect(names).toContain('seawall.js')
    expect(names.filter((name) => /[.](cache|cjs)$/.test(name))).toEqual([])
  })
})
