import type { Family } from '#model/family.ts'
import type { Hook } from '#model/packet.ts'
import type { Random } from './random.ts'

/** Where a rule is to stand. `hooks`: from which it can be reached; several for a chain of somebody's own. */
export interface Setting {
  readonly random: Random
  readonly family: Family
  readonly table: string
  readonly hooks: readonly Hook[]
  /** Whether it stands in a built-in chain: some options are refused there that are taken in others. */
  readonly builtin: boolean
  /** Whether rules may need connection tracking. */
  readonly tracked: boolean
}

/** Addresses and networks that rules ask for: those of packets, those near them, and some that never come. */
export const networks: Readonly<Record<Family, readonly string[]>> = {
  ipv4: [
    '203.0.113.0/24',
    '203.0.113.10/32',
    '203.0.113.1/32',
    '203.0.113.0/29',
    '172.17.0.0/16',
    '172.17.0.2/32',
    '172.17.0.3/32',
    '172.17.0.0/30',
    '172.18.0.0/16',
    '172.16.0.0/12',
    '198.51.100.0/24',
    '127.0.0.0/8',
    '224.0.0.0/4',
    '10.0.0.0/8',
    '8.8.8.8/32',
    '0.0.0.0/1',
    '203.0.113.2/255.255.255.250',
    '172.16.0.2/255.240.255.254',
  ],
  ipv6: [
    '2001:db8:1::/64',
    '2001:db8:1::10/128',
    '2001:db8:1::1/128',
    '2001:db8:2::/64',
    '2001:db8:2::2/128',
    '2001:db8:2::/126',
    '2001:db8:3::/64',
    '2001:db8::/32',
    '2001:db8:4::/64',
    'fe80::/10',
    '::1/128',
    'ff00::/8',
    '8000::/1',
    '2001:db8:0:0:0:0:0:2/ffff:ffff:0:ffff:ffff:ffff:ffff:fffe',
  ],
}

const ranges: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['203.0.113.1-203.0.113.10', '172.17.0.2-172.18.0.2', '0.0.0.0-172.17.0.2', '172.17.0.3-172.17.0.3'],
  ipv6: ['2001:db8:1::1-2001:db8:1::10', '2001:db8:2::2-2001:db8:3::2', '::-2001:db8:2::2'],
}

const devices = ['eth0', 'eth1', 'docker0', 'br2', 'lo', 'eth+', 'do+', '+', 'vc1', 'docker00', 'eth']

/** Services of which packets have the ports. */
export const portPool = [22, 53, 80, 81, 443, 8080, 8081, 5000, 5003, 6379, 40000, 40001]

/** The option words of one rule, its protocol first. */
export function matchesOf(setting: Setting): string[] {
  const { random } = setting
  const words: string[] = []
  if (random.chance(0.3)) words.push(not(random), '-s', random.pick(networks[setting.family]))
  if (random.chance(0.4)) words.push(not(random), '-d', random.pick(networks[setting.family]))
  if (random.chance(0.3) && takes(setting, ['PREROUTING', 'INPUT', 'FORWARD']))
    words.push(not(random), '-i', random.pick(devices))
  if (random.chance(0.3) && takes(setting, ['FORWARD', 'OUTPUT', 'POSTROUTING']))
    words.push(not(random), '-o', random.pick(devices))
  if (random.chance(0.03) && setting.family === 'ipv4') words.push(not(random), '-f')
  else if (random.chance(0.6)) words.push(...transport(setting))
  const pool = others.filter(({ fits }) => fits === undefined || fits(setting))
  // The same option twice, even of two matches, is more than iptables always tells apart.
  const used = new Set<string>()
  while (random.chance(0.35)) {
    const more = random.pick(pool).words(setting)
    const options = more.filter((word) => word.startsWith('--'))
    if (options.some((option) => used.has(option))) continue
    for (const option of options) used.add(option)
    words.push(...more)
  }
  return words.filter((word) => word !== '')
}

