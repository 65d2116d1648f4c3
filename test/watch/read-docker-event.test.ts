import { readDockerEvent } from '#watch/read-docker-event.ts'
import { expect, test } from 'vitest'

// Two lines of GET /events of Docker 20.10.24, shortened by attributes.
const start = `{"status":"start","id":"3c51","from":"busybox","Type":"container","Action":"start","Actor":{"ID":"3c51","Attributes":{"image":"busybox","name":"web"}},"scope":"local","time":1796076196}`
const connect = `{"Type":"network","Action":"connect","Actor":{"ID":"fa22","Attributes":{"container":"3c51","name":"bridge","type":"bridge"}},"scope":"local","time":1796076196}`

test('a container that starts and a network that it joins are read', () => {
  expect(readDockerEvent(start)).toEqual({
    ...{ type: 'container', action: 'start', id: '3c51', name: 'web' },
    container: undefined,
  })
  expect(readDockerEvent(connect)).toEqual({
    ...{ type: 'network', action: 'connect', id: 'fa22', name: 'bridge' },
    container: '3c51',
  })
})

test('health checks, images and what is no event are nothing', () => {
  for (const line of [
    start.replaceAll('"start"', '"exec_start: sh"'),
    start.replace('"Type":"container"', '"Type":"image"'),
    '',
    'null',
    '[]',
    '{"Type":"container","Action":7}',
    '{"Type":"container"',
  ])
    expect(readDockerEvent(line), line).toBeUndefined()
})
