import { setTimeout as sleep } from 'node:timers/promises'
import { writeAddress } from '#base/prefix.ts'
import { factsOfTexts, type HostTexts } from '../../netfilter/differential-host.ts'
import type { Facts } from '#model/facts.ts'
import type { Family, Variant } from '#model/family.ts'
import type { Packet } from '#model/packet.ts'
import { ruleId } from '#model/rule-id.ts'
import { openSandbox, type Sandbox } from '#kernel/sandbox.ts'
import { Companion } from './companion.ts'
import { frameOf } from './frames.ts'

/** Where packets come from: the far end of each cable, with the addresses that live there. */
export const places = {
  eth0: { bridge: undefined, hosts: ['203.0.113.10', '203.0.113.11'], hosts6: ['2001:db8:1::10', '2001:db8:1::11'] },
  eth1: { bridge: undefined, hosts: ['198.51.100.10'], hosts6: ['2001:db8:4::10'] },
  vc1: { bridge: 'docker0', hosts: ['172.17.0.2'], hosts6: ['2001:db8:2::2'] },
  vc2: { bridge: 'docker0', hosts: ['172.17.0.3'], hosts6: ['2001:db8:2::3'] },
  vc3: { bridge: 'br2', hosts: ['172.18.0.2'], hosts6: ['2001:db8:3::2'] },
} as const

// Ports behind which nobody sends: there live the other addresses that NAT makes.
const silent = {
  vc4: {
    bridge: 'docker0',
    hosts: ['172.17.0.4', '172.17.0.5', '172.17.0.200'],
    hosts6: ['2001:db8:2::4'],
  },
  vc5: {
    bridge: 'br2',
    hosts: Array.from({ length: 252 }, (_, index) => `172.18.0.${index + 3}`),
    hosts6: ['3', '4', '5', '8', '10', '11', '99'].map((part) => `2001:db8:3::${part}`),
  },
} as const

/** An interface into which packets can be sent. */
export type Place = keyof typeof places

const addresses: Readonly<Record<string, readonly string[]>> = {
  eth0: ['203.0.113.1/24', '203.0.113.2/24', '2001:db8:1::1/64', 'fe80::1/64'],
  eth1: ['198.51.100.1/24', '2001:db8:4::1/64'],
  docker0: ['172.17.0.1/16', '2001:db8:2::1/64'],
  br2: ['172.18.0.1/16', '2001:db8:3::1/64'],
}

const routes = [
  'route add default via 203.0.113.10',
  'route add 10.1.0.0/16 via 198.51.100.10',
  'route add blackhole 10.2.0.0/16',
  'route add unreachable 10.3.0.0/16',
  'route add local 10.4.0.0/16 dev lo',
  'route add default dev eth1 table 77',
  'rule add fwmark 0x7 lookup 77 priority 100',
  'route add default via 2001:db8:1::10',
  'route add unreachable 2001:db8:f::/48',
]

/** The MAC address of somebody who lives behind a cable. */
export function macOf(address: string): string {
  const digits = [...Buffer.from(address)].reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7)
  return `02:00:${digits.toString(16).padStart(8, '0').match(/../g)?.join(':')}`
}

