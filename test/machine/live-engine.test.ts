import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { answeringUdp, createSubject, isBuilt, type Subject, tryUdp, udpOptions } from './subject.ts'

const tools = ['dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox']
const ipv6 = ['--experimental', '--ip6tables', '--ipv6', '--fixed-cidr-v6', '2001:db8:d0c::/64']

async function required(ctx: TestContext): Promise<void> {
  await requireMachine(ctx, ...tools)
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

const outside = (subject: Subject, port: number) => tryTcp(subject.scene.outside, addresses.host.ipv4, port)
const answered = (text: string) => ({ kind: 'answered', text })

// Without docker-proxy, as a published port lives by its rules alone.
describe('a host whose rules were flushed', () => {
  let subject: Subject
  let folder: string
  const all = ['iptables', 'ip6tables'] as const

  async function open(): Promise<void> {
    subject = await createSubject({ args: ['--userland-proxy=false', ...ipv6] })
    const { engine, scene } = subject
    await engine.docker(['network', 'create', 'shop'])
    await engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
    const ports = ['-p', '127.0.0.1:9000:9000', '-p', '7000-7002:7000-7002']
    const servers = [9000, 7000, 7001, 7002].map((port) => `/bin/busybox ${answering(port, `db ${port}`).join(' ')} &`)
    await engine.start(['--name', 'db', '--network', 'shop', ...ports], ['sh', '-c', `${servers.join(' ')} wait`])
    await engine.start(['--name', 'dns', '--network', 'shop', '-p', '5353:53/udp', ...udpOptions], answeringUdp(53))
    expect(await untilAnswered(scene.outside, addresses.host.ipv4, 8080)).toEqual(answered('web'))
    await subject.host('iptables', '-I', 'DOCKER-USER', '-s', '192.0.2.66', '-j', 'DROP')
    await subject.host('iptables', '-A', 'INPUT', '-s', '192.0.2.67', '-j', 'DROP')
  }
  const saved = async () => ({ ipv4: await subject.save(), ipv6: await subject.save('ip6tables-save') })
  const reached = async () => {
    const { scene } = subject
    const { ipv4, ipv6: six } = addresses.host
    return {
      tcp: await untilAnswered(scene.outside, ipv4, 8080),
      tcp6: await untilAnswered(scene.outside, six, 8080),
      range: [await outside(subject, 7000), await outside(subject, 7001), await outside(subject, 7002)],
      udp: await tryUdp(scene.outside, ipv4, 5353, 10),
      loopback: await tryTcp(scene.host, '127.0.0.1', 9000),
      loopbackFromOutside: (await outside(subject, 9000)).kind,
    }
  }
  const everything = {
    tcp: answered('web'),
    tcp6: answered('web'),
    range: [7000, 7001, 7002].map((port) => answered(`db ${port}`)),
    udp: answered('got ping'),
    loopback: answered('db 9000'),
    loopbackFromOutside: 'refused',
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'seawall-test-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is as before after a repair: rules, clients, and no container restarted', async (ctx) => {
    await required(ctx)
    await open()
    const before = await saved()
    const lives = await subject.lives()
    expect(await reached()).toEqual(everything)
    const rules = join(folder, 'before.rules')
    writeFileSync(rules, await subject.host('iptables-save'))

    await subject.flush(...all)
    expect((await outside(subject, 8080)).kind).toBe('silent')
    expect((await subject.seawall('status')).code).toBe(1)
    const dry = await subject.seawall('repair', '--dry-run')
    expect(dry).toMatchObject({ code: 1, talk: '' })
    expect(dry.out).toContain('ipv4/filter/DOCKER-USER is missing, with the rules that you had there')
    // The raw table, where newer engines have rules too, is not flushed.
    expect((await subject.save()).replace(/^\*raw\n[^*]*/m, '').match(/^-A/gm)).toBeNull()

    const repair = await subject.seawall('repair', '--yes', '--before', rules)
    expect(repair).toMatchObject({ code: 0, talk: '' })
    expect(repair.out).toMatch(/^OK: 6 ports of 3 containers work\./m)
    expect(repair.out).toContain('2 rules of')
    expect(repair.out).toContain('- ipv4/filter/DOCKER-USER#1 -A DOCKER-USER -s 192.0.2.66/32 -j DROP')
    expect(repair.out).toContain('- ipv4/filter/INPUT#1 -A INPUT -s 192.0.2.67/32 -j DROP')

    expect(await reached()).toEqual(everything)
    expect(await subject.lives()).toBe(lives)
    const users = /^-A (INPUT|DOCKER-USER) -s 192\.0\.2\.6[67]\/32 -j DROP\n/gm
    expect(await saved()).toEqual({ ...before, ipv4: before.ipv4.replace(users, '') })
    expect((await subject.seawall('status')).code).toBe(0)
  })

  test('keeps what survived, and a second repair changes nothing', async (ctx) => {
    await required(ctx)
    // As netfilter-persistent does: everything goes, and the rules of a file come.
    await subject.flush(...all)
    await subject.host('iptables', '-N', 'DOCKER-USER')
    await subject.host('iptables', '-A', 'DOCKER-USER', '-s', '192.0.2.66', '-j', 'DROP')
    await subject.host('iptables', '-A', 'FORWARD', '-s', '192.0.2.68', '-j', 'DROP')
    expect((await subject.seawall('repair', '--yes')).code).toBe(0)
    const after = await saved()
    // The RETURN behind it is that of engines before 28.2.
    expect(after.ipv4).toMatch(
      /^-A DOCKER-USER -s 192\.0\.2\.66\/32 -j DROP\n(-A DOCKER-USER -j RETURN\n)?(?!-A DOCKER-USER)/m,
    )
    expect(after.ipv4).toContain('-A FORWARD -s 192.0.2.68/32 -j DROP\n')
    expect(after.ipv4).toMatch(/^-A FORWARD -j DOCKER-USER\n-A FORWARD -j DOCKER-(ISOLATION-STAGE-1|FORWARD)\n/m)
    const again = await subject.seawall('repair', '--yes')
    expect(again.code).toBe(0)
    expect(again.out).toMatch(/^OK: 6 ports of 3 containers work\.[\s\S]*^Nothing to repair/m)
    expect(await saved()).toEqual(after)
    expect(await reached()).toEqual(everything)
  })

  test('does everything that Docker does, afterwards', async (ctx) => {
    await required(ctx)
    const { engine, scene } = subject
    const before = await saved()
    await engine.docker(['network', 'create', 'later'])
    await engine.start(['--name', 'new', '--network', 'later', '-p', '8090:80'], answering(80, 'new'))
    expect(await untilAnswered(scene.outside, addresses.host.ipv4, 8090)).toEqual(answered('new'))
    expect((await subject.seawall('status')).code).toBe(0)
    await engine.docker(['rm', '-f', 'new'])
    await engine.docker(['network', 'rm', 'later'])
    expect(await saved()).toEqual(before)
  })
})
