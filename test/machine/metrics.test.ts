import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireMachine } from './namespace.ts'

const project = resolve(import.meta.dirname, '../..')
const program = join(project, 'dist/bin/seawall.js')
const alerts = join(project, 'deploy/prometheus/alerts.yaml')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seawall-metrics-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(name: string, words: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(name, words, { cwd: project, input, encoding: 'utf8' })
  return { status, out: stdout, talk: stderr }
}

describe('promtool', () => {
  test('finds no fault with the metrics of any host', async (ctx) => {
    await requireMachine(ctx, 'promtool')
    const hosts = readdirSync(join(project, 'test/cases/hosts')).map((name) => `test/cases/hosts/${name}`)
    const sources = [...hosts, 'test/cases/pages/flushed', 'test/cases/pages/customers.rules']
    expect(hosts.length).toBeGreaterThan(5)
    for (const source of sources) {
      const { out } = run(process.execPath, [program, 'metrics', source, '--zone', 'a"b\\c\u001bd=10.9.0.0/16'])
      expect(out, source).toContain('seawall_success 1')
      expect(run('promtool', ['check', 'metrics'], out), source).toEqual({ status: 0, out: '', talk: '' })
    }
  })

  test('finds no fault with the metrics of a run that could read nothing', async (ctx) => {
    await requireMachine(ctx, 'promtool')
    expect(run(process.execPath, [program, 'metrics', 'nosuch', '--textfile', folder]).status).toBe(3)
    const text = readFileSync(join(folder, 'seawall.prom'), 'utf8')
    expect(text).toContain('seawall_success 0')
    expect(run('promtool', ['check', 'metrics'], text)).toEqual({ status: 0, out: '', talk: '' })
  })

  test('finds no fault with the sample alerts', async (ctx) => {
    await requireMachine(ctx, 'promtool')
    expect(run('promtool', ['check', 'rules', alerts])).toMatchObject({ status: 0 })
  })

  test('raises the sample alerts for a host that was flushed, and none for one that is well', async (ctx) => {
    await requireMachine(ctx, 'promtool')
    const raised = (source: string) => raisedFor(run(process.execPath, [program, 'metrics', source]).out)
    expect(raised('test/cases/pages/flushed')).toEqual(['DockerPortDead', 'DockerRulesMissing'])
    expect(raised('test/cases/hosts/redis-20.10.24')).toEqual([])
  })
})

/** The alerts that promtool raises for metrics that stay as they are for half an hour. */
function raisedFor(metrics: string): readonly string[] {
  const names = [...readFileSync(alerts, 'utf8').matchAll(/alert: (\w+)/g)].map(([, name = '']) => name)
  const lines = metrics.split('\n').filter((line) => /^seawall_(?!unread|last_success)/.test(line))
  const input_series = lines.map((line) => {
    const at = line.lastIndexOf(' ')
    return { series: line.slice(0, at), values: `${line.slice(at + 1)}+0x30` }
  })
  return names.filter((alertname) => {
    const alert_rule_test = [{ eval_time: '20m', alertname, exp_alerts: [] }]
    const tests = [{ interval: '1m', input_series, alert_rule_test }]
    const path = join(folder, 'alerts.test.json')
    writeFileSync(path, JSON.stringify({ rule_files: [alerts], evaluation_interval: '1m', tests }))
    const { status, out, talk } = run('promtool', ['test', 'rules', path])
    expect(out + talk).not.toContain('error')
    return status !== 0
  })
}
