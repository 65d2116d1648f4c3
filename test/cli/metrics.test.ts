import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isBuilt, seawall } from './run.ts'

const redis = 'test/cases/hosts/redis-20.10.24'

let folder = ''
beforeEach((ctx) => {
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
  folder = mkdtempSync(join(tmpdir(), 'seawall-metrics-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const written = () => readFileSync(join(folder, 'seawall.prom'), 'utf8')

describe('seawall metrics --textfile', () => {
  it('writes a file that other users can read, whatever the umask, and leaves no draft', () => {
    const script = 'umask 077; exec "$0" dist/bin/seawall.js metrics "$1" --textfile "$2"'
    const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, redis, folder], { encoding: 'utf8' })
    expect({ status, stderr }).toMatchObject({ status: 0 })
    expect(statSync(join(folder, 'seawall.prom')).mode & 0o777).toBe(0o644)
    expect(readdirSync(folder)).toEqual(['seawall.prom'])
    expect(written()).toContain('seawall_success 1\n')
  })

  it('replaces the numbers of an earlier run where it can read nothing, and keeps when that was', () => {
    writeFileSync(
      join(folder, 'seawall.prom'),
      'seawall_success 1\nseawall_last_success_timestamp_seconds 1700000000\nseawall_exposed_ports{zone="lan"} 3\n',
    )
    for (const source of ['nosuch', 'LICENSE']) {
      expect(seawall(['metrics', source, '--textfile', folder]).code).toBe(3)
      expect(written()).toContain('seawall_success 0\n')
      expect(written()).toContain('seawall_last_success_timestamp_seconds 1700000000\n')
      expect(written()).not.toContain('seawall_exposed_ports')
    }
  })

  it('refuses a folder that is not there, and says so', () => {
    const { code, talk } = seawall(['metrics', redis, '--textfile', join(folder, 'nosuch')])
    expect(code).toBe(3)
    expect(talk).toContain('nosuch/seawall.prom')
  })

  it('puts no file in the place of a folder', () => {
    mkdirSync(join(folder, 'seawall.prom'))
    expect(seawall(['metrics', redis, '--textfile', folder]).code).toBe(3)
    expect(readdirSync(folder)).toEqual(['seawall.prom'])
  })

  it('prints one document with --json, with the path', () => {
    const { code, out } = seawall(['metrics', redis, '--textfile', folder, '--json'])
    expect(code).toBe(0)
    const answer = JSON.parse(out)
    expect(answer).toMatchObject({ kind: 'metrics', path: join(folder, 'seawall.prom') })
    const names = answer.metrics.map(({ name }: { name: string }) => name)
    expect(written().match(/(?<=^# TYPE )\w+/gm)).toEqual(names)
  })
})

describe('seawall metrics', () => {
  it('prints nothing on standard output where it can read nothing', () => {
    expect(seawall(['metrics', 'LICENSE'])).toMatchObject({ code: 3, out: '' })
  })

  it('ends with 5 where the state of Docker is not known', () => {
    const { code, out } = seawall(['metrics', 'test/cases/pages/customers.rules'])
    expect(code).toBe(5)
    expect(out).toContain('seawall_docker_verdict{verdict="unread"} 1\n')
  })

  it('refuses a zone that makes no sense', () => {
    expect(seawall(['metrics', redis, '--zone', 'vpn']).code).toBe(2)
  })
})
