import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeFolder } from '#lab/cleanup.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { daemonOfHost } from '#snapshots/daemon-of-host.ts'
import { readEndpoint } from '#host/docker-endpoint.ts'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'

async function required(ctx: TestContext): Promise<void> {
  await requireMachine(ctx, 'dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox', 'ss')
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

const strangers: ChildProcess[] = []

afterAll(() => {
  for (const child of strangers) child.kill('SIGKILL')
})

/** A script whose process is called dockerd, as somebody may start one: it sleeps, or answers every question in its own way. */
async function stranger(body: string, user: string, ...words: readonly string[]): Promise<ChildProcess> {
  const folder = makeFolder('stranger')
  chmodSync(folder, 0o777)
  const path = `${folder}/dockerd`
  symlinkSync(process.execPath, path)
  writeFileSync(`${folder}/body.cjs`, `process.title = 'dockerd';${body}`)
  const argv = ['--reuid', user, '--clear-groups', path, `${folder}/body.cjs`, ...words]
  const child = spawn('setpriv', argv, { stdio: 'ignore', env: { PATH: process.env.PATH } })
  strangers.push(child)
  await sleep(500)
  return child
}

const answering = (path: string, answer: string) =>
  `require('node:http').createServer((q, r) => { ${answer} }).listen(${JSON.stringify(path)}, () => require('node:fs').chmodSync(${JSON.stringify(path)}, 0o666))`

describe('the options of an engine', () => {
  let subject: Subject
  let whole: string

  beforeAll(async () => {
    if (!isBuilt || process.getuid?.() !== 0) return
    subject = await createSubject({ args: ['--userland-proxy=false', '--icc=false', '--ip6tables', '--experimental'] })
    await subject.engine.start(['--name', 'web', '-p', '8080:80'], ['httpd', '-f', '-p', '80', '-h', '/'])
    whole = await subject.save()
  }, 120_000)

  test('are those of the process that answers, as the kernel names it', async (ctx) => {
    await required(ctx)
    const host = netnsHost(nodeHost, subject.scene.host.name)
    const daemon = await daemonOfHost(host, readEndpoint(subject.engine.host))
    expect(daemon.problems).toEqual([])
    expect(daemon.unread).toEqual([])
    expect(daemon.words).toEqual(
      expect.arrayContaining(['--userland-proxy=false', '--icc=false', '--ip6tables', '--experimental']),
    )
    expect(daemon.variant).toBe(execFileSync('iptables', ['-V']).toString().includes('nf_tables') ? 'nft' : 'legacy')
    expect((await subject.seawall('status')).code).toBe(0)
  })

  test('are not those of a script of another user that names the same socket', async (ctx) => {
    await required(ctx)
    const before = await subject.seawall('status', '--json')
    const socket = subject.engine.host.slice('unix://'.length)
    await stranger('setTimeout(() => {}, 1e6)', '65534', '--iptables=false', '-H', `unix://${socket}`)
    const after = await subject.seawall('status', '--json')
    expect(after).toEqual(before)
    expect(JSON.parse(after.out)).toMatchObject({ unknown: [] })
    const pruned = await subject.seawall('repair', '--prune', '--yes')
    expect(pruned.code, pruned.talk).toBe(0)
    expect(await subject.save()).toBe(whole)
  })

  test('follow a link to the socket', async (ctx) => {
    await required(ctx)
    const link = `${makeFolder('link')}/docker.sock`
    symlinkSync(subject.engine.host.slice('unix://'.length), link)
    const host = netnsHost(nodeHost, subject.scene.host.name)
    expect((await daemonOfHost(host, { kind: 'unix', path: link })).problems).toEqual([])
  })

  test('are unknown where the engine writes into another namespace than the one that is read, and nothing is written', async (ctx) => {
    await required(ctx)
    const daemon = await daemonOfHost(nodeHost, readEndpoint(subject.engine.host))
    expect(daemon.problems?.map(({ id }) => id)).toEqual(['daemon/elsewhere'])
  })

  test('of a file that was changed after it started are unknown', async (ctx) => {
    await required(ctx)
    const folder = subject.engine.host.slice('unix://'.length).replace(/\/sock$/, '')
    await sleep(2100)
    writeFileSync(`${folder}/daemon.json`, '{"iptables": false}')
    const host = netnsHost(nodeHost, subject.scene.host.name)
    const daemon = await daemonOfHost(host, readEndpoint(subject.engine.host))
    expect(daemon.unread).toEqual(['file'])
    const status = await subject.seawall('status')
    expect(status.out).toMatch(/^UNKNOWN: 1 port of 1 container works/)
    expect(status.out).toContain('daemon.json')
    expect(status.code).toBe(5)
    const pruned = await subject.seawall('repair', '--prune', '--yes')
    expect(pruned.code).toBe(4)
    expect(await subject.save()).toBe(whole)
  })
})

describe('a socket of somebody else', () => {
  const inHost = (host: string) => daemonOfHost(nodeHost, readEndpoint(host))

  test('does not make its owner an engine', async (ctx) => {
    await required(ctx)
    const folder = makeFolder('socket')
    chmodSync(folder, 0o777)
    const path = `${folder}/sock`
    await stranger(answering(path, 'r.end("OK")'), '65534')
    expect((await inHost(`unix://${path}`)).problems).toMatchObject([{ id: 'daemon/not-root', args: { uid: '65534' } }])
  })

  test.for([
    ['never answers', ''],
    ['answers null', 'r.end("null")'],
    ['answers garbage', 'r.end("\\u0000[[[")'],
    ['answers a list that is none', 'r.end(/version/.test(q.url) ? \'{"Version":"20.10.24"}\' : "{}")'],
    [
      'does not know its lists',
      'if (/version/.test(q.url)) r.end(\'{"Version":"20.10.24"}\'); else { r.statusCode = 404; r.end() }',
    ],
  ])('that %s ends in a fault, within its time', async ([, answer = ''], ctx) => {
    await required(ctx)
    const folder = makeFolder('socket')
    chmodSync(folder, 0o777)
    const path = `${folder}/sock`
    await stranger(answering(path, answer), '65534')
    const started = Date.now()
    const { capture } = await import('#snapshots/capture.ts')
    await expect(capture(nodeHost, { dockerHost: `unix://${path}` })).rejects.toMatchObject({
      code: expect.stringMatching(/^host\/(timeout|docker-answer)$/),
    })
    expect(Date.now() - started).toBeLessThan(20_000)
  })
})
