import { answerConversation } from '#answers/conversation-answer.ts'
import { answerTrace, packetOf, prepare } from '#answers/trace-answer.ts'
import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { answerCures } from '#answers/cures.ts'
import type { Cure } from '#model/cure.ts'
import type { ConversationVerdict } from '#model/conversation.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { lookAt, runLines } from './bare-host.ts'
import { connect, createNamespace, type Namespace, requireMachine } from './namespace.ts'

const tools = ['iptables-nft-restore', 'ip6tables-nft-restore', 'iptables-nft-save', 'busybox', 'conntrack', 'ss']

/** A host with two uplinks, a VPN and a bridge with two containers; each place has a name. */
interface World {
  readonly host: Namespace
  readonly places: Readonly<Record<string, Namespace>>
}

async function build(): Promise<World> {
  const host = await createNamespace('trace-host')
  const names = ['outside', 'isp', 'vpn', 'one', 'two']
  const made = await Promise.all(names.map((name) => createNamespace(`trace-${name}`)))
  const places = Object.fromEntries(names.map((name, index) => [name, made[index] as Namespace]))
  const [outside, isp, vpn, one, two] = made as [Namespace, Namespace, Namespace, Namespace, Namespace]
  const link = (name: string, own: string[], far: Namespace, other: string[]) =>
    connect({ namespace: host, name, addresses: own }, { namespace: far, name: 'eth0', addresses: other })
  await runLines(host, 'ip link add docker0 type bridge forward_delay 0')
  await link('eth0', ['192.0.2.10/24', '2001:db8:1::10/64'], outside, [
    '192.0.2.1/24',
    '203.0.113.9/32',
    '2001:db8:1::1/64',
  ])
  await link('eth1', ['198.51.100.10/24'], isp, ['198.51.100.1/24', '203.0.113.77/32'])
  await link('wg0', ['10.66.0.1/24'], vpn, ['10.66.0.2/24'])
  await link('veth1', [], one, ['172.17.0.2/16', 'fd00::2/64'])
  await link('veth2', [], two, ['172.17.0.3/16'])
  await runLines(
    host,
    `ip link set veth1 master docker0
     ip link set veth2 master docker0
     ip address add 172.17.0.1/16 dev docker0
     ip -6 address add fd00::1/64 dev docker0 nodad
     ip link set docker0 up
     ip route add default via 192.0.2.1
     ip -6 route add default via 2001:db8:1::1`,
  )
  for (const place of [one, two]) await runLines(place, 'ip route add default via 172.17.0.1')
  await runLines(one, 'ip -6 route add default via fd00::1')
  // They write from the addresses that lie beyond.
  await runLines(outside, 'ip route replace 192.0.2.0/24 dev eth0 src 203.0.113.9')
  await runLines(isp, 'ip route replace 198.51.100.0/24 dev eth0 src 203.0.113.77')
  await runLines(vpn, 'ip route add default via 10.66.0.1')
  await host.sysctl('net/ipv4/ip_forward', 1)
  await host.sysctl('net/ipv6/conf/all/forwarding', 1)
  for (const name of ['all', 'default', 'eth0', 'eth1', 'wg0', 'docker0'])
    await host.sysctl(`net/ipv4/conf/${name}/rp_filter`, 0)
  await host.run(['sysctl', '-q', '-w', 'net.bridge.bridge-nf-call-iptables=0'], { mayFail: true })
  return { host, places }
}

interface Case {
  readonly name: string
  /** Lines of the tables nat, filter, raw and mangle: `nat -A POSTROUTING ...`. */
  readonly rules: string
  readonly rules6?: string
  readonly setUp?: string
  readonly takeDown?: string
  readonly from: string
  readonly to: string
  readonly meets: ConversationVerdict
  readonly by?: string
  /** How many of the cures are commands; each is run, and then the connection must work. */
  readonly cures?: number
}

const masquerade = 'nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE'
const published = 'nat -A PREROUTING -d 192.0.2.10 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80'
const out = { from: 'one 172.17.0.2', to: '203.0.113.9:4000' } as const
const inward = { from: 'outside 203.0.113.9', to: '192.0.2.10:8080' } as const

