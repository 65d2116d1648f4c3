import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDockerAnswers } from '#host/docker-api.ts'
import { fakeHost } from '#host/fake-host.ts'
import type { Answer, Host } from '#host/host.ts'
import { nodeHost } from '#host/node-host.ts'
import { Fault } from '#model/fault.ts'
import { dockerState } from '#snapshots/docker-state.ts'
import { afterAll, describe, expect, test } from 'vitest'

// Whoever answers at the socket may be anybody: what he sends is a fault or an answer, soon, and in bounded memory.
const folder = mkdtempSync(join(tmpdir(), 'seawall-hostile-docker-'))
chmodSync(folder, 0o700)
const servers: Server[] = []
const sockets = new Set<Socket>()

afterAll(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

let count = 0

/** A socket at which each question, by its path, is answered by hand. */
async function listening(answer: (path: string, socket: Socket) => void): Promise<string> {
  const path = join(folder, `${count++}`)
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', (data) => answer(/^GET (\S+)/.exec(String(data))?.[1] ?? '', socket))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return path
}

const ok = (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
const get = (path: string) => nodeHost.get({ kind: 'unix', path }, '/version')

async function faultOf(asked: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await asked)
  } catch (error) {
    if (error instanceof Fault) return error.code
    throw error
  }
}

/** Writes for as long as anybody reads. */
function pour(socket: Socket, piece: string | Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  }
  socket.on('drain', more)
  more()
}

const id = 'a'.repeat(64)
const network = { Id: id, Name: 'net', Driver: 'bridge', IPAM: { Config: [] }, Options: {}, Containers: {} }
const container = {
  Id: id,
  Name: '/web',
  State: { Running: true },
  HostConfig: { NetworkMode: 'net' },
  Config: {},
  NetworkSettings: { Ports: {}, Networks: {} },
}

/** What an engine with one network and one container answers. */
function usual(question: string): string {
  if (question.endsWith('/version')) return '{"Version":"20.10.24","ApiVersion":"1.41"}'
  if (question.endsWith('/info')) return '{"ServerVersion":"20.10.24"}'
  if (/networks$|containers\/json/.test(question)) return JSON.stringify([{ Id: id }])
  return JSON.stringify(question.startsWith('/networks') ? network : container)
}

