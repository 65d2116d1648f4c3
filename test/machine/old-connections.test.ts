import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { answeringUdp, createSubject, isBuilt, tryUdp, udpOptions } from './subject.ts'

const tools = ['dockerd', 'docker', 'nsenter', 'iptables-nft-save', 'busybox', 'ip', 'conntrack']

async function required(ctx: TestContext): Promise<void> {
  await requireMachine(ctx, ...tools)
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

const plain = (text: string) => text.replace(/\s+/g, ' ')

// Sends from one source port again and again, as a resolver or a phone does, and prints each answer.
const sender = `const s=require('dgram').createSocket('udp4');s.on('error',()=>{});s.on('message',m=>console.log(String(m)));
s.bind(40000,()=>setInterval(()=>s.send('ping',+process.argv[2],process.argv[1],()=>{}),100))`

function keepSending(namespace: string, address: string, port: number) {
  const argv = ['netns', 'exec', namespace, process.execPath, '-e', sender, address, String(port)]
  const child = spawn('ip', argv, { stdio: ['ignore', 'pipe', 'ignore'] })
  let count = 0
  child.stdout.on('data', (text) => {
    count += String(text).split('\n').length - 1
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return async () => {
    const before = count
    await sleep(600)
    return count > before ? 'answered' : 'silent'
  }
}

test('UDP that was sent while its DNAT rule was missing keeps its way after the repair: named, and the command ends it', async (ctx) => {
  await required(ctx)
  const { scene, engine, host, seawall } = await createSubject({ args: ['--userland-proxy=false'] })
  await engine.start(['--name', 'dns', ...udpOptions, '-p', '5353:53/udp'], answeringUdp(53))
  expect((await tryUdp(scene.outside, addresses.host.ipv4, 5353, 20)).kind).toBe('answered')
  await host('iptables', '-t', 'nat', '-F', 'DOCKER')
  const answers = keepSending(scene.outside.name, addresses.host.ipv4, 5353)
  expect(await answers()).toBe('silent')

  const repair = await seawall('repair', '--yes')
  expect([await answers(), (await tryUdp(scene.outside, addresses.host.ipv4, 5353, 3)).kind]).toEqual([
    'silent',
    'answered',
  ])
  const note = /1 connection to :5353\/udp .*keeps? (its|their) old way.*conntrack -D -p udp --orig-port-dst 5353/
  expect([repair.code, plain(repair.out)]).toEqual([0, expect.stringMatching(note)])
  expect(plain((await seawall('status')).out)).toMatch(note)

  await host('conntrack', '-D', '-p', 'udp', '--orig-port-dst', '5353')
  expect(await answers()).toBe('answered')
  expect((await seawall('status')).out).not.toContain('old way')
})

test.for([[[]], [['--userland-proxy=false']]])(
  'UDP of a client that never stops, over a restart of the container, with %j: status agrees with the client',
  async ([args = []], ctx) => {
    await required(ctx)
    const { scene, engine, seawall } = await createSubject({ args })
    await engine.start(['--name', 'dns', ...udpOptions, '-p', '5353:53/udp'], answeringUdp(53))
    expect((await tryUdp(scene.outside, addresses.host.ipv4, 5353, 20)).kind).toBe('answered')
    const answers = keepSending(scene.outside.name, addresses.host.ipv4, 5353)
    expect(await answers()).toBe('answered')
    await engine.docker(['stop', '-t', '0', 'dns'])
    // Its address goes to another container, so that it comes back with a new one.
    await engine.start(['--name', 'other'], ['sleep', '1000'])
    await sleep(500)
    await engine.docker(['start', 'dns'])
    expect((await tryUdp(scene.outside, addresses.host.ipv4, 5353, 20)).kind).toBe('answered')
    const [met, status] = [await answers(), await seawall('status')]
    expect([status.code, plain(status.out).includes('old way')]).toEqual([0, met === 'silent'])
  },
)

test('TCP that a stale DNAT rule led to another container stays there after the repair, and that is said', async (ctx) => {
  await required(ctx)
  const { scene, engine, host, seawall } = await createSubject({})
  await engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
  // A port of its own opens the way to it in filter.
  await engine.start(['--name', 'db', '-p', '8081:80'], ['nc', '-ll', '-p', '80', '-e', '/bin/busybox', 'cat'])
  expect((await untilAnswered(scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
  await host(
    'sh',
    '-c',
    `iptables -t nat -S DOCKER | grep -- '--dport 8080' | sed 's/^-A DOCKER/iptables -t nat -I DOCKER 2/; s/172.17.0.2:80/172.17.0.3:80/' | sh`,
  )
  const argv = ['netns', 'exec', scene.outside.name, 'busybox', 'nc', addresses.host.ipv4, '8080']
  const client = spawn('ip', argv, { stdio: ['pipe', 'pipe', 'ignore'] })
  onTestFinished(() => {
    client.kill('SIGKILL')
  })
  let echoed = ''
  client.stdout.on('data', (text) => {
    echoed += text
  })
  const asks = async (word: string) => {
    client.stdin.write(`${word}\n`)
    await sleep(400)
    return echoed.includes(word)
  }
  expect(await asks('before')).toBe(true)
  const repair = await seawall('repair', '--yes')
  expect(await asks('after')).toBe(true)
  expect(await tryTcp(scene.outside, addresses.host.ipv4, 8080)).toEqual({ kind: 'answered', text: 'web' })
  expect([repair.code, plain(repair.out)]).toEqual([
    0,
    expect.stringMatching(/1 connection to :8080 keeps its old way, to db: .*conntrack -D -p tcp --orig-port-dst 8080/),
  ])
  await host('conntrack', '-D', '-p', 'tcp', '--orig-port-dst', '8080')
  expect(await asks('late')).toBe(false)
})
