import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'

const tools = ['dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox', 'ip']

async function required(ctx: TestContext): Promise<void> {
  await requireMachine(ctx, ...tools)
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

const plain = (text: string) => text.replace(/\s+/g, ' ')

// The judge is a client outside: what status calls dead does not answer it.
describe('a port that no rule of a firewall closes', () => {
  let subject: Subject
  const fromOutside = async () => tryTcp(subject.scene.outside, addresses.host.ipv4, 8080)
  const host = async (line: string) => subject.host('sh', '-c', line)
  const veth = async () => (await host("ip -o link show master docker0 | sed 's/^[0-9]*: //; s/[@:].*//'")).trim()

  beforeEach(async (ctx) => {
    await required(ctx)
    if (subject !== undefined) return
    subject = await createSubject({})
    await subject.engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
    expect((await untilAnswered(subject.scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
  })

  const mended = async () => {
    expect((await untilAnswered(subject.scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
    expect((await subject.seawall('status')).code).toBe(0)
  }

  test('is dead while its container is paused, and the command that helps is named', async () => {
    await subject.engine.docker(['pause', 'web'])
    const met = await fromOutside()
    const status = await subject.seawall('status')
    await subject.engine.docker(['unpause', 'web'])
    expect(met).not.toEqual({ kind: 'answered', text: 'web' })
    expect([status.code, plain(status.out)]).toEqual([
      1,
      expect.stringMatching(/^DEAD: web :8080\..*Run: docker unpause web/),
    ])
    await mended()
  })

  test.each([
    ['is down', 'ip link set VETH down', 'ip link set VETH up'],
    ['was taken off the bridge', 'ip link set VETH nomaster', 'ip link set VETH master docker0'],
  ])('is dead where the link of its container %s', async (_, breaks, cure) => {
    const link = await veth()
    await host(breaks.replace('VETH', link))
    const met = await fromOutside()
    const status = await subject.seawall('status')
    await host(cure.replace('VETH', link))
    expect(met.kind).not.toBe('answered')
    expect([status.code, plain(status.out)]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^DEAD: web :8080.*Run: ${cure.replace('VETH', link)}`)),
    ])
    await mended()
  })

  test('is dead where the route to its network is gone, whatever FORWARD does with the packet then', async () => {
    await host('ip route del 172.17.0.0/16 dev docker0')
    const met = await fromOutside()
    const status = await subject.seawall('status')
    await host('ip route add 172.17.0.0/16 dev docker0')
    expect(met.kind).not.toBe('answered')
    expect([status.code, plain(status.out)]).toEqual([
      1,
      expect.stringMatching(/^DEAD: web :8080.*Run: ip route add 172\.17\.0\.0\/16 dev docker0/),
    ])
    await mended()
  })

  test('is dead while its container ends again and again', async () => {
    const { docker, start } = subject.engine
    await start(['--name', 'loop', '--restart', 'always', '-p', '9090:80'], ['sh', '-c', 'exit 3'])
    const state = async () => (await docker(['inspect', '--format', '{{.State.Restarting}}', 'loop'])).stdout.trim()
    let status = await subject.seawall('status')
    for (let tries = 0; tries < 20 && !status.out.includes('exit code 3'); tries++) {
      await sleep(300)
      if ((await state()) === 'true') status = await subject.seawall('status')
    }
    const met = await tryTcp(subject.scene.outside, addresses.host.ipv4, 9090)
    await docker(['rm', '-f', 'loop'])
    expect(met.kind).not.toBe('answered')
    expect([status.code, plain(status.out)]).toEqual([
      1,
      expect.stringMatching(/^DEAD: loop :9090\..*ended with exit code 3 .*Run: docker logs loop/),
    ])
    await mended()
  })
})

test('without docker-proxy, a rule of the user’s that keeps a port from its DNAT rule is named, and the engine is no target', async (ctx) => {
  await required(ctx)
  const subject = await createSubject({ args: ['--userland-proxy=false'] })
  await subject.engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
  expect((await untilAnswered(subject.scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
  await subject.host('iptables', '-t', 'nat', '-I', 'PREROUTING', '-j', 'ACCEPT')
  expect(await tryTcp(subject.scene.outside, addresses.host.ipv4, 8080)).not.toEqual({ kind: 'answered', text: 'web' })
  const { code, out } = await subject.seawall('status')
  expect([code, plain(out)]).toEqual([
    1,
    expect.stringMatching(/^DEAD: web :8080\..*your rule ipv4\/nat\/PREROUTING#1 ends nat before the DNAT rule/),
  ])
  expect(out).not.toContain('dockerd')
})
