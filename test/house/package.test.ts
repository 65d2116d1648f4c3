import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const project = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(project, path), 'utf8')
const manifest: {
  version: string
  bin: { seawall: string }
  exports: Record<string, string | { default: string }>
  dependencies: Record<string, string>
} = JSON.parse(read('package.json'))

// `./dist/index.js` is compiled from `src/index.ts`; the command line is bundled from src/cli/main.ts.
const doors = Object.entries(manifest.exports).flatMap(([path, target]) => {
  if (typeof target === 'string') return []
  const source = target.default.replace('./dist/', 'src/').replace('.js', '.ts')
  return [{ name: path.replace('.', 'seawall'), built: target.default, source }]
})

let folder: string | undefined
let bare: string | undefined
afterAll(() => {
  for (const made of [folder, bare]) if (made !== undefined) rmSync(made, { recursive: true, force: true })
})

// A program elsewhere that has seawall installed: what `npm pack` ships, beside the packages it depends on.
function consumer(): string {
  if (folder !== undefined) return folder
  mkdirSync(join(project, '.cache'), { recursive: true })
  folder = mkdtempSync(join(project, '.cache/consumer-'))
  const installed = unpack(pack(folder), join(folder, 'node_modules'))
  expect(readdirSync(join(installed, 'dist/bin')).filter((name) => /[.](cache|cjs)$/.test(name))).toEqual([])
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "type": "module" }\n')
  const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, types: ['node'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  return folder
}

// Where no package is near: the command line brings all it needs.
function alone(): string {
  bare ??= mkdtempSync(join(tmpdir(), 'seawall-package-'))
  return existsSync(join(bare, 'seawall')) ? join(bare, 'seawall') : unpack(pack(bare), bare)
}

/** Packs what dist holds now; returns the archive. */
function pack(target: string): string {
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', target]
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: project, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return join(target, stdout.trim())
}

function unpack(archive: string, target: string): string {
  const installed = join(target, 'seawall')
  mkdirSync(installed, { recursive: true })
  const { status } = spawnSync('tar', ['-xzf', archive, '-C', installed, '--strip-components=1'])
  expect(status).toBe(0)
  return installed
}

function node(cwd: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

describe('the package', () => {
  test('has a lock file that names no download host', () => {
    const lock = read('package-lock.json')
    expect(lock).not.toContain('"resolved"')
    expect(lock.match(/https?:\/\/\S*(registry|npmjs)\S*/g)).toBeNull()
    expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true')
  })

  test.for(doors)('opens $name for a program and for its compiler', ({ name, built, source }, ctx) => {
    if (!existsSync(join(project, source))) ctx.skip(`${source} is not written yet`)
    if (!existsSync(join(project, built))) ctx.skip(`${built} is not built: npm run build`)
    const cwd = consumer()
    writeFileSync(join(cwd, 'main.ts'), `import * as door from '${name}'\nexport const open: object = door\n`)
    expect(node(cwd, [join(project, 'node_modules/typescript-7/bin/tsc'), '-p', '.'])).toEqual({
      status: 0,
      output: '',
    })
    const program = `console.log(Object.keys(await import('${name}')).length > 0)`
    expect(node(cwd, ['--input-type=module', '-e', program])).toEqual({ status: 0, output: 'true\n' })
  })

  test('starts its command line, which loads a command only when it runs', (ctx) => {
    if (!existsSync(join(project, 'src/cli/main.ts'))) ctx.skip('src/cli/main.ts is not written yet')
    if (!existsSync(join(project, manifest.bin.seawall)))
      ctx.skip(`${manifest.bin.seawall} is not built: npm run build`)
    expect(node(consumer(), ['node_modules/seawall/dist/bin/seawall.js', '--version'])).toEqual({
      status: 0,
      output: `${manifest.version}\n`,
    })
    expect(read(manifest.bin.seawall)).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(read('dist/bin/LICENSES.txt')).toContain('commander')
  })

  test('has all that its commands need, with no package near it', (ctx) => {
    if (!existsSync(join(project, manifest.bin.seawall)))
      ctx.skip(`${manifest.bin.seawall} is not built: npm run build`)
    const installed = alone()
    const run = (...words: readonly string[]) => node(installed, [manifest.bin.seawall, ...words])
    const [, list = ''] = /^Commands:\n((?: .*\n)+)/m.exec(run('--help').output) ?? []
    const commands = [...list.matchAll(/^ {2}([a-z-]+) /gm)].flatMap(([, name = '']) => (name === 'help' ? [] : [name]))
    expect(commands.length).toBeGreaterThan(10)
    for (const name of commands) {
      expect(run(name, '--help')).toMatchObject({ status: 0, output: expect.stringContaining(`seawall ${name}`) })
    }
    const rule = '-A FORWARD -j ACCEPT'
    for (const words of [['explain', rule], ['fmt', rule], ['explain', '--concepts'], ['lab'], ['repair', '--unit']]) {
      expect(run(...words)).toMatchObject({ status: 0 })
    }
    expect(run('completion', 'bash').status).toBe(0)
    const schemas = run('schema')
    expect(schemas.status).toBe(0)
    expect(schemas.output.split('\n')).toContain('snapshot')
    expect(JSON.parse(run('schema', 'snapshot').output)).toHaveProperty('$schema')
  })
})
