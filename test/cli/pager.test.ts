import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, type TestContext, test } from 'vitest'
import { checkout, seawall } from './run.ts'

const host = 'test/cases/hosts/user-rules-20.10.24'

/** Runs a command line on a screen of 80 columns and 24 lines. `sw` is the program. */
function onScreen(context: TestContext, command: string, environment: Record<string, string> = {}) {
  if (spawnSync('script', ['--version']).error !== undefined) context.skip('script (of util-linux) is not here')
  const line = `stty rows 24 cols 80; sw() { ${process.execPath} dist/bin/seawall.js "$@"; }; ${command}; echo "code $?"`
  const { stdout } = spawnSync('script', ['-qec', line, '/dev/null'], {
    cwd: checkout,
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env.PATH, TERM: 'xterm', NO_COLOR: '1', SHELL: '/bin/sh', ...environment },
  })
  return stdout.replaceAll('\r\n', '\n')
}

// What the program writes where nothing is a screen.
function plain(words: readonly string[]): string {
  return seawall([...words, '--width', '80']).out
}

describe('on a screen of 24 lines', () => {
  test('output that is longer goes through PAGER, which the shell reads, and the exit code stays', (context) => {
    const said = onScreen(context, `sw explain ${host}`, { PAGER: "sed 's/^/paged /' | cat" })
    const paged = plain(['explain', host])
      .replaceAll(/^/gm, 'paged ')
      .replace(/paged $/, '')
    expect(said).toBe(`${paged}code 0\n`)
  })

  test('output that fits is written without a pager', (context) => {
    const said = onScreen(context, `sw diff ${host} ${host}`, { PAGER: 'exit 3' })
    expect(said).toBe(`${plain(['diff', host, host])}code 0\n`)
  })

  test('a pager that is left early changes nothing', (context) => {
    const said = onScreen(context, `sw explain --full ${host}`, { PAGER: 'head -n 1' })
    expect(said).toBe(`${plain(['explain', host]).split('\n')[0]}\ncode 0\n`)
  })

  test.for([
    ['with --no-pager', '--no-pager', 'head -n 1'],
    ['with an empty PAGER', '', ''],
    ['where PAGER is no program', '', 'no-such-pager 2>/dev/null'],
  ] as const)('the verdict stands below long output once more %s', ([, option, pager], context) => {
    const whole = plain(['explain', host])
    const [verdict] = /^.*\n(?: +.*\n)*/.exec(whole) ?? ['']
    expect(onScreen(context, `sw explain ${option} ${host}`, { PAGER: pager })).toBe(`${whole}\n${verdict}code 0\n`)
  })

  test('JSON is paged as well, whole', (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'seawall-pager-'))
    try {
      const file = join(folder, 'paged')
      onScreen(context, `sw explain --json ${host}`, { PAGER: `cat >${file}` })
      expect(readFileSync(file, 'utf8')).toBe(seawall(['explain', '--json', host]).out)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('while work takes longer than two seconds a line says so, and is taken away before anything is written', (context) => {
    const read = "(sleep 4; printf '*filter\n:INPUT DROP\nCOMMIT\n') | sw explain -"
    const said = onScreen(context, read)
    const [drawn, ...others] = said.split('\r\u001b[K')
    expect(drawn).toMatch(/^(\rWorking: \d+ s\u001b\[K)+$/)
    expect(others.join('')).not.toContain('Working')
  })
})
