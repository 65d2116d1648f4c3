import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const project = resolve(import.meta.dirname, '../..')
const left = /^(node_modules|dist|coverage|\.cache|\.git)$/

let clone = ''

// The files of the project and the packages that `npm ci` brings, and nothing that was ever built.
beforeAll(() => {
  mkdirSync(join(project, '.cache'), { recursive: true })
  clone = mkdtempSync(join(project, '.cache/clone-'))
  for (const name of readdirSync(project).filter((name) => !left.test(name))) {
    cpSync(join(project, name), join(clone, name), { recursive: true })
  }
  symlinkSync(join(project, 'node_modules'), join(clone, 'node_modules'))
  demo = run(['scripts/demo.mjs'])
}, 120_000)

afterAll(() => rmSync(clone, { recursive: true, force: true }), 120_000)

let demo: ReturnType<typeof run>

function run(args: readonly string[]) {
  const options = { cwd: clone, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: process.env.HOME } } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options)
  return { status, stdout, stderr }
}

const seawall = (...words: readonly string[]) => run(['dist/bin/seawall.js', ...words])

/** The one file that the build keeps of what V8 made. */
function kept(): string {
  const [name, ...others] = readdirSync(join(clone, 'dist/bin')).filter((name) => name.endsWith('.cache'))
  expect(others).toEqual([])
  return join(clone, 'dist/bin', name ?? 'nothing is kept')
}

describe('in a fresh clone', () => {
  test('the demo builds and prints neither a warning nor a stack trace', () => {
    expect(demo.stderr).toBe('')
    expect(demo.status).toBe(0)
    expect(demo.stdout).not.toMatch(/error|warn|not kept|^\s+at /im)
    expect(demo.stdout).toMatch(/^A captured host: redis/)
    expect(existsSync(kept())).toBe(true)
  })

  test('what V8 made is ignored in silence where it is cut, changed, empty or of another Node', () => {
    const file = kept()
    const whole = readFileSync(file)
    const answer = seawall('explain', 'test/cases/hosts/redis-20.10.24')
    expect(answer).toMatchObject({ status: 0, stderr: '' })
    const flipped = (at: number) => {
      const copy = Buffer.from(whole)
      copy.writeUInt8(copy.readUInt8(at) ^ 0x10, at)
      return copy
    }
    const places = Array.from({ length: 12 }, (_, index) => Math.floor(((index + 0.5) / 12) * whole.length))
    const damaged = [
      Buffer.alloc(0),
      whole.subarray(0, 20),
      whole.subarray(0, whole.length / 2),
      ...places.map(flipped),
    ]
    // What another Node made, under this Node's name: its hash was made with that Node's version.
    damaged.push(flipped(0))
    for (const bytes of damaged) {
      writeFileSync(file, bytes)
      expect(seawall('explain', 'test/cases/hosts/redis-20.10.24')).toEqual(answer)
    }
    writeFileSync(file, whole)
  })

  test('a program that was edited runs as edited, also where its length is as before', () => {
    const file = join(clone, 'dist/bin/program.cjs')
    const text = readFileSync(file, 'latin1')
    const edited = text.replaceAll('Reads the firewall of a Docker host', 'READS the firewall of a Docker host')
    expect(edited).not.toBe(text)
    expect(edited.length).toBe(text.length)
    writeFileSync(file, edited, 'latin1')
    expect(seawall('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('READS the') })
    writeFileSync(file, text, 'latin1')
  })

  test('a second build is asked for only where something changed', () => {
    expect(run(['scripts/build.mjs', '--if-needed'])).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(relative(clone, kept())).toMatch(/^dist\/bin\/program-v/)
  })
})
