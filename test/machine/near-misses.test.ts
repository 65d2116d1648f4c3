import { answerNearMisses } from '#answers/near-miss-answer.ts'
import { answerTrace, packetOf, prepare } from '#answers/trace-answer.ts'
import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { isRefusal } from '#model/answer.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { lookAt, runLines } from './bare-host.ts'
import { connect, createNamespace, type Namespace, requireMachine } from './namespace.ts'

const tools = ['iptables-nft-restore', 'iptables-nft-save', 'busybox', 'conntrack']

/** A host that publishes port 80 of one container as 8080, and a client outside. */
async function build() {
  const host = await createNamespace('near-host')
  const outside = await createNamespace('near-outside')
  const web = await createNamespace('near-web')
  await runLines(host, 'ip link add docker0 type bridge forward_delay 0')
  await connect(
    { namespace: host, name: 'eth0', addresses: ['192.0.2.10/24'] },
    { namespace: outside, name: 'eth0', addresses: ['192.0.2.1/24'] },
  )
  await connect(
    { namespace: host, name: 'veth1', addresses: [] },
    { namespace: web, name: 'eth0', addresses: ['172.17.0.2/16'] },
  )
  await runLines(
    host,
    `ip link set veth1 master docker0
     ip address add 172.17.0.1/16 dev docker0
     ip link set docker0 up`,
  )
  await runLines(web, 'ip route add default via 172.17.0.1')
  await host.sysctl('net/ipv4/ip_forward', 1)
  return { host, outside, web }
}

const script = (own: readonly string[]) => `*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
COMMIT
*raw
:PREROUTING ACCEPT [0:0]
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:DOCKER-USER - [0:0]
:f2b - [0:0]
:ufw-user-input - [0:0]
:outer - [0:0]
-A FORWARD -j DOCKER-USER
-A INPUT -j ufw-user-input
-A f2b -s 192.0.2.1/32 -j REJECT
${own.join('\n')}
-A DOCKER-USER -j RETURN
COMMIT
`

describe('a rule that misses a published port is named, and the kernel drops the connection with the rule that is shown', () => {
  let world: { host: Namespace; outside: Namespace; web: Namespace } | undefined

  beforeAll(async () => {
    if (process.getuid?.() !== 0) return
    world = await build()
    void world.web
      .run(['busybox', ...answering(80, 'hello').with(-3, 'busybox')], { mayFail: true, timeoutMs: 170_000 })
      .catch(() => undefined)
    await untilAnswered(world.host, '172.17.0.2', 80)
  })

  test.for([
    ['INPUT', '-A INPUT -p tcp -m tcp --dport 8080 -j DROP'],
    ['INPUT, with a list of ports and a jump', '-A INPUT -p tcp -m multiport --dports 8080,9090 -j f2b'],
    ['INPUT, for one sender', '-A INPUT -s 192.0.2.1/32 -i eth0 -j REJECT'],
    ["a chain of ufw's", '-A ufw-user-input -p tcp -m tcp --dport 8080 -j DROP'],
    ['multiport --ports', '-A DOCKER-USER -p tcp -m multiport --ports 8080 -j DROP'],
    ['the address of the host', '-A DOCKER-USER -d 192.0.2.10/32 -j DROP'],
    ['a small range of addresses', '-A DOCKER-USER -m iprange --dst-range 192.0.2.8-192.0.2.20 -j DROP'],
    ['a large range of addresses', '-A DOCKER-USER -m iprange --dst-range 192.0.2.3-192.0.2.253 -j DROP'],
    ['the interface at the other end', '-A DOCKER-USER -o eth0 -p tcp -m tcp --dport 80 -j DROP'],
    [
      'a jump and a rule of its chain',
      '-A DOCKER-USER -p tcp -m tcp --dport 8080 -j outer',
      '-A outer -d 192.0.2.10/32 -j DROP',
    ],
  ])('%s', { timeout: 20_000 }, async ([, ...own], ctx) => {
    await requireMachine(ctx, ...tools)
    if (world === undefined) return
    const { host, outside } = world
    const load = async (rules: readonly string[]) => {
      await host.run(['iptables-nft-restore'], { stdin: script(rules) })
      await host.run(['conntrack', '-F'], { mayFail: true })
    }
    await load(own)
    const meets = async () => (await tryTcp(outside, '192.0.2.10', 8080)).kind
    expect(await meets()).toBe('answered')
    const snapshot = await lookAt(host)
    const unsaid = { in: undefined, out: undefined, protocol: undefined, family: undefined, fields: {} }
    const wanted = packetOf({ ...unsaid, from: '192.0.2.1', to: '192.0.2.10:8080' }, snapshot)
    if (isRefusal(wanted)) throw new Error(wanted.message.id)
    const program = prepare(snapshot)
    const misses = answerNearMisses(answerTrace(wanted, program), program, snapshot)
    expect(misses.length).toBe(own.length)
    for (const { fix, hook } of misses) {
      if (fix === undefined) throw new Error('no rule is shown')
      if (hook === undefined) await host.run(['iptables-nft', '-D', ...fix.was.split(' ').slice(1)])
      for (const line of fix.now.split('\n'))
        await host.run(['iptables-nft', ...line.replace('-A DOCKER-USER', '-I DOCKER-USER').split(' ')])
    }
    await host.run(['conntrack', '-F'], { mayFail: true })
    expect(await meets()).not.toBe('answered')
  })
})