const cases: readonly Case[] = [
  { ...out, name: 'a container and the outside', rules: masquerade, meets: 'ACCEPT' },
  { ...out, name: 'without masquerading', rules: '', meets: 'NO ANSWER', cures: 1 },
  {
    ...out,
    name: 'an answer that raw drops',
    rules: `${masquerade}\nraw -A PREROUTING -i eth0 -p tcp --sport 4000 -j DROP`,
    ...{ meets: 'ANSWER DROPPED', by: 'ipv4/raw/PREROUTING#1' },
  },
  {
    ...out,
    name: 'an answer that mangle drops',
    rules: `${masquerade}\nmangle -A POSTROUTING -o docker0 -p tcp --sport 4000 -j DROP`,
    ...{ meets: 'ANSWER DROPPED', by: 'ipv4/mangle/POSTROUTING#1' },
  },
  {
    ...out,
    name: 'an answer that FORWARD takes only for NEW',
    rules: `${masquerade}\nfilter -P FORWARD DROP\nfilter -A FORWARD -i docker0 -j ACCEPT`,
    ...{ meets: 'ANSWER DROPPED', by: 'ipv4/filter/FORWARD#policy' },
  },
  {
    ...out,
    name: 'later packets that nobody lets through',
    rules: `${masquerade}\nfilter -P FORWARD DROP\nfilter -A FORWARD -i docker0 -m conntrack --ctstate NEW -j ACCEPT\nfilter -A FORWARD -o docker0 -j ACCEPT`,
    ...{ meets: 'LATER DROPPED', by: 'ipv4/filter/FORWARD#policy' },
  },
  {
    ...out,
    name: 'a source that no interface has',
    rules: 'nat -A POSTROUTING -s 172.17.0.0/16 -o eth0 -j SNAT --to-source 192.0.2.99',
    meets: 'NO ANSWER',
  },
  {
    ...out,
    name: 'the address of the bridge as the source',
    rules: 'nat -A POSTROUTING -s 172.17.0.0/16 -o eth0 -j SNAT --to-source 172.17.0.1',
    meets: 'NO ANSWER',
  },
  {
    name: 'a client of the VPN without masquerading',
    rules: masquerade,
    from: 'vpn 10.66.0.2',
    to: '203.0.113.9:4000',
    meets: 'NO ANSWER',
  },
  {
    name: 'a client of the VPN and a container',
    rules: '',
    from: 'vpn 10.66.0.2',
    to: '172.17.0.2:80',
    meets: 'ACCEPT',
  },
  {
    name: 'a client of the VPN with masquerading',
    rules: 'nat -A POSTROUTING -s 10.66.0.0/24 -o eth0 -j MASQUERADE',
    ...{ from: 'vpn 10.66.0.2', to: '203.0.113.9:4000', meets: 'ACCEPT' },
  },
  { ...inward, name: 'a published port', rules: published, meets: 'ACCEPT' },
  {
    ...inward,
    name: 'a published port without forwarding',
    rules: published,
    setUp: 'sysctl -q -w net.ipv4.ip_forward=0',
    takeDown: 'sysctl -q -w net.ipv4.ip_forward=1',
    ...{ meets: 'NO ROUTE', cures: 1 },
  },
  {
    ...inward,
    name: 'a published port that DOCKER-USER drops, and answers that the policy drops',
    rules: `${published}\nfilter -N DOCKER-USER\nfilter -P FORWARD DROP\nfilter -A FORWARD -j DOCKER-USER\nfilter -A DOCKER-USER -i eth0 -j DROP`,
    ...{ meets: 'DROP', cures: 1 },
  },
  {
    ...inward,
    name: 'a published port that a table of nftables drops by its policy',
    rules: published,
    setUp:
      'nft add table inet mine\nnft add chain inet mine forward { type filter hook forward priority 0 ; policy drop ; }\nnft add rule inet mine forward ct state established accept',
    takeDown: 'nft delete table inet mine',
    ...{ meets: 'DROP', by: 'inet/mine/forward#policy', cures: 1 },
  },
  {
    name: 'a service of the host that a table of nftables rejects, and then its answers',
    rules: '',
    setUp:
      'nft add table inet mine\nnft add chain inet mine input { type filter hook input priority 10 ; }\nnft add chain inet mine output { type filter hook output priority 10 ; }\nnft add rule inet mine input tcp dport 4001 reject\nnft add rule inet mine output tcp sport 4001 drop',
    takeDown: 'nft delete table inet mine',
    ...{ from: 'outside 203.0.113.9', to: '192.0.2.10:4001', meets: 'REJECT', by: 'inet/mine/input#1', cures: 1 },
  },
  {
    name: 'the host and 127.0.0.1 without docker-proxy, with route_localnet off',
    rules: `nat -A OUTPUT -d 127.0.0.1 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80\nnat -A POSTROUTING -o docker0 -m addrtype --src-type LOCAL -j MASQUERADE`,
    takeDown: 'sysctl -q -w net.ipv4.conf.docker0.route_localnet=0',
    ...{ from: 'host host', to: '127.0.0.1:8080', meets: 'NO ROUTE', cures: 1 },
  },
  {
    ...inward,
    name: 'a published port whose answers are dropped',
    rules: `${published}\nfilter -A FORWARD -s 172.17.0.2 -m conntrack --ctstate ESTABLISHED -j DROP`,
    ...{ meets: 'ANSWER DROPPED', by: 'ipv4/filter/FORWARD#1' },
  },
  {
    ...inward,
    name: 'a published port under a full VPN tunnel',
    rules: published,
    setUp:
      'ip route add default dev wg0 table 51820\nip rule add not fwmark 51820 lookup 51820\nip rule add lookup main suppress_prefixlength 0',
    takeDown:
      'ip rule del not fwmark 51820 lookup 51820\nip rule del lookup main suppress_prefixlength 0\nip route flush table 51820',
    meets: 'ANSWER ASTRAY',
  },
  {
    name: 'a port of the second uplink, without a rule for its answers',
    rules: '',
    from: 'isp 203.0.113.77',
    to: '198.51.100.10:4001',
    meets: 'ANSWER ASTRAY',
  },
  {
    name: 'a port of the second uplink, with one',
    rules: '',
    setUp: 'ip route add default via 198.51.100.1 dev eth1 table 200\nip rule add from 198.51.100.10 lookup 200',
    takeDown: 'ip rule del from 198.51.100.10 lookup 200\nip route flush table 200',
    ...{ from: 'isp 203.0.113.77', to: '198.51.100.10:4001', meets: 'ACCEPT' },
  },
  {
    name: 'the host, whose INPUT takes no answers',
    rules: 'filter -P INPUT DROP\nfilter -A INPUT -i lo -j ACCEPT',
    ...{ from: 'host host', to: '203.0.113.9:4000', meets: 'ANSWER DROPPED', by: 'ipv4/filter/INPUT#policy' },
  },
  {
    name: 'a service of the host, whose OUTPUT sends no answers',
    rules: 'filter -P OUTPUT DROP',
    ...{ from: 'outside 203.0.113.9', to: '192.0.2.10:4001', meets: 'ANSWER DROPPED', by: 'ipv4/filter/OUTPUT#policy' },
  },
  {
    name: 'a port where nobody listens',
    rules: '',
    from: 'outside 203.0.113.9',
    to: '192.0.2.10:4444',
    meets: 'REFUSED',
  },
  {
    name: 'a neighbour and its published port, without masquerading, as the bridge hides frames',
    rules: published,
    ...{ from: 'two 172.17.0.3', to: '192.0.2.10:8080', meets: 'NO ANSWER', cures: 1 },
  },
  {
    name: 'a neighbour and its published port, with masquerading',
    rules: `${published}\nnat -A POSTROUTING -s 172.17.0.0/16 -o docker0 -j MASQUERADE`,
    ...{ from: 'two 172.17.0.3', to: '192.0.2.10:8080', meets: 'ACCEPT' },
  },
  { name: 'IPv6 without masquerading', rules: '', from: 'one fd00::2', to: '[2001:db8:1::1]:4000', meets: 'NO ANSWER' },
  {
    name: 'IPv6 with masquerading',
    rules: '',
    rules6: 'nat -A POSTROUTING -s fd00::/64 ! -o docker0 -j MASQUERADE',
    ...{ from: 'one fd00::2', to: '[2001:db8:1::1]:4000', meets: 'ACCEPT' },
  },
]

