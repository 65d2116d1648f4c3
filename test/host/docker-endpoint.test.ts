import { findDocker, readEndpoint } from '#host/docker-endpoint.ts'
import { fakeHost } from '#host/fake-host.ts'
import { Fault } from '#model/fault.ts'
import { describe, expect, test } from 'vitest'

describe('where Docker listens', () => {
  const config = '{"currentContext": "remote"}'
  const files = {
    '/root/.docker/config.json': config,
    '/root/.docker/contexts/meta/0a/meta.json': '{"Name":"other","Endpoints":{"docker":{"Host":"unix:///other.sock"}}}',
    '/root/.docker/contexts/meta/0b/meta.json':
      '{"Name":"remote","Endpoints":{"docker":{"Host":"tcp://192.0.2.7:2375"}}}',
  }
  const at = (variables: Record<string, string>, more: Record<string, string> = {}, asked?: string) =>
    findDocker(fakeHost({ variables, files: more }), asked)

  test('the usual socket where nothing says otherwise', async () => {
    expect(await at({})).toEqual({ kind: 'unix', path: '/var/run/docker.sock' })
    expect(await at({ HOME: '/root' }, { '/root/.docker/config.json': 'not json' })).toMatchObject({
      path: '/var/run/docker.sock',
    })
  })

  test('what was asked for goes before DOCKER_HOST, which goes before the context', async () => {
    const variables = { HOME: '/root', DOCKER_HOST: 'unix:///from-variable.sock' }
    expect(await at(variables, files, '/asked.sock')).toEqual({ kind: 'unix', path: '/asked.sock' })
    expect(await at(variables, files)).toEqual({ kind: 'unix', path: '/from-variable.sock' })
    expect(await at({ HOME: '/root' }, files)).toEqual({ kind: 'tcp', host: '192.0.2.7', port: 2375 })
    expect(await at({ HOME: '/root', DOCKER_CONTEXT: 'other' }, files)).toEqual({ kind: 'unix', path: '/other.sock' })
    expect(await at({ HOME: '/root', DOCKER_CONTEXT: 'default' }, files)).toMatchObject({
      path: '/var/run/docker.sock',
    })
  })

  test('a context that is not there is a fault, not the local engine', async () => {
    await expect(at({ HOME: '/root', DOCKER_CONTEXT: 'gone' }, files)).rejects.toBeInstanceOf(Fault)
  })

  test('neither is one that names no engine', async () => {
    const meta = { '/root/.docker/contexts/meta/0c/meta.json': '{"Name":"empty","Endpoints":{"docker":{"Host":7}}}' }
    await expect(at({ HOME: '/root', DOCKER_CONTEXT: 'empty' }, meta)).rejects.toBeInstanceOf(Fault)
  })

  test('a rootless engine is found where there is no other', async () => {
    const variables = { XDG_RUNTIME_DIR: '/run/user/1000' }
    const rootless = { '/run/user/1000/docker.sock': '' }
    expect(await at(variables, rootless)).toEqual({ kind: 'unix', path: '/run/user/1000/docker.sock' })
    expect(await at(variables, { ...rootless, '/var/run/docker.sock': '' })).toMatchObject({
      path: '/var/run/docker.sock',
    })
  })
})

test.for([
  ['unix:///run/docker.sock', { kind: 'unix', path: '/run/docker.sock' }],
  ['/run/docker.sock', { kind: 'unix', path: '/run/docker.sock' }],
  ['tcp://localhost', { kind: 'tcp', host: 'localhost', port: 2375 }],
  ['tcp://[2001:db8::1]:1234', { kind: 'tcp', host: '2001:db8::1', port: 1234 }],
] as const)('%s is understood', ([address, endpoint]) => {
  expect(readEndpoint(address)).toEqual(endpoint)
})

test.for(['ssh://user@host', 'tcp://host:2376', 'fd://', 'npipe:////./pipe/docker', 'tcp://', ''])(
  '%s is refused rather than guessed at',
  (address) => {
    expect(() => readEndpoint(address)).toThrow(/docker-address/)
  },
)
