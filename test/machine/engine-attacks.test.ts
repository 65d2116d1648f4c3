import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { openToOthers } from '#host/guarded-path.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { findTool } from '#kernel/run.ts'
import { makeFolder } from '#lab/cleanup.ts'
import { daemonOfHost } from '#snapshots/daemon-of-host.ts'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'

const nobody = 65534

async function required(ctx: TestContext, ...more: readonly string[]): Promise<void> {
  const tools = ['dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox', 'ss', ...more]
  await requireMachine(ctx, ...tools)
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

const children: ChildProcess[] = []

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

async function until(holds: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  for (let tries = 0; tries < seconds * 10; tries++) {
    if (await holds()) return
    await sleep(100)
  }
  throw new Error(`not within ${seconds} s: ${holds}`)
}

/** Answers at a socket in the manner of an engine, under the name dockerd. */
const server = (path: string) => `process.title = 'dockerd'
require('node:http').createServer((q, r) => r.end('OK')).listen(${JSON.stringify(path)}, () => require('node:fs').chmodSync(${JSON.stringify(path)}, 0o666))`

function launch(argv: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const child = spawn(argv[0] ?? '', argv.slice(1), { stdio: 'ignore', env: { PATH: process.env.PATH, ...env } })
  children.push(child)
  return child
}

describe('a process that is not the engine', () => {
  let subject: Subject
  const problems = async (path: string) => {
    const host = netnsHost(nodeHost, subject.scene.host.name)
    return (await daemonOfHost(host, { kind: 'unix', path })).problems?.map(({ id }) => id)
  }
  const socket = () => subject.engine.host.slice('unix://'.length)
  const inside = (...argv: readonly string[]) =>
    launch(['nsenter', `--net=/run/netns/${subject.scene.host.name}`, ...argv])

  beforeAll(async () => {
    if (!isBuilt || process.getuid?.() !== 0) return
    subject = await createSubject({ args: ['--icc=false'] })
  }, 120_000)

  test('in a container, as root, with the name and the words of an engine, changes nothing of what is told', async (ctx) => {
    await required(ctx)
    const before = await subject.seawall('status', '--json')
    expect(JSON.parse(before.out)).toMatchObject({ unknown: [] })
    const words = ['dockerd', '-H', subject.engine.host, '--iptables=false']
    const script = 'printf dockerd > /proc/self/comm; while :; do sleep 60; done'
    await subject.engine.start(
      ['--name', 'fake', '--network', 'host', '--cap-add', 'NET_ADMIN'],
      ['sh', '-c', script, ...words],
    )
    const after = await subject.seawall('status', '--json')
    expect(after.code).toBe(before.code)
    expect(JSON.parse(after.out)).toMatchObject({ unknown: [] })
    await subject.engine.docker(['rm', '-f', 'fake'])
  })

  test('runs as root in the same namespace, and may not change rules', async (ctx) => {
    await required(ctx)
    const path = `${makeFolder('powerless')}/sock`
    inside('setpriv', '--bounding-set', '-net_admin', '--inh-caps', '-net_admin', process.execPath, '-e', server(path))
    await until(() => existsSync(path))
    expect(await problems(path)).toEqual(['daemon/no-net-admin'])
  })

  test('is root with every right, and another program', async (ctx) => {
    await required(ctx)
    const path = `${makeFolder('program')}/sock`
    inside(process.execPath, '-e', server(path))
    await until(() => existsSync(path))
    expect(await problems(path)).toEqual(['daemon/not-dockerd'])
  })

  test('became root by a program with the set-user-ID bit, with the connection in its hand', async (ctx) => {
    await required(ctx, 'perl')
    const folder = makeFolder('setuid')
    const [path, program] = [`${folder}/sock`, `${folder}/dockerd`]
    // As sudo does, which runs as root wholly while it asks for a password, with the words of whoever called it.
    copyFileSync(findTool('sleep') ?? '', program)
    chmodSync(program, 0o4755)
    const text = `use Socket; socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un('${path}')); listen(S, 9);
      while (accept(C, S)) { if (fork() == 0) { sysread(C, $b, 100); open(STDIN, '<&C'); syswrite(C, "HTTP/1.1 200 OK"); close(S); exec('${program}', '60') } close(C) }`
    inside('perl', '-e', text)
    await until(() => existsSync(path))
    expect(await problems(path)).toEqual(['daemon/not-dockerd'])
  })

  test('can put its own socket in the place of the real one: then nothing is believed, whoever answers', async (ctx) => {
    await required(ctx)
    const folder = makeFolder('swap')
    chmodSync(folder, 0o755)
    const open = `${folder}/open`
    mkdirSync(open)
    chownSync(open, nobody, nobody)
    // The owner of the folder leads to the real engine while it is looked at, and to his own while it is asked.
    symlinkSync(socket(), `${open}/sock`)
    expect(await problems(`${open}/sock`)).toEqual(['daemon/socket-open'])
    symlinkSync(open, `${folder}/link`)
    expect(await problems(`${folder}/link/sock`)).toEqual(['daemon/socket-open'])
    // Of somebody's folder nothing leads on to a place that is safe.
    expect(await openToOthers(nodeHost, `${open}/../../../..${socket()}`)).toBe(open)
    unlinkSync(`${open}/sock`)
    renameSync(`${folder}/link`, `${folder}/old`)
    symlinkSync(socket(), `${folder}/link`)
    expect(await problems(`${folder}/link`)).toEqual([])
    expect(await problems(socket())).toEqual([])
  })

  test('holds the connection together with another: nobody can say which of them reads', async (ctx) => {
    await required(ctx)
    const path = `${makeFolder('shared')}/sock`
    const text = `const net = require('node:net'); net.createServer((c) => { require('node:child_process').spawn('sleep', ['60'], { stdio: [c] }); setTimeout(() => c.write('x'), 300) }).listen(${JSON.stringify(path)})`
    inside(process.execPath, '-e', `process.title = 'dockerd'; ${text}`)
    await until(() => existsSync(path))
    expect(await problems(path)).toEqual(['daemon/no-process'])
  })

  test('is an engine inside a container: its rules are in another namespace', async (ctx) => {
    await required(ctx)
    const folder = makeFolder('dind')
    const own = ['--data-root', `${folder}/data`, '--exec-root', `${folder}/exec`, '--pidfile', `${folder}/pid`]
    const words = [
      ...own,
      '--bridge=none',
      '--storage-driver',
      'vfs',
      '-H',
      `unix://${folder}/sock`,
      '--config-file',
      `${folder}/none.json`,
    ]
    writeFileSync(`${folder}/none.json`, '{}')
    const hide =
      'mount -t tmpfs tmpfs /machine/run; [ ! -d /machine/etc/docker ] || mount -t tmpfs tmpfs /machine/etc/docker'
    const command = `${hide}; exec chroot /machine dockerd ${words.join(' ')}`
    const rights = ['NET_ADMIN', 'SYS_ADMIN'].flatMap((name) => ['--cap-add', name])
    const options = [
      ...rights,
      '--security-opt',
      'seccomp=unconfined',
      '-v',
      `${process.env.SEAWALL_MACHINE_ROOT ?? '/'}:/machine`,
      '-e',
      `PATH=${process.env.PATH}:/usr/sbin:/sbin`,
    ]
    await subject.engine.start(['--name', 'dind', ...options], ['sh', '-c', command])
    await until(() => existsSync(`${folder}/sock`), 60)
    await until(async () => (await problems(`${folder}/sock`))?.[0] !== 'daemon/no-process', 60)
    expect(await problems(`${folder}/sock`)).toEqual(['daemon/elsewhere'])
    await subject.engine.docker(['rm', '-f', 'dind'])
  })

  test.for([
    ['a pipe that somebody holds and never fills', 'mkfifo "$0"; exec 3<>"$0"; sleep 60'],
    ['a file without end', 'truncate -s 1G "$0"'],
    ['a device', 'ln -s /dev/zero "$0"'],
    ['a link to a secret', 'ln -s /etc/shadow "$0"'],
    ['deep', `printf '%0100000d' 0 | tr 0 '[' > "$0"`],
  ])('put in the place of the file of an engine is unread, soon: %s', async ([, command = ''], ctx) => {
    await required(ctx, 'mkfifo', 'truncate')
    const file = socket().replace(/sock$/, 'daemon.json')
    rmSync(file)
    const child = launch(['sh', '-c', command, file])
    await until(() => existsSync(file))
    await sleep(300)
    const started = Date.now()
    const { out, talk, code } = await subject.seawall('status')
    expect(Date.now() - started).toBeLessThan(15_000)
    expect({ code, talk }).toEqual({ code: 5, talk: '' })
    expect(out).toContain('daemon.json')
    expect(out).not.toMatch(/root:|\$y\$/)
    child.kill('SIGKILL')
    rmSync(file)
    writeFileSync(file, '{}')
  })

  test('of two engines on one host each tells its own options', async (ctx) => {
    await required(ctx)
    const other = await subject.scene.startEngine({
      args: ['--bridge=none', '--userland-proxy=false', '--iptables=false'],
    })
    const host = netnsHost(nodeHost, subject.scene.host.name)
    const told = async (url: string) =>
      (await daemonOfHost(host, { kind: 'unix', path: url.slice('unix://'.length) })).words
    expect(await told(other.host)).toContain('--iptables=false')
    expect(await told(subject.engine.host)).not.toContain('--iptables=false')
    expect(await told(subject.engine.host)).toContain('--icc=false')
  })
})

test('an engine that systemd hands its socket is the one that answers, not systemd', async (ctx) => {
  await required(ctx, 'systemd-socket-activate')
  const folder = makeFolder('activated')
  const path = `${folder}/activated`
  const daemon = findTool('dockerd') ?? ''
  writeFileSync(
    `${folder}/dockerd`,
    `#!/bin/sh\nexec systemd-socket-activate -E PATH -l ${path} ${daemon} "$@" -H fd://\n`,
    { mode: 0o755 },
  )
  // systemd-socket-activate starts the daemon when somebody comes.
  const knock = setInterval(() => {
    const visitor = connect(path)
    visitor.on('error', () => {}).on('connect', () => visitor.destroy())
  }, 300)
  try {
    const subject = await createSubject({ dockerd: `${folder}/dockerd`, args: ['--icc=false'] })
    const host = netnsHost(nodeHost, subject.scene.host.name)
    const told = await daemonOfHost(host, { kind: 'unix', path })
    expect(told.problems).toEqual([])
    expect(told.words).toContain('--icc=false')
  } finally {
    clearInterval(knock)
  }
})