/** `nat -A POSTROUTING ...` a line as a restore script that begins with empty tables. */
function script(rules: string): string {
  const lines = rules.split('\n').filter((one) => one !== '')
  const table = (name: string) => {
    const own = lines.filter((one) => one.startsWith(`${name} `)).map((one) => one.slice(name.length + 1))
    const policies = own.filter((one) => one.startsWith('-P ')).map((one) => one.replace('-P ', ':').concat(' [0:0]'))
    return [`*${name}`, ...policies, ...own.filter((one) => !one.startsWith('-P ')), 'COMMIT', ''].join('\n')
  }
  const clear = '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n'
  return `${clear}${['raw', 'mangle', 'nat', 'filter'].map(table).join('')}`
}

async function load(host: Namespace, { rules, rules6 }: Case): Promise<void> {
  await host.run(['iptables-nft-restore'], { stdin: script(rules) })
  await host.run(['ip6tables-nft-restore'], { stdin: script(rules6 ?? '') })
}

function isRunnable({ kind }: Cure): boolean {
  return kind === 'rule' || kind === 'sysctl' || kind === 'bridge'
}

describe('a conversation works on the kernel as the trace says', () => {
  let world: World | undefined

  beforeAll(async () => {
    if (process.getuid?.() !== 0) return
    world = await build()
    const { host, places } = world
    const servers = [
      ['outside', 4000],
      ['one', 80],
    ] as const
    const serve = (place: Namespace | undefined, port: number) =>
      void place
        ?.run(['busybox', ...answering(port, 'hello').with(-3, 'busybox')], { mayFail: true, timeoutMs: 170_000 })
        .catch(() => undefined)
    for (const [name, port] of servers) serve(places[name], port)
    serve(host, 4001)
    await untilAnswered(host, '172.17.0.2', 80)
  })

  test.for(cases)('$name: $meets', { timeout: 20_000 }, async (one, ctx) => {
    await requireMachine(ctx, ...tools)
    if (world === undefined) return
    const { host, places } = world
    await load(host, one)
    await runLines(host, one.setUp ?? '')
    try {
      await host.run(['conntrack', '-F'], { mayFail: true })
      const snapshot = await lookAt(host)
      const [place = '', from = ''] = one.from.split(' ')
      const unsaid = { in: undefined, out: undefined, protocol: undefined, family: undefined, fields: {} }
      const wanted = packetOf({ ...unsaid, from, to: one.to }, snapshot)
      if (isRefusal(wanted)) throw new Error(wanted.message.id)
      const program = prepare(snapshot)
      const found = answerConversation(answerTrace(wanted, program), program, snapshot)
      const [, address = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(one.to) ?? []
      const client = place === 'host' ? host : (places[place] as Namespace)
      const met = await tryTcp(client, address, Number(port))
      expect({ verdict: found?.verdict, works: met.kind === 'answered' }).toEqual({
        verdict: one.meets,
        works: one.meets === 'ACCEPT',
      })
      if (one.by !== undefined) expect(found?.by).toBe(one.by)
      const cures = (answerCures(answerTrace(wanted, program), snapshot, 'address') ?? []).filter(isRunnable)
      if (one.cures !== undefined) expect(cures.length).toBe(one.cures)
      for (const { commands } of cures) {
        await load(host, one)
        await runLines(host, commands.join('\n').replaceAll(/^(ip6?tables)/gm, '$1-nft'))
        await host.run(['conntrack', '-F'], { mayFail: true })
        expect({ commands, met: (await tryTcp(client, address, Number(port))).kind }).toEqual({
          commands,
          met: 'answered',
        })
      }
    } finally {
      await runLines(host, one.takeDown ?? '')
    }
  })
})