/** A host made of namespaces: rules go in, packets are sent into its interfaces, counters come out. */
export class KernelLab {
  readonly #sandbox: Sandbox
  readonly #injector: Companion
  readonly #sender: Companion
  readonly #macs = new Map<string, string>()
  /** Numbers of the far ends of the cables. */
  readonly #cables = new Map<string, number>()
  readonly #cleared = new Set<string>()

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
    this.#injector = new Companion(sandbox.far.pid, ['perl', fileOf('injector.pl')])
    this.#sender = new Companion(sandbox.host.pid, [process.execPath, fileOf('sender.mjs')])
  }

  static async create(): Promise<KernelLab> {
    const lab = new KernelLab(await openSandbox())
    await lab.#build()
    return lab
  }

  async #build(): Promise<void> {
    const { far } = this.#sandbox
    await far.ask({ settings: ['all', 'default'].map((name) => [`net/ipv6/conf/${name}/disable_ipv6`, '1']) })
    await this.sysctls({
      'net/ipv6/conf/default/accept_ra': 0,
      'net/ipv6/conf/default/router_solicitations': 0,
      'net/ipv6/conf/default/autoconf': 0,
      'net/ipv6/conf/default/accept_dad': 0,
      'net/ipv6/conf/all/accept_dad': 0,
      'net/ipv4/ip_forward': 1,
      'net/ipv6/conf/all/forwarding': 1,
    })
    const bridges = ['docker0', 'br2'].map(
      (name) => `link add ${name} address ${macOf(name)} type bridge mcast_snooping 0 forward_delay 0`,
    )
    const cables = Object.entries({ ...places, ...silent }).flatMap(([name, { bridge }]) => [
      `link add ${name} address ${macOf(name)} type veth peer name ${name}-p netns ${far.pid}`,
      ...(bridge === undefined ? [] : [`link set ${name} master ${bridge}`]),
      `link set ${name} up`,
    ])
    await this.#batch(['link set lo up', ...bridges, ...cables, 'link set docker0 up', 'link set br2 up'])
    for (const name of [...Object.keys(places), ...Object.keys(silent)])
      await far.run(['ip', 'link', 'set', `${name}-p`, 'up', 'arp', 'off'])
    const given = Object.entries(addresses).flatMap(([name, list]) =>
      list.map((each) => `address add ${each} dev ${name}`),
    )
    await this.#batch([...given, ...routes])
    await this.#neighbours()
    await this.#settle()
    for (const { name, mac } of (await this.facts()).interfaces ?? []) if (mac !== undefined) this.#macs.set(name, mac)
    const ends = JSON.parse((await far.run(['ip', '-j', 'link'])).stdout) as { ifname: string; ifindex: number }[]
    for (const { ifname, ifindex } of ends) this.#cables.set(ifname, ifindex)
    await this.sysctls({ 'net/netfilter/nf_conntrack_tcp_be_liberal': 1 })
  }

  // A new link carries nothing until the kernel has looked at its carrier, which it does once a second at most.
  async #settle(): Promise<void> {
    const names = [...Object.keys(places), ...Object.keys(silent), 'docker0', 'br2']
    for (let tries = 0; tries < 500; tries++) {
      const { stdout } = await this.#sandbox.host.run(['ip', '-br', 'link'])
      const up = stdout.split('\n').filter((line) => line.includes(' UP '))
      if (up.length >= names.length) return
      await sleep(20)
    }
    throw new Error('the links did not come up')
  }

  async #batch(lines: readonly string[]): Promise<void> {
    await this.#sandbox.host.run(['ip', '-force', '-batch', '-'], { stdin: `${lines.join('\n')}\n` })
  }

  // Silent neighbours that are known already: nobody asks for them, and no answer disturbs the counters.
  async #neighbours(): Promise<void> {
    const lines: string[] = []
    const stations: string[] = []
    for (const [name, { bridge, hosts, hosts6 }] of Object.entries({ ...places, ...silent })) {
      for (const address of [...hosts, ...hosts6]) {
        lines.push(`neigh replace ${address} lladdr ${macOf(address)} dev ${bridge ?? name} nud permanent`)
        if (bridge !== undefined) stations.push(`fdb replace ${macOf(address)} dev ${name} master static`)
      }
    }
    await this.#batch(lines)
    await this.#sandbox.host.run(['bridge', '-batch', '-'], { stdin: `${stations.join('\n')}\n` })
  }

  /** Sets sysctls of the host, named as under /proc/sys. */
  async sysctls(values: Readonly<Record<string, string | number>>): Promise<void> {
    const settings = Object.entries(values).map(([path, value]) => [path, String(value)] as const)
    const { refused } = await this.#sandbox.host.ask({ settings })
    if (refused.length > 0) throw new Error(JSON.stringify(refused))
  }

  /** What the tools say of the host, by the name of a file that would hold it. */
  async texts(): Promise<HostTexts> {
    const ask = async (...argv: string[]) => (await this.#sandbox.host.run(argv, { mayFail: true })).stdout
    const wanted = 'forward|rp_filter|route_localnet|bridge-nf|tcp_loose|accept_local'
    return {
      'ip-addr.json': await ask('ip', '-d', '-j', 'addr'),
      'ip-route.json': await ask('ip', '-j', 'route', 'show', 'table', 'all'),
      'ip-route6.json': await ask('ip', '-6', '-j', 'route', 'show', 'table', 'all'),
      'ip-rule.txt': await ask('ip', 'rule'),
      'ip-rule6.txt': await ask('ip', '-6', 'rule'),
      'sysctl.txt': await ask('sysctl', '-a', '-e', '-r', wanted),
      'ipset-save.txt': await ask('ipset', 'save'),
    }
  }

  /** What the engine may know of the host, read the way that a capture reads it. */
  async facts(): Promise<Facts> {
    return factsOfTexts(await this.texts())
  }

  /** Makes the sets of an `ipset save` text, in place of all others. */
  async sets(text: string): Promise<void> {
    await this.#sandbox.host.run(['ipset', 'restore'], { stdin: text })
  }

  /** Loads a restore script, in place of what its tables hold. */
  async load(text: string, variant: Variant, family: Family): Promise<void> {
    await this.#sandbox.host.run([`${program(family)}-${variant}-restore`], { stdin: text })
    this.#cleared.delete(`${family} ${variant}`)
  }

  /** Takes away the rules of a variant that is not to take part. */
  async clear(variant: Variant, family: Family): Promise<void> {
    const key = `${family} ${variant}`
    if (this.#cleared.has(key)) return
    const tables = Object.entries(builtin).map(
      ([table, chains]) => `*${table}\n${chains.map((chain) => `:${chain} ACCEPT [0:0]\n`).join('')}COMMIT\n`,
    )
    await this.load(tables.join(''), variant, family)
    this.#cleared.add(key)
  }

  /** nft -f */
  async native(script: string): Promise<void> {
    await this.#sandbox.host.run(['nft', '-f', '-'], { stdin: script })
  }

  /** nft -j list ruleset */
  async nativeRules(): Promise<unknown> {
    return JSON.parse((await this.#sandbox.host.run(['nft', '-j', 'list', 'ruleset'])).stdout)
  }

  /** conntrack -F */
  async forget(): Promise<void> {
    await this.#sandbox.host.run(['conntrack', '-F'], { mayFail: true })
  }

  /** Sends packets of the network into the interfaces they come in by, in their order. */
  async inject(packets: readonly Packet[]): Promise<void> {
    const parts = packets.flatMap((packet) => {
      const frame = this.#frame(packet, packet.in ?? '')
      const head = Buffer.alloc(4)
      head.writeUInt16BE(this.#cables.get(`${packet.in}-p`) ?? 0, 0)
      head.writeUInt16BE(frame.length, 2)
      return [head, frame]
    })
    const sent = Number(await this.#injector.tell(Buffer.concat([...parts, Buffer.alloc(4)])))
    if (sent !== packets.length) throw new Error(`${sent} of ${packets.length} packets were sent`)
    await sleep(10)
  }

  /** Sends packets, of the network and of the host, in their order. */
  async sendAll(packets: readonly Packet[]): Promise<void> {
    let at = 0
    while (at < packets.length) {
      const start = at
      const local = packets[start]?.local ?? false
      while (at < packets.length && packets[at]?.local === local) at++
      const some = packets.slice(start, at)
      await (local ? this.send(some) : this.inject(some))
    }
  }

  #frame(packet: Packet, place: string): Buffer {
    const { bridge } = places[place as Place]
    const own = this.#macs.get(bridge ?? place) ?? ''
    const neighbour = packet.bridged === true ? macOf(textOf(packet.dst)) : own
    return frameOf(packet, otherMac(packet) ?? groupMac(packet) ?? neighbour, '02:00:00:00:00:01')
  }

  /** Sends UDP packets from sockets of the host itself. */
  async send(packets: readonly Packet[]): Promise<void> {
    const lines = packets.map(({ family, src, sport, dst, dport, uid, gid, length = 0 }) =>
      JSON.stringify({
        family,
        src: src === undefined ? undefined : textOf(src),
        sport,
        dst: textOf(dst),
        dport,
        uid,
        gid,
        size: length - (family === 'ipv4' ? 28 : 48),
      }),
    )
    await this.#sender.tell(`${lines.join('\n')}\n\n`)
    await sleep(10)
  }

  /** How many packets and bytes each rule has taken, by id. */
  async counters(variant: Variant, family: Family, prefix: string): Promise<ReadonlyMap<string, Count>> {
    const { stdout } = await this.#sandbox.host.run([`${program(family)}-${variant}-save`, '-c'])
    const counts = new Map<string, Count>()
    const positions = new Map<string, number>()
    let table = ''
    for (const line of stdout.split('\n')) {
      if (line.startsWith('*')) table = line.slice(1)
      const [, packets = '', bytes = '', chain = ''] = /^\[(\d+):(\d+)\] -A (\S+)/.exec(line) ?? []
      if (chain === '') continue
      const position = (positions.get(`${table} ${chain}`) ?? 0) + 1
      positions.set(`${table} ${chain}`, position)
      counts.set(ruleId(prefix, table, chain, position), { packets: Number(packets), bytes: Number(bytes) })
    }
    return counts
  }

  async close(): Promise<void> {
    await Promise.all([this.#injector.close(), this.#sender.close()])
    await this.#sandbox.close()
  }
}

/** The tables that a test fills, with their chains. */
export const builtin = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  security: ['INPUT', 'FORWARD', 'OUTPUT'],
} as const

/** What a rule has taken. */
export interface Count {
  readonly packets: number
  readonly bytes: number
}

function fileOf(name: string): string {
  return new URL(name, import.meta.url).pathname
}

function program(family: Family): string {
  return family === 'ipv4' ? 'iptables' : 'ip6tables'
}

function textOf(address: number | bigint): string {
  return writeAddress(address)
}

function otherMac({ pkttype }: Packet): string | undefined {
  if (pkttype === 1) return 'ff:ff:ff:ff:ff:ff'
  return pkttype === 3 ? '02:5e:fe:00:00:01' : undefined
}

// Group addresses have frames of their own.
function groupMac({ dst }: Packet): string | undefined {
  if (typeof dst === 'bigint') {
    if (dst >> 120n !== 0xffn) return undefined
    const low = (dst & 0xffffffffn).toString(16).padStart(8, '0')
    return `33:33:${low.match(/../g)?.join(':')}`
  }
  const broadcasts = [0xffffffff, 0, 0xcb0071ff, 0xac11ffff, 0xac12ffff, 0xc63364ff]
  if (broadcasts.includes(dst)) return 'ff:ff:ff:ff:ff:ff'
  if (dst >>> 28 !== 14) return undefined
  return `01:00:5e:${[(dst >>> 16) & 127, (dst >>> 8) & 255, dst & 255].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`
}
