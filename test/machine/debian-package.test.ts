import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireMachine } from './namespace.ts'

const project = resolve(import.meta.dirname, '../..')
const redis = join(project, 'test/cases/hosts/redis-20.10.24')
const flushed = join(project, 'test/cases/pages/flushed')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seawall-deb-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(name: string, words: readonly string[], cwd = project) {
  const { status, stdout, stderr } = spawnSync(name, words, { cwd, encoding: 'utf8', timeout: 120_000 })
  return { status, out: stdout, talk: stderr }
}

/** Builds the package and returns its path. */
function build(target: string, umask: string): string {
  const words = ['-c', `umask ${umask}; exec "$0" scripts/package.mjs "$1"`, process.execPath, target]
  expect(run('sh', words)).toMatchObject({ status: 0, talk: '' })
  const [name = ''] = readdirSync(target)
  return join(target, name)
}

const built: { file?: string } = {}
const deb = () => (built.file ??= build(join(folder, 'one'), '022'))
const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

/** Files and links below a folder. */
function filesIn(root: string): readonly string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  return entries.filter((one) => !one.isDirectory()).map((one) => join(one.parentPath, one.name).slice(root.length))
}

/** A root folder in which dpkg has installed nothing yet. The machine's own packages are not touched. */
function emptyRoot(): string {
  const root = join(folder, 'root')
  for (const name of ['info', 'updates']) mkdirSync(join(root, 'var/lib/dpkg', name), { recursive: true })
  writeFileSync(join(root, 'var/lib/dpkg/status'), '')
  return root
}

describe('the Debian package', () => {
  test('is the same, byte for byte, when it is built again with another umask', async (ctx) => {
    await requireMachine(ctx, 'dpkg-deb')
    expect(digest(build(join(folder, 'two'), '077'))).toBe(digest(deb()))
  })

  test('depends on a Node that the program runs on, and has no scripts of its own', async (ctx) => {
    await requireMachine(ctx, 'dpkg-deb')
    const { engines } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
    const wanted = `nodejs (${engines.node.replace('>=', '>= ')})`
    expect(run('dpkg-deb', ['--field', deb(), 'Depends']).out).toBe(`${wanted}\n`)
    expect(run('dpkg-deb', ['--ctrl-tarfile', deb()]).status).toBe(0)
    expect(run('dpkg-deb', ['--info', deb()]).out).not.toMatch(/postinst|preinst|postrm|prerm/)
  })

  test('holds nothing that others can write, and no file of the build', async (ctx) => {
    await requireMachine(ctx, 'dpkg-deb')
    const lines = run('dpkg-deb', ['--contents', deb()]).out.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(100)
    for (const line of lines) expect(line).toMatch(/^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x|lrwxrwxrwx) root\/root /)
    expect(lines.filter((line) => /\.(cjs|cache|map)$|node_modules|\.d\.ts$/.test(line))).toEqual([])
    for (const name of ['man1/seawall.1.gz', 'completions/seawall', 'seawall-metrics.timer', 'seawall-repair@.service'])
      expect(lines.filter((line) => line.endsWith(name))).toHaveLength(1)
  })

  test('runs where it is installed, with no package of Node near, and leaves nothing when it is removed', async (ctx) => {
    await requireMachine(ctx, 'dpkg')
    const root = emptyRoot()
    // The root folder holds no nodejs: the dependency is not there.
    expect(run('dpkg', ['--root', root, '--force-depends', '--install', deb()])).toMatchObject({ status: 0 })
    const program = join(root, 'usr/bin/seawall')
    const seawall = (...words: readonly string[]) => run(process.execPath, [program, ...words], '/')
    expect(seawall('--version').out).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(seawall('status', redis)).toMatchObject({ status: 0, talk: '' })
    expect(seawall('status', flushed)).toMatchObject({ status: 1, talk: '' })
    expect(seawall('exposure', redis)).toMatchObject({ status: 0 })
    expect(seawall('metrics', redis).out).toContain('seawall_success 1\n')
    expect(seawall('report', redis).out).toContain('</html>')
    expect(seawall('schema', 'metrics')).toMatchObject({ status: 0, talk: '' })
    expect(seawall('capture', '--netns', 'nosuch').status).toBe(3)
    expect(run('dpkg', ['--root', root, '--purge', 'seawall'])).toMatchObject({ status: 0 })
    expect(filesIn(root).filter((path) => !path.startsWith('/var/'))).toEqual([])
  })

  test('has units that systemd finds no fault with', async (ctx) => {
    await requireMachine(ctx, 'dpkg-deb', 'systemd-analyze')
    const units = join(folder, 'units')
    expect(run('dpkg-deb', ['--extract', deb(), units]).status).toBe(0)
    const at = join(units, 'usr/lib/systemd/system')
    // The program of the units is not installed on this machine: another one takes its place.
    for (const name of readdirSync(at)) {
      const text = readFileSync(join(at, name), 'utf8')
      expect(text).not.toContain(project)
      writeFileSync(join(at, name), text.replaceAll(/\/usr\/(bin|lib)\/(seawall|node)[^ "]*/g, '/bin/true'))
    }
    const names = ['seawall-metrics.service', 'seawall-metrics.timer', 'seawall-repair@nftables.service']
    for (const name of names) {
      const path = join(at, name.replace('@nftables', '@'))
      expect(run('systemd-analyze', ['verify', '--man=no', path]), name).toMatchObject({ status: 0, talk: '' })
    }
  })

  test('has a manual page that groff finds no fault with', async (ctx) => {
    await requireMachine(ctx, 'dpkg-deb', 'groff', 'zcat')
    const pages = join(folder, 'pages')
    expect(run('dpkg-deb', ['--extract', deb(), pages]).status).toBe(0)
    const script = 'zcat "$0" | groff -man -ww -Tutf8 -rLL=80n'
    const { out, talk } = run('sh', ['-c', script, join(pages, 'usr/share/man/man1/seawall.1.gz')])
    expect(talk).toBe('')
    expect(out).toContain('--textfile <folder>')
    // Letters that are struck twice are bold. Command lines of examples are not wrapped.
    const lines = out.replace(/.\u0008/g, '').split('\n')
    expect(lines.filter((line) => line.length > 80 && !line.includes('seawall '))).toEqual([])
  })
})
