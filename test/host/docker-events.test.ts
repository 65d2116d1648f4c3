import { expect, test } from 'vitest'
import { readDockerChanges } from '#host/docker-events.ts'
import { fakeHost } from '#host/fake-host.ts'
import { Fault } from '#model/fault.ts'

// Lines of a real engine 20.10.24, shortened: `docker run -d --name web`, a health check, `docker network create shop`, `docker stop`.
const events = [
  '{"status":"create","id":"aa11","Type":"container","Action":"create","Actor":{"ID":"aa11","Attributes":{"name":"web"}}}',
  '{"Type":"network","Action":"connect","Actor":{"ID":"net0","Attributes":{"container":"aa11","name":"bridge","type":"bridge"}}}',
  '{"status":"start","id":"aa11","Type":"container","Action":"start","Actor":{"ID":"aa11","Attributes":{"name":"web"}}}',
  '{"status":"exec_start: true","id":"bb22","Type":"container","Action":"exec_start: true","Actor":{"ID":"bb22","Attributes":{"name":"db"}}}',
  '{"status":"health_status: healthy","Type":"container","Action":"health_status: healthy","Actor":{"ID":"bb22","Attributes":{"name":"db"}}}',
  '{"Type":"network","Action":"create","Actor":{"ID":"net1","Attributes":{"name":"shop","type":"bridge"}}}',
  '{"Type":"network","Action":"disconnect","Actor":{"ID":"net0","Attributes":{"container":"cc33","name":"bridge"}}}',
  'no JSON',
]
const endpoint = { kind: 'unix', path: '/run/docker.sock' } as const
const path =
  '/events?since=1767225599.000&until=1767225600.000&filters=%7B%22type%22%3A%5B%22container%22%2C%22network%22%5D%7D'
const since = new Date('2025-12-31T23:59:59Z')

test('what started, stopped or was connected is named once; health checks and commands in containers are not changes', async () => {
  const host = fakeHost({ docker: { [path]: events.join('\n') } })
  expect(await readDockerChanges(host, endpoint, since)).toEqual([
    { kind: 'container', id: 'aa11', name: 'web' },
    { kind: 'network', id: 'net1', name: 'shop' },
    { kind: 'container', id: 'cc33', name: '' },
  ])
})

test('an engine that does not tell its events leaves it unknown', async () => {
  expect(await readDockerChanges(fakeHost({ docker: {} }), endpoint, since)).toBeUndefined()
  const timeout = new Fault('host/timeout', { command: 'GET', seconds: 15 })
  expect(await readDockerChanges(fakeHost({ docker: { [path]: timeout } }), endpoint, since)).toBeUndefined()
})
