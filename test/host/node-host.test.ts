import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDockerAnswers } from '#host/docker-api.ts'
import { nodeHost } from '#host/node-host.ts'
import { Fault } from '#model/fault.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'seawall-host-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const outcome = await promise.catch((error: unknown) => error)
  return outcome instanceof Fault ? outcome.code : `no fault: ${JSON.stringify(outcome)}`
}

describe('commands', () => {
  test('arguments reach the program as they are: nothing is read by a shell', async () => {
    const { stdout } = await nodeHost.run(['printf', '%s|', '$HOME', '; ls', '"', '*'])
    expect(stdout).toBe('$HOME|; ls|"|*|')
  })

  test('the input, the C locale and sbin folders are there', async () => {
    expect((await nodeHost.run(['cat'], { stdin: 'rules\n' })).stdout).toBe('rules\n')
    const { stdout } = await nodeHost.run(['env'], { env: { COLOUR: 'blue' } })
    expect(stdout).toMatch(/^LC_ALL=C$/m)
    expect(stdout).toMatch(/^COLOUR=blue$/m)
    expect(stdout).toMatch(/^PATH=.*\/usr\/sbin/m)
  })

  test('a failing status is an answer with both outputs', async () => {
    const answer = await nodeHost.run(['sh', '-c', 'echo out; echo err >&2; exit 3'])
    expect(answer).toEqual({ status: 3, stdout: 'out\n', stderr: 'err\n' })
    expect((await nodeHost.run(['sh', '-c', 'kill -TERM $$'])).status).toBe(128 + 15)
  })

  test('no such program, and a program that does not end, are faults', async () => {
    expect(await codeOf(nodeHost.run(['seawall-no-such-tool']))).toBe('host/tool-missing')
    expect(await codeOf(nodeHost.run(['sleep', '5'], { timeoutMs: 50 }))).toBe('host/timeout')
    expect(await codeOf(nodeHost.run([folder]))).toBe('host/permission-denied')
  })
})

test('no program is taken from the folder one is in, whatever PATH says', async () => {
  const [here, path] = [process.cwd(), process.env.PATH]
  const trap = mkdtempSync(join(folder, 'trap-'))
  writeFileSync(join(trap, 'iptables-trap'), '#!/bin/sh\necho sprung\n', { mode: 0o755 })
  try {
    process.chdir(trap)
    for (const entry of ['', '.', './', '../trap', 'relative']) {
      process.env.PATH = `${entry}:${path}:`
      expect(await codeOf(nodeHost.run(['iptables-trap']))).toBe('host/tool-missing')
    }
    process.env.PATH = `${trap}:${path}`
    expect((await nodeHost.run(['iptables-trap'])).stdout).toBe('sprung\n')
  } finally {
    process.chdir(here)
    process.env.PATH = path
  }
})

describe('files', () => {
  test('a file that is not there is undefined, a folder that is not there is empty', async () => {
    expect(await nodeHost.read(join(folder, 'none'))).toBeUndefined()
    expect(await nodeHost.read(join('/dev/null', 'none'))).toBeUndefined()
    expect(await nodeHost.list(join(folder, 'none'))).toEqual([])
  })

  test('files of /proc, which say they are empty, are read to their end', async () => {
    expect(await nodeHost.read('/proc/self/status')).toMatch(/^Name:/)
  })

  test('what is written is readable by its owner alone and leaves no draft behind', async () => {
    const path = join(folder, 'written')
    await nodeHost.write(path, 'one')
    await nodeHost.write(path, 'two')
    expect(await nodeHost.read(path)).toBe('two')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).filter((name) => name.startsWith('written'))).toEqual(['written'])
  })

  test('a folder or device is never replaced by a file', async () => {
    expect(await codeOf(nodeHost.write(folder, 'x'))).toBe('host/unreadable')
    symlinkSync('/dev/null', join(folder, 'device'))
    expect(await codeOf(nodeHost.write(join(folder, 'device'), 'x'))).toBe('host/unreadable')
    expect(await codeOf(nodeHost.read(folder))).toBe('host/unreadable')
  })
})

describe('an engine on a socket', () => {
  const path = join(folder, 'docker.sock')
  const seen: string[] = []
  let server: Server

  const bridge = { Id: 'a'.repeat(64), Name: 'bridge', IPAM: {} }
  const web = { Id: 'c'.repeat(64), Name: '/web', NetworkSettings: {} }
  const answers: Record<string, unknown> = {
    '/version': { Version: '28.5.2' },
    '/info': { ServerVersion: '28.5.2' },
    '/networks': [{ Id: 'a'.repeat(64) }, { Id: '../../secrets' }, { Id: 'b'.repeat(64) }],
    [`/networks/${'a'.repeat(64)}`]: bridge,
    '/containers/json?all=1': [{ Id: 'c'.repeat(64) }, { Id: 'd'.repeat(64) }],
    [`/containers/${'c'.repeat(64)}/json`]: web,
  }

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      const answer = answers[request.url ?? '']
      if (request.url === `/networks/${'b'.repeat(64)}`) answers['/networks'] = [{ Id: 'a'.repeat(64) }]
      if (request.url === '/huge') {
        const piece = 'x'.repeat(1 << 20)
        const pour = () => {
          while (!response.destroyed && response.write(piece));
        }
        response.on('drain', pour)
        pour()
      } else if (request.url === '/hangup') response.destroy()
      else response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? { message: 'not found' }))
    })
    await new Promise<void>((resolve) => server.listen(path, resolve))
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  test('it is asked with GET alone, about ids that are ids; what vanished meanwhile is left out, what stays unreadable is named', async () => {
    expect(await readDockerAnswers(nodeHost, { kind: 'unix', path })).toEqual({
      version: { Version: '28.5.2' },
      info: { ServerVersion: '28.5.2' },
      networks: [bridge],
      containers: [web],
      unread: ['network ../../secret', 'container dddddddddddd'],
    })
    expect(seen.every((line) => line.startsWith('GET '))).toBe(true)
    expect(seen.some((line) => line.includes('secrets'))).toBe(false)
  })

  test('an answer without end is cut off', async () => {
    expect(await codeOf(nodeHost.get({ kind: 'unix', path }, '/huge'))).toBe('host/too-much-output')
  })

  test('nobody there, or a broken connection, is a fault that says where', async () => {
    expect(await codeOf(nodeHost.get({ kind: 'unix', path }, '/hangup'))).toBe('host/docker-unreachable')
    const nowhere = nodeHost.get({ kind: 'unix', path: join(folder, 'no.sock') }, '/version')
    await expect(nowhere).rejects.toMatchObject({ facts: { endpoint: `unix://${folder}/no.sock` } })
    writeFileSync(join(folder, 'plain'), '')
    expect(await codeOf(nodeHost.get({ kind: 'unix', path: join(folder, 'plain') }, '/version'))).toBe(
      'host/docker-unreachable',
    )
  })
})