describe.concurrent('what answers at the socket of Docker', () => {
  test('drips a byte a second: it ends in time', { timeout: 30_000 }, async () => {
    const path = await listening((_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n')
      const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(' ')), 1000)
    })
    const started = Date.now()
    expect(await faultOf(get(path))).toBe('host/timeout')
    expect(Date.now() - started).toBeLessThan(20_000)
  })

  test('drips its headers: it ends in time', { timeout: 30_000 }, async () => {
    const path = await listening((_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write('X: y\r\n')), 500)
    })
    expect(await faultOf(get(path))).toBe('host/timeout')
  })

  test('sends a gigabyte, with its length or without: no more is kept than a limit', async () => {
    const piece = Buffer.alloc(1 << 20, 32)
    for (const header of ['Content-Length: 1073741824', 'Connection: close', 'Transfer-Encoding: chunked']) {
      const path = await listening((_, socket) => {
        socket.write(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n`)
        pour(
          socket,
          header.startsWith('T') ? Buffer.concat([Buffer.from('100000\r\n'), piece, Buffer.from('\r\n')]) : piece,
        )
      })
      const before = process.memoryUsage().rss
      expect(await faultOf(get(path))).toBe('host/too-much-output')
      expect(process.memoryUsage().rss - before).toBeLessThan(400 << 20)
    }
  })

  test('sends headers without an end', async () => {
    const path = await listening((_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      pour(socket, `X-${'a'.repeat(60)}: b\r\n`)
    })
    expect(await faultOf(get(path))).toBe('host/docker-unreachable')
  })

  test.for([
    ['chunks that are none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n{}\r\n0\r\n\r\n'],
    ['a chunk of another length', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    ],
    ['noise', '\u0000\u0001\u0002\r\n\r\n'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['half an answer', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":'],
    ['nothing', ''],
    ['a change of protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n'],
    ['only that more will come', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('sends %s and leaves: that is a fault', async ([, text = '']) => {
    const path = await listening((_, socket) => socket.end(text))
    expect(await faultOf(get(path))).toBe('host/docker-unreachable')
  })

  test('sends elsewhere: nobody follows', async () => {
    const asked: string[] = []
    const path = await listening((question, socket) => {
      asked.push(question)
      socket.end('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:2375/containers/json\r\nContent-Length: 0\r\n\r\n')
    })
    expect(JSON.parse(await faultOf(get(path)))).toEqual({ status: 302, body: '' })
    expect(await faultOf(readDockerAnswers(nodeHost, { kind: 'unix', path }))).toBe('host/docker-answer')
    expect(asked).toEqual(['/version', '/version'])
  })

  test('nests a hundred thousand deep, wherever it may: that is an answer or a fault', async () => {
    const deep = `${'{"Options":'.repeat(100_000)}{}${'}'.repeat(100_000)}`
    const list = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    for (const body of [
      deep,
      list,
      `{"Id":"${id}","Name":${list},"Options":${deep},"IPAM":${deep},"NetworkSettings":${deep}}`,
    ]) {
      for (const place of [/version/, /info/, /networks$/, /networks\//, /containers\/json/, /containers\/a/]) {
        const path = await listening((question, socket) => {
          socket.end(ok(place.test(question) ? body : usual(question)))
        })
        const read = async () => dockerState(await readDockerAnswers(nodeHost, { kind: 'unix', path }))
        expect(await faultOf(read())).toMatch(/^host\/docker-answer$|"version":"20.10.24"/)
      }
    }
  })
})

test.for<readonly [string, RegExp, string, readonly string[]]>([
  ['nothing else', /nothing/, '', []],
  ['{} for a container', /containers\/a/, '{}', ['container aaaaaaaaaaaa']],
  ['null for a container', /containers\/a/, 'null', ['container aaaaaaaaaaaa']],
  ['a list for a container', /containers\/a/, '[]', ['container aaaaaaaaaaaa']],
  ['an error for a container', /containers\/a/, '{"message":"No such container"}', ['container aaaaaaaaaaaa']],
  ['a network for a container', /containers\/a/, JSON.stringify(network), ['container aaaaaaaaaaaa']],
  [
    'another container',
    /containers\/a/,
    JSON.stringify({ ...container, Id: 'b'.repeat(64) }),
    ['container aaaaaaaaaaaa'],
  ],
  ['a container that cannot be read', /containers\/a/, JSON.stringify({ ...container, Config: 1 }), ['containers']],
  ['{} for a network', /networks\/a/, '{}', ['network aaaaaaaaaaaa']],
  ['another network', /networks\/a/, JSON.stringify({ ...network, Id: 'b'.repeat(64) }), ['network aaaaaaaaaaaa']],
  ['a network that cannot be read', /networks\/a/, JSON.stringify({ ...network, Options: 1 }), ['networks']],
  ['{} for /info', /info/, '{}', ['/info']],
  ['null for /info', /info/, 'null', ['/info']],
])('an engine that answers %s leaves this unread, and no more', async ([, place, body, unread]) => {
  const host: Host = {
    ...fakeHost(),
    get: async (_, path): Promise<Answer> => ({ status: 200, body: place.test(path) ? body : usual(path) }),
  }
  const { state } = await dockerState(await readDockerAnswers(host, { kind: 'unix', path: '/x' }))
  expect(state.unread ?? []).toEqual(unread)
})

test('an engine that names a hundred thousand containers and answers each at its leisure is not waited for', async () => {
  let now = 0
  const ids = Array.from({ length: 100_000 }, (_, index) => ({ Id: index.toString(16).padStart(64, '0') }))
  const answers: Readonly<Record<string, unknown>> = {
    '/version': { Version: '20.10.24' },
    '/info': {},
    '/networks': [],
    '/containers/json?all=1': ids,
  }
  let asked = 0
  const host: Host = {
    ...fakeHost(),
    now: () => new Date(now),
    get: async (_, path): Promise<Answer> => {
      asked++
      now += path in answers ? 10 : 14_000
      return { status: 200, body: JSON.stringify(answers[path] ?? {}) }
    },
  }
  expect(await faultOf(readDockerAnswers(host, { kind: 'unix', path: '/x' }))).toBe('host/timeout')
  expect(asked).toBeLessThan(100)
})