// In a built-in chain of another hook the option is refused; in a user chain it is taken and sees no interface.
function takes({ hooks, builtin }: Setting, fitting: readonly Hook[]): boolean {
  return builtin ? hooks.every((hook) => fitting.includes(hook)) : true
}

function not(random: Random): string {
  return random.chance(0.2) ? '!' : ''
}

function transport(setting: Setting): string[] {
  const { random, family } = setting
  const icmp = family === 'ipv4' ? 'icmp' : 'ipv6-icmp'
  switch (random.int(0, 10)) {
    case 0:
      return random.chance(0.1)
        ? ['-p', 'all']
        : [not(random), '-p', random.pick(['tcp', 'udp', icmp, '47', 'esp', 'sctp', '112'])]
    case 6:
      return random.chance(0.5)
        ? ['-p', 'tcp', '-m', 'tcp', not(random), '--syn']
        : ['-p', 'ah', '-m', 'ah', not(random), '--ahspi', range(random, 0, 300)].filter(() => family === 'ipv4')
    case 1:
      return [
        '-p',
        icmp,
        '-m',
        family === 'ipv4' ? 'icmp' : 'icmp6',
        not(random),
        family === 'ipv4' ? '--icmp-type' : '--icmpv6-type',
        icmpType(setting),
      ]
    case 2:
      return multiport(random)
    case 3:
      return ['-p', 'tcp', '-m', 'tcp', not(random), '--tcp-flags', flags(random), flags(random)]
    case 4:
      return ['-p', 'esp', '-m', 'esp', not(random), '--espspi', range(random, 0, 300)]
    case 5:
      return ['-p', 'tcp', '-m', 'tcpmss', not(random), '--mss', `${random.int(500, 1400)}:${random.int(1400, 1500)}`]
    default:
      return ports(random)
  }
}

function icmpType({ random, family }: Setting): string {
  return family === 'ipv4'
    ? random.pick(['8', '0', '3', '3/1', '11', '13', '255'])
    : random.pick(['128', '129', '1', '1/4', '3'])
}

function ports(random: Random): string[] {
  const protocol = random.pick(['tcp', 'udp', 'udp', 'tcp', 'sctp'])
  const words = ['-p', protocol, '-m', protocol]
  const sides = random.some(['--sport', '--dport', '--dport'], 2)
  for (const side of new Set(sides)) words.push(not(random), side, range(random, 0, 65535))
  return words
}

function range(random: Random, from: number, to: number): string {
  const port = random.chance(0.7) && to === 65535 ? random.pick(portPool) : random.int(from, to)
  if (random.chance(0.6)) return String(port)
  return `${port}:${random.int(port, to)}`
}

function multiport(random: Random): string[] {
  const list = random
    .some(portPool, 6)
    .map((port) => (random.chance(0.2) ? `${port}:${port + random.int(1, 500)}` : String(port)))
  return [
    '-p',
    random.pick(['tcp', 'udp', 'sctp']),
    '-m',
    'multiport',
    not(random),
    random.pick(['--ports', '--sports', '--dports', '--dports']),
    list.join(','),
  ]
}

function flags(random: Random): string {
  return random.chance(0.1) ? 'ALL' : random.some(['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'], 4).join(',')
}

interface Source {
  words(setting: Setting): string[]
  readonly fits?: (setting: Setting) => boolean
}

const states = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED', 'SNAT', 'DNAT']
const addressTypeNames: Readonly<Record<Family, readonly string[]>> = {
  ipv4: [
    ...['LOCAL', 'UNICAST', 'BROADCAST', 'MULTICAST', 'LOCAL', 'UNICAST', 'BROADCAST', 'MULTICAST'],
    ...['ANYCAST', 'UNSPEC', 'UNREACHABLE', 'BLACKHOLE', 'PROHIBIT', 'THROW', 'NAT', 'XRESOLVE'],
  ],
  ipv6: ['LOCAL', 'UNICAST', 'MULTICAST', 'LOCAL', 'UNICAST', 'MULTICAST', 'UNREACHABLE', 'ANYCAST'],
}
const typesIn = (family: Family) => addressTypeNames[family]
const onlyIn = (hooks: readonly Hook[]) => (setting: Setting) => setting.hooks.every((hook) => hooks.includes(hook))

