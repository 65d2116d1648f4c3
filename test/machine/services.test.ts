import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { image } from '#lab/engine.ts'
import { addresses } from '#lab/scene.ts'
import { beforeEach, describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'

const tools = ['dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox', 'ip']

async function required(ctx: TestContext): Promise<void> {
  await requireMachine(ctx, ...tools)
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

// The judge of each case is a client: what status calls dead does not answer, what it calls well does.
describe('a host with web on :8080 and db on 127.0.0.1:7001', () => {
  let subject: Subject
  const host = async (line: string) => subject.host('sh', '-c', line)
  const fromOutside = async () => (await tryTcp(subject.scene.outside, addresses.host.ipv4, 8080)).kind
  const fromHost = async () => (await tryTcp(subject.scene.host, '127.0.0.1', 7001)).kind
  const toOutside = async () => {
    const argv = ['exec', 'db', '/bin/busybox', 'nc', '-w', '1', addresses.internet.ipv4, '9']
    return (await subject.engine.docker(argv, { mayFail: true })).code === 0 ? 'answered' : 'silent'
  }
  const between = async () => {
    const argv = ['exec', 'web', '/bin/busybox', 'nc', '-w', '1', '172.17.0.3', '7001']
    return (await subject.engine.docker(argv, { mayFail: true })).code === 0 ? 'answered' : 'silent'
  }
  const meets = async () => Promise.all([fromOutside(), fromHost(), toOutside(), between()])
  const all = ['answered', 'answered', 'answered', 'answered']
  const firstLine = ({ out }: { out: string }) => out.split('\n', 1)[0] ?? ''
  const status = async () => {
    const said = await subject.seawall('status')
    return [said.code, firstLine(said), said.out] as const
  }

  const open = async (ctx: TestContext) => {
    await required(ctx)
    if (subject !== undefined) return
    subject = await createSubject({})
    const { engine, scene } = subject
    await engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
    await engine.start(['--name', 'db', '-p', '127.0.0.1:7001:7001'], answering(7001, 'db'))
    await scene.outside.run(['sh', '-c', 'busybox nc -ll -p 9 -e /bin/busybox echo hello >/dev/null 2>&1 </dev/null &'])
    expect((await untilAnswered(scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
  }
  beforeEach((ctx) => open(ctx))

  test('is well', async () => {
    expect(await meets()).toEqual(all)
    const [code, line] = await status()
    expect([code, line]).toEqual([
      0,
      expect.stringMatching(/^OK: 2 ports of 2 containers work\. \d+ of \d+ rules in place\.$/),
    ])
  })

  test('whose rules are all flushed: the outside of containers is dead, ports live by docker-proxy; repair mends', async () => {
    await subject.flush('iptables')
    expect(await meets()).toEqual(['answered', 'answered', 'silent', 'answered'])
    const [code, line, page] = await status()
    expect([code, line]).toEqual([
      1,
      expect.stringMatching(/^DEAD: containers of bridge to the outside\. \d+ of \d+ rules missing/),
    ])
    expect(page).toContain(':8080: works, by docker-proxy')
    const repair = await subject.seawall('repair', '--yes')
    expect(repair.code).toBe(0)
    expect(repair.out).toContain('Was dead before the repair: containers of bridge to the outside')
    expect(repair.out).toMatch(/no container that publishes a port can\s+start/)
    expect(await meets()).toEqual(all)
  })

  test('whose chains are gone: a container that does not start is named with its command', async () => {
    await subject.flush('iptables')
    const options = ['run', '-d', '--name', 'late', '-p', '9090:80', image, '/bin/busybox', 'sleep', '1000']
    expect((await subject.engine.docker(options, { mayFail: true })).code).toBe(125)
    const [code, line] = await status()
    expect([code, line]).toEqual([1, expect.stringContaining('late (not started)')])
    const repair = await subject.seawall('repair', '--yes')
    expect([repair.code, repair.out]).toEqual([4, expect.stringMatching(/Run: docker start late\n$/)])
    expect(repair.out).toContain('did not start: Docker could not write its rules (No chain/target/match by that name)')
    await subject.engine.docker(['start', 'late'])
    await subject.engine.docker(['rm', '-f', 'late'])
    expect((await status())[0]).toBe(0)
  })

  test('with a rule of the user’s before the DNAT rules: works by docker-proxy, and the rule is named', async () => {
    await host('iptables -t nat -I PREROUTING -j ACCEPT')
    const met = await meets()
    const [code, , page] = await status()
    await host('iptables -t nat -D PREROUTING -j ACCEPT')
    expect([met, code]).toEqual([all, 0])
    expect(page).toContain('by docker-proxy, because your rule ipv4/nat/PREROUTING#1 ends nat before the DNAT rule')
  })

  test('whose stale DNAT stands before the right one: leads to db by that rule; repair puts the right one before it', async () => {
    await host(
      `iptables -t nat -S DOCKER | grep -- '--dport 8080' | sed 's/^-A DOCKER/iptables -t nat -I DOCKER 2/; s/172.17.0.2:80/172.17.0.3:7001/' | sh`,
    )
    expect(await tryTcp(subject.scene.outside, addresses.host.ipv4, 8080)).not.toEqual({
      kind: 'answered',
      text: 'web',
    })
    const [code, line, page] = await status()
    expect([code, line]).toEqual([1, expect.stringMatching(/^DEAD: web :8080\./)])
    expect(page).toMatch(/leads to db:7001 by\s+ipv4\/nat\/DOCKER#2/)
    const repair = await subject.seawall('repair', '--yes')
    expect([repair.code, repair.out]).toEqual([0, expect.stringContaining('web')])
    expect(await tryTcp(subject.scene.outside, addresses.host.ipv4, 8080)).toEqual({ kind: 'answered', text: 'web' })
    expect((await subject.seawall('repair', '--yes', '--prune', '--even-so')).code).toBe(0)
    expect(await tryTcp(subject.scene.outside, addresses.host.ipv4, 8080)).toEqual({ kind: 'answered', text: 'web' })
  })

  test.each([
    [
      'sysctl -qw net.ipv4.ip_forward=0',
      'sysctl -qw net.ipv4.ip_forward=1',
      ['silent', 'answered', 'silent', 'answered'],
      'web :8080, containers of bridge to the outside.',
      'IP forwarding is off (net.ipv4.ip_forward=0)',
    ],
    [
      'iptables -I DOCKER-USER -j DROP',
      'iptables -D DOCKER-USER -j DROP',
      ['silent', 'answered', 'silent', 'silent'],
      'web :8080, containers of bridge to the outside, containers of bridge to each other.',
      'closed by your rule ipv4/filter/DOCKER-USER#1',
    ],
    [
      'ip link set docker0 down',
      'ip link set docker0 up',
      ['silent', 'silent', 'silent', 'silent'],
      'db 127.0.0.1:7001, web :8080, containers of bridge to the outside, containers of bridge to each other.',
      'docker0 is down',
    ],
    [
      'ip address del 172.17.0.1/16 dev docker0',
      'ip address add 172.17.0.1/16 dev docker0',
      ['silent', 'silent', 'silent', 'answered'],
      'db 127.0.0.1:7001, web :8080, containers of bridge to the outside.',
      'docker0 has lost its address',
    ],
    [
      'iptables -t nat -I PREROUTING -j ACCEPT; iptables -I INPUT -p tcp --dport 8080 -j DROP',
      'iptables -t nat -D PREROUTING -j ACCEPT; iptables -D INPUT -p tcp --dport 8080 -j DROP',
      ['silent', 'answered', 'answered', 'answered'],
      'web :8080.',
      'closed by your rule ipv4/filter/INPUT#1',
    ],
  ] as const)(
    'after `%s` says what is dead and why, repairs nothing, and ends with 4',
    async (breaks, mends, expected, dead, why) => {
      await host(breaks)
      const met = await meets()
      const [code, line, page] = await status()
      const repair = await subject.seawall('repair', '--yes')
      await host(mends)
      expect([met, code, line]).toEqual([expected, 1, expect.stringContaining(`DEAD: ${dead}`)])
      expect(page.replace(/\s+/g, ' ')).toContain(why)
      expect([repair.code, repair.out.replace(/\s+/g, ' ')]).toEqual([4, expect.stringContaining(why)])
      expect(await meets()).toEqual(all)
      expect((await status())[0]).toBe(0)
    },
  )
})

describe('a host that forwarded before its engine started', () => {
  const web = (subject: Subject) => subject.engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))

  test('has a policy of ACCEPT, by which a neighbour reaches containers: named, with the reason', async (ctx) => {
    await required(ctx)
    const subject = await createSubject({}, true)
    await web(subject)
    const { outside } = subject.scene
    await outside.run(['ip', 'route', 'add', '172.17.0.0/16', 'via', addresses.host.ipv4])
    expect((await untilAnswered(outside, '172.17.0.2', 80)).kind).toBe('answered')
    const { code, out } = await subject.seawall('status', '--ip-forward-before', '1')
    expect([code, out.replace(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringContaining('the policy of ipv4/filter/FORWARD is ACCEPT, because IP forwarding was on before'),
    ])
  })

  test('and writes no rules, by its option: works by docker-proxy, and that is no alarm', async (ctx) => {
    await required(ctx)
    const subject = await createSubject({ args: ['--iptables=false'] }, true)
    await web(subject)
    expect((await untilAnswered(subject.scene.outside, addresses.host.ipv4, 8080)).kind).toBe('answered')
    const { code, out } = await subject.seawall('status')
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^OK: 1 port of 1 container works\. Docker writes no rules here, by its option iptables=false\.\n/,
      ),
    ])
    expect(out).toContain(':8080: works, by docker-proxy')
  })
})
