import { describe, expect, it } from 'vitest'
import { answerExposure } from '#answers/exposure-answer.ts'
import { answerMetrics, failedMetrics } from '#answers/metrics-answer.ts'
import { answerStatus } from '#answers/status-answer.ts'
import { outerZones } from '#answers/zone-ports.ts'
import { speaking } from '#i18n/catalogue.ts'
import { isRefusal } from '#model/answer.ts'
import { unknownDaemon } from '#model/daemon.ts'
import type { Metric } from '#model/metrics.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { metricsText } from '#report/metrics-text.ts'
import { readPath } from '#snapshots/live.ts'

const ran = { version: '0.1.0', seconds: 0.2, lastSuccess: 1_800_000_000 }

function metricsOf(snapshot: Snapshot, zones: readonly string[] = []): readonly Metric[] {
  const wish = { zones, kinds: outerZones, apart: true, from: undefined, to: undefined }
  const exposure = answerExposure(snapshot, wish)
  if (isRefusal(exposure)) throw new Error(exposure.message.id)
  const status = answerStatus(snapshot, snapshot.daemon ?? unknownDaemon)
  return answerMetrics({ exposure, status, capturedAt: snapshot.capturedAt }, ran)
}

/** The value of one sample; undefined: there is none. */
function value(metrics: readonly Metric[], name: string, labels: Readonly<Record<string, string>> = {}) {
  const found = metrics.find((one) => one.name === name)?.samples ?? []
  return found.find((one) => Object.entries(labels).every(([key, text]) => one.labels[key] === text))?.value
}

const redis = () => readPath('test/cases/hosts/redis-20.10.24')

describe('the numbers of a host', () => {
  // Judge: the host publishes 10000 of one container on both families (`-p 10000:6379`), and listens on nothing else.
  it('count what is published, by zone and family', async () => {
    const metrics = metricsOf(await redis())
    for (const zone of ['internet', 'lan'])
      for (const family of ['ipv4', 'ipv6'])
        expect(value(metrics, 'seawall_exposed_ports', { zone, family, kind: 'published' })).toBe(1)
    expect(value(metrics, 'seawall_exposed_ports', { zone: 'internet', family: 'ipv4', kind: 'direct' })).toBe(0)
    expect(value(metrics, 'seawall_docker_verdict', { verdict: 'ok' })).toBe(1)
    expect(value(metrics, 'seawall_services', { kind: 'port', state: 'works' })).toBe(1)
  })

  // Judge: `iptables -F` in filter, and one rule of nat, took 13 of the 18 rules that `iptables-save` had before.
  it('count rules that a flush took', async () => {
    const metrics = metricsOf(await readPath('test/cases/pages/flushed'))
    expect(value(metrics, 'seawall_docker_rules', { family: 'ipv4', standing: 'missing' })).toBe(13)
    expect(value(metrics, 'seawall_docker_rules', { family: 'ipv4', standing: 'expected' })).toBe(5)
    expect(value(metrics, 'seawall_docker_verdict', { verdict: 'dead' })).toBe(1)
    expect(value(metrics, 'seawall_docker_verdict', { verdict: 'ok' })).toBe(0)
    expect(value(metrics, 'seawall_exposed_ports', { zone: 'internet', family: 'ipv4', kind: 'published' })).toBe(0)
  })

  it('leave out a count of 0 that is not known, and say what was not read', async () => {
    const { facts, ...host } = await redis()
    const { sockets: _sockets, ...others } = facts
    const metrics = metricsOf({ ...host, facts: { ...others, sockets: undefined } } as Snapshot)
    expect(value(metrics, 'seawall_unread', { part: 'sockets' })).toBe(1)
    expect(value(metrics, 'seawall_exposed_ports', { kind: 'listening' })).toBeUndefined()
    expect(value(metrics, 'seawall_unknown_ports', { kind: 'listening' })).toBeUndefined()
    expect(value(metrics, 'seawall_exposed_ports', { kind: 'published' })).toBe(1)
  })

  it('hold no number of a family whose rules were not read', async () => {
    const host = await redis()
    const metrics = metricsOf({ ...host, rulesets: host.rulesets.filter(({ family }) => family === 'ipv4') })
    expect(value(metrics, 'seawall_unread', { part: 'rules-ipv6' })).toBe(1)
    for (const name of ['seawall_exposed_ports', 'seawall_docker_rules'])
      expect(value(metrics, name, { family: 'ipv6' }), name).not.toBe(0)
    expect(value(metrics, 'seawall_exposed_ports', { family: 'ipv4', kind: 'published' })).toBe(1)
  })

  it('say that the rules of Docker were not judged where its state is not known', async () => {
    const metrics = metricsOf({ ...(await redis()), docker: undefined })
    expect(value(metrics, 'seawall_docker_verdict', { verdict: 'unread' })).toBe(1)
    expect(value(metrics, 'seawall_docker_verdict', { verdict: 'ok' })).toBe(0)
    for (const name of ['seawall_docker_rules', 'seawall_services', 'seawall_docker_unjudged'])
      expect(
        metrics.some((one) => one.name === name),
        name,
      ).toBe(false)
    expect(value(metrics, 'seawall_exposed_ports', { kind: 'direct' })).toBeUndefined()
  })

  it('name no network, container or address', async () => {
    const text = metricsText(speaking('en'), metricsOf(await readPath('test/cases/hosts/two-networks-20.10.24')))
    const labels = [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, label]) => `${key}=${label}`)
    expect(labels.filter((one) => one.startsWith('zone='))).toContain('zone=internet')
    expect(labels.filter((one) => /^zone=(?!internet$|lan$)/.test(one))).toEqual([])
    expect(text).not.toMatch(/\d+\.\d+\.\d+\.\d+|[\da-f]+:[\da-f]*:/)
  })

  it('of a run that could read nothing hold when one last could, and no count', () => {
    const metrics = failedMetrics(ran)
    expect(value(metrics, 'seawall_success')).toBe(0)
    expect(value(metrics, 'seawall_last_success_timestamp_seconds')).toBe(1_800_000_000)
    expect(metrics.map(({ name }) => name).filter((name) => /ports|docker|services/.test(name))).toEqual([])
    expect(value(failedMetrics({ ...ran, lastSuccess: undefined }), 'seawall_last_success_timestamp_seconds')).toBe(
      undefined,
    )
  })

  // Judge: the page of the text format: `\\`, `\"` and `\n` in a label, one sample a line.
  it('escape the name of a zone', async () => {
    const name = 'a"b\\c\u001b[31md'
    const text = metricsText(speaking('en'), metricsOf(await redis(), [`${name}=10.0.0.0/8`]))
    expect(text).toContain('{zone="a\\"b\\\\c')
    expect(text).not.toContain('\u001b')
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="(\\.|[^"\\])*"(,\w+="(\\.|[^"\\])*")*\})? [\d.e+]+)$/)
  })
})