const isTracked = ({ tracked }: Setting) => tracked
const isIpv6 = ({ family }: Setting) => family === 'ipv6'

const others: readonly Source[] = [
  { words: conntrack, fits: isTracked },
  { words: conntrack, fits: isTracked },
  {
    words: ({ random }) => ['-m', 'state', not(random), '--state', random.some(states.slice(0, 5), 3).join(',')],
    fits: isTracked,
  },
  { words: ({ random }) => ['-m', 'mark', not(random), '--mark', masked(random)] },
  { words: ({ random }) => ['-m', 'connmark', not(random), '--mark', masked(random)], fits: isTracked },
  { words: headers, fits: isIpv6 },
  { words: ({ random }) => ['-m', 'ecn', not(random), '--ecn-ip-ect', String(random.int(0, 3))], fits: () => true },
  { words: addressType },
  { words: addressType },
  { words: addressTypeOn('in'), fits: onlyIn(['PREROUTING', 'INPUT', 'FORWARD']) },
  { words: addressTypeOn('out'), fits: onlyIn(['POSTROUTING', 'OUTPUT', 'FORWARD']) },
  { words: set },
  { words: set },
  {
    words: ({ random, family }) => [
      '-m',
      'iprange',
      not(random),
      `--${random.pick(['src', 'dst'])}-range`,
      random.pick(ranges[family]),
    ],
  },
  { words: hops },
  {
    words: ({ random }) => [
      '-m',
      'length',
      not(random),
      '--length',
      random.chance(0.5) ? String(random.int(28, 100)) : `${random.int(20, 60)}:${random.int(60, 200)}`,
    ],
  },
  { words: ({ random }) => ['-m', 'dscp', not(random), '--dscp', String(random.pick([0, 1, 8, 46]))] },
  { words: ({ random }) => ['-m', 'dscp', not(random), '--dscp-class', random.pick(['CS0', 'CS1', 'EF', 'AF11'])] },
  {
    words: ({ random }) => [
      '-m',
      'tos',
      not(random),
      '--tos',
      `${random.pick([0, 4, 16, 32])}/${random.pick([255, 63, 16])}`,
    ],
  },
  {
    words: ({ random }) => [
      '-m',
      'pkttype',
      not(random),
      '--pkt-type',
      random.pick(['unicast', 'broadcast', 'multicast']),
    ],
  },
  { words: physdev, fits: ({ hooks }) => !hooks.includes('OUTPUT') },
  { words: owner, fits: onlyIn(['OUTPUT', 'POSTROUTING']) },
]

function conntrack({ random, family }: Setting): string[] {
  const address = () => random.pick(networks[family]).replace(/\/[\da-f]+[.:].*$/, '')
  const options: (() => string[])[] = [
    () => [not(random), '--ctstate', random.some(states, 3).join(',')],
    () => [not(random), '--ctorigsrc', address()],
    () => [not(random), '--ctorigdst', address()],
    () => [not(random), '--ctreplsrc', address()],
    () => [not(random), '--ctrepldst', address()],
    () => [not(random), '--ctorigsrcport', range(random, 0, 65535)],
    () => [not(random), '--ctorigdstport', range(random, 0, 65535)],
    () => [not(random), '--ctreplsrcport', range(random, 0, 65535)],
    () => [not(random), '--ctrepldstport', range(random, 0, 65535)],
    () => [not(random), '--ctproto', random.pick(['6', 'udp', '1', '58', 'sctp'])],
    () => [
      not(random),
      '--ctstatus',
      // UDP is assured when answers have come for two seconds: that depends on the clock.
      random.some(['NONE', 'EXPECTED', 'SEEN_REPLY', 'CONFIRMED'], 2).join(','),
    ],
    () => ['--ctdir', random.pick(['ORIGINAL', 'REPLY'])],
  ]
  return ['-m', 'conntrack', ...random.some(options, 3).flatMap((option) => option())]
}

