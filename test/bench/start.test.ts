import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { checkout, isBuilt } from '../cli/run.ts'

const folder = `${checkout}dist/bin/`

/** The files that load with one of the bundle, and the sources that they hold. */
function loaded(entry: string): { readonly files: ReadonlySet<string>; readonly sources: ReadonlySet<string> } {
  const files = new Set([entry])
  const sources = new Set<string>()
  for (const file of files) {
    const text = readFileSync(folder + file, 'utf8')
    for (const [, name] of text.matchAll(/^(?:import|export) [^\n]*?"\.\/([^"]+)"/gm)) files.add(name as string)
    for (const [, path] of text.matchAll(/^\/\/ ((?:src|node_modules)\/\S+)$/gm)) sources.add(path as string)
  }
  return { files, sources }
}

function chunkOf(command: string): string {
  const found = new RegExp(`import\\("\\./(${command}-[^"]+)"\\)`).exec(readFileSync(`${folder}main.js`, 'utf8'))
  return found?.[1] ?? ''
}

describe.runIf(isBuilt)('a command loads what it needs', () => {
  it.for([
    ['explain', /node_modules\/(yaml|zod)\/|src\/(netfilter|lab)\//],
    ['fmt', /node_modules\/(yaml|zod)\/|src\/(netfilter|lab)\//],
    ['trace', /node_modules\/(yaml|zod)\/|src\/lab\//],
  ] as const)('%s goes without what others need', ([command, others]) => {
    const { files, sources } = loaded(chunkOf(command))
    expect([...sources].filter((path) => others.test(path))).toEqual([])
    expect(sources.size).toBeGreaterThan(50)
    expect(files.size).toBeLessThan(16)
  })

  it('the program itself knows the commands and their words, and nothing of their work', () => {
    const { sources } = loaded('main.js')
    const own = /^src\/(cli|model|i18n)\/|^src\/base\/printable.ts$|node_modules\/commander\//
    expect([...sources].filter((path) => !own.test(path))).toEqual([])
  })

  it('what V8 made of the program is there for this Node, is taken, and changes no answer', () => {
    const file = `${folder}program.cjs`
    // The launcher's hash stands in front.
    const cachedData = readFileSync(`${folder}program-${process.version}-${process.arch}.cache`).subarray(32)
    const script = new Script(readFileSync(file, 'latin1'), { filename: file, cachedData })
    expect(script.cachedDataRejected).toBe(false)
    const words = ['explain', 'test/cases/hosts/redis-20.10.24', '--json']
    const said = (name: string) =>
      spawnSync(process.execPath, [folder + name, ...words], { cwd: checkout, encoding: 'utf8' })
    const { stdout, status } = said('seawall.js')
    expect(status).toBe(0)
    expect(stdout).toBe(said('main.js').stdout)
  })

  it('all files are of one byte a character', () => {
    const { files } = loaded(chunkOf('explain'))
    for (const file of files) expect(readFileSync(folder + file, 'utf8')).not.toMatch(/[\u0100-\uffff]/)
  })
})
