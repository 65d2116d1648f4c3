import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

// A program elsewhere that has seawall installed: what ships, and the packages it depends on.
function consumer(): string {
  if (folder !== undefined) return folder
  mkdirSync(join(project, '.cache'), { recursive: true })
  folder = mkdtempSync(join(project, '.cache/consumer-'))
  const installed = join(folder, 'node_modules/seawall')
  cpSync(join(project, 'package.json'), join(installed, 'package.json'))
  cpSync(join(project, 'dist'), join(installed, 'dist'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "type": "module" }\n')
  const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, types: ['node'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  return folder
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
})