function masked(random: Random): string {
  return random.chance(0.5)
    ? String(random.pick([0, 1, 7, 16, 0x80000001]))
    : `${random.pick([0, 1, 3, 16])}/${random.pick([1, 3, 15, 16, 255])}`
}

function addressType({ random, family }: Setting): string[] {
  const types = typesIn(family)
  const kinds = () => [...new Set(random.some(types, 2))].join(',')
  const words = ['-m', 'addrtype']
  for (const side of random.some(['src', 'dst'])) words.push(not(random), `--${side}-type`, kinds())
  return words
}

// Only an address of the interface that the packet came in by, or leaves by, counts.
function addressTypeOn(way: 'in' | 'out') {
  return ({ random, family }: Setting): string[] => {
    const side = random.pick(['src', 'dst'])
    return ['-m', 'addrtype', not(random), `--${side}-type`, random.pick(typesIn(family)), `--limit-iface-${way}`]
  }
}

/** The sets that every test host has: name, type and how many parts they ask for. */
export const setNames: readonly (readonly [name: string, parts: number])[] = [
  ['ips', 1],
  ['nets', 1],
  ['services', 2],
  ['netports', 2],
  ['pairs', 3],
  ['netpairs', 3],
  ['devices', 2],
  ['ports', 1],
  ['lists', 2],
  ['bits', 1],
]

function set({ random, family }: Setting): string[] {
  const [name, parts] = random.pick(setNames)
  const count = random.chance(0.1) ? random.int(1, 3) : parts
  const directions = Array.from({ length: count }, () => random.pick(['src', 'dst']))
  return [
    '-m',
    'set',
    not(random),
    '--match-set',
    `${name}${family === 'ipv4' || name === 'ports' ? '' : '6'}`,
    directions.join(','),
  ]
}

function hops({ random, family }: Setting): string[] {
  const name = family === 'ipv4' ? 'ttl' : 'hl'
  const value = String(random.pick([2, 62, 63, 64, 65]))
  const how = random.pick(['eq', 'lt', 'gt'])
  return ['-m', name, how === 'eq' ? not(random) : '', `--${name}-${how}`, value]
}

function physdev({ random }: Setting): string[] {
  const port = () => random.pick(['vc1', 'vc2', 'vc3', 'vc+', 'eth0'])
  const options: (() => string[])[] = [
    () => [not(random), '--physdev-in', port()],
    () => [not(random), '--physdev-is-in'],
    () => [not(random), '--physdev-is-out'],
    () => [not(random), '--physdev-out', port()],
    () => [not(random), '--physdev-is-bridged'],
  ]
  return ['-m', 'physdev', ...random.some(options, 2).flatMap((option) => option())]
}

function owner({ random }: Setting): string[] {
  return [
    '-m',
    'owner',
    not(random),
    ...random.pick([
      ['--uid-owner', '0'],
      ['--uid-owner', '1000'],
      ['--uid-owner', '500-2000'],
      ['--gid-owner', '0'],
      ['--gid-owner', '100-1000'],
      ['--socket-exists'],
    ]),
  ]
}

function headers({ random }: Setting): string[] {
  const names = ['hop-by-hop', 'ipv6-opts', 'ipv6-route', 'ipv6-frag', 'esp', 'ipv6-nonxt', 'protocol', 'protocol']
  const some = random.some([...new Set(random.some(names, 3))], 3)
  const soft = random.chance(0.6) ? ['--soft'] : []
  return ['-m', 'ipv6header', not(random), '--header', some.join(','), ...soft]
}
