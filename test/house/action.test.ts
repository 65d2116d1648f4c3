import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const project = resolve(import.meta.dirname, '../..')
const action = parse(readFileSync(join(project, 'action.yml'), 'utf8'))
const bad = join(project, 'test/cases/lint/published-port-after-dnat/bad')
const good = join(project, 'test/cases/hosts/fresh-20.10.24')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seawall-action-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the last step as a runner does, after the build: `bash --noprofile --norc -eo pipefail`. */
function check(sources: string, failOn = action.inputs['fail-on'].default): number | null {
  const { run } = action.runs.steps.at(-1)
  const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      GITHUB_ACTION_PATH: project,
      SEAWALL_SOURCES: sources,
      SEAWALL_FAIL_ON: failOn,
    },
  })
  return status
}

describe('the action for repositories', () => {
  test('ends as `seawall check` does', (ctx) => {
    if (!existsSync(join(project, 'dist/bin/seawall.js'))) ctx.skip('dist/bin/seawall.js is not built: npm run build')
    expect(check(`${bad}\n`)).toBe(1)
    expect(check(`\n${good}\n${bad}`)).toBe(1)
    expect(check(bad, 'never')).toBe(0)
    expect(check(good)).toBe(0)
    expect(check('')).toBe(2)
  })

  test('takes a source as a name, whatever is in it', (ctx) => {
    if (!existsSync(join(project, 'dist/bin/seawall.js'))) ctx.skip('dist/bin/seawall.js is not built: npm run build')
    for (const name of ['$(touch made)', '"; touch made; "', '--fail-on=never', '`touch made`'])
      expect(check(name), name).not.toBe(0)
    expect(existsSync(join(folder, 'made'))).toBe(false)
  })

  test('puts no input into the text of a script', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{')
  })

  test('and the hook for pre-commit call a command that is there', () => {
    const [hook] = parse(readFileSync(join(project, '.pre-commit-hooks.yaml'), 'utf8'))
    expect(hook.entry).toBe('seawall check')
    for (const name of ['etc/iptables/rules.v4', 'nftables.conf', 'firewall.nft', 'docker.service'])
      expect(name).toMatch(new RegExp(hook.files))
    expect('README.md').not.toMatch(new RegExp(hook.files))
  })
})
