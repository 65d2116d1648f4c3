import type { Family } from '#model/family.ts'
import type { Random } from './random.ts'

/** What tables of a trial see: their own family, both, or either. */
const tableFamilies: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['ip', 'inet', 'inet'],
  ipv6: ['ip6', 'inet', 'inet'],
}

const hooksOf = {
  filter: ['prerouting', 'input', 'forward', 'output', 'postrouting'],
  nat: ['prerouting', 'input', 'output', 'postrouting'],
  route: ['output'],
} as const

const priorities = [-350, -300, -160, -150, -110, -100, -10, 0, 0, 0, 5, 50, 100, 150]

interface Place {
  readonly random: Random
  readonly family: Family
  /** The family of the table. */
  readonly table: string
  readonly kind: keyof typeof hooksOf
  readonly hook: string
  readonly tracked: boolean
  readonly chains: readonly string[]
  /** The priority is before conntrack's. */
  readonly early: boolean
}

/** An nft script with tables made by chance. Each rule counts what it takes, but for verdict maps. */
export function generateNative(random: Random, family: Family, tracked: boolean): string {
  const count = random.int(1, 3)
  // What the host says by itself, so that it shows in no other counter: its processes send UDP only.
  const quiet =
    'table inet quiet { chain output { type filter hook output priority -400; meta l4proto != udp drop; }; }'
  const tables = Array.from({ length: count }, (_, index) => tableText(random, family, tracked, index))
  return [quiet, ...tables].join('\n')
}

function tableText(random: Random, family: Family, tracked: boolean, index: number): string {
  const table = random.pick(tableFamilies[family])
  const lines = [`table ${table} t${index} {`, ...setsText(family)]
  for (let number = 0; number < random.int(2, 5); number++)
    lines.push(...baseText(random, family, table, tracked, number))
  return [...lines, '}'].join('\n')
}

function baseText(random: Random, family: Family, table: string, tracked: boolean, number: number): readonly string[] {
  const kind = random.pick(['filter', 'filter', 'filter', 'nat', 'nat', 'route'] as const)
  const hook = random.pick(hooksOf[kind])
  // A chain of nat before conntrack is refused.
  const priority = random.pick(kind === 'nat' ? priorities.filter((one) => one > -200) : priorities)
  const chains = [`u${number}a`, `u${number}b`]
  const place: Place = { random, family, table, kind, hook, tracked, chains, early: priority < -200 }
  const own = (more: readonly string[]): Place => ({ ...place, chains: more })
  const policy = kind === 'filter' && random.chance(0.15) ? 'drop' : 'accept'
  return [
    `chain ${chains[1]} {`,
    ...rules(own([]), 3),
    '}',
    `chain ${chains[0]} {`,
    ...rules(own(chains.slice(1)), 4),
    '}',
    `chain b${number} { type ${kind} hook ${hook} priority ${priority}; policy ${policy};`,
    ...rules(place, 6),
    '}',
  ]
}

function rules(place: Place, most: number): readonly string[] {
  return Array.from({ length: place.random.int(1, most) }, () => ruleText(place))
}

function ruleText(place: Place): string {
  const { random } = place
  const matches = Array.from({ length: random.int(0, 2) }, () => random.pick(matchesFor(place))(place))
  if (random.chance(0.15)) return [...matches, verdictMap(place)].join(' ')
  return [...matches, 'counter', ...effect(place)].join(' ')
}

const addresses: Readonly<Record<Family, readonly string[]>> = {
  ipv4: [
    '203.0.113.0/24',
    '203.0.113.10',
    '203.0.113.1',
    '172.17.0.0/16',
    '172.17.0.2',
    '172.16.0.0-172.17.0.2',
    '10.0.0.0/8',
  ],
  ipv6: ['2001:db8:1::/64', '2001:db8:1::10', '2001:db8:1::1', '2001:db8:2::/64', '2001:db8:2::2', 'fe80::/10'],
}

const word: Readonly<Record<Family, string>> = { ipv4: 'ip', ipv6: 'ip6' }

function setsText(family: Family): readonly string[] {
  const type = family === 'ipv4' ? 'ipv4_addr' : 'ipv6_addr'
  const [first, , third, fourth] = addresses[family]
  const host = addresses[family][1]
  return [
    `set nets { type ${type}; flags interval; elements = { ${first}, ${fourth} }; }`,
    'set ports { type inet_service; flags interval; elements = { 22, 53, 80-1024 }; }',
    'set devs { type ifname; elements = { "eth0", "docker0" }; }',
    `set pairs { type ${type} . inet_service; flags interval; elements = { ${first} . 1-1024, ${third} . 53 }; }`,
    `map marks { type ${type} : mark; elements = { ${host} : 3, ${third} : 7 }; }`,
  ]
}

type Match = (place: Place) => string

function not(random: Random): string {
  return random.chance(0.25) ? '!= ' : ''
}

const plain: readonly Match[] = [
  ({ random, family }) =>
    `${word[family]} ${random.pick(['saddr', 'daddr'])} ${not(random)}${random.pick(addresses[family])}`,
  ({ random, family }) => `${word[family]} ${random.pick(['saddr', 'daddr'])} ${not(random)}@nets`,
  ({ random, family }) =>
    `${word[family]} ${random.pick(['saddr', 'daddr'])} ${not(random)}{ ${random.some(addresses[family].filter((one) => !one.includes('/') && !one.includes('-'))).join(', ')} }`,
  ({ random }) =>
    `${random.pick(['tcp', 'udp'])} ${random.pick(['dport', 'sport'])} ${not(random)}${random.pick(['53', '80', '22', '1-1024', '{ 22, 53, 80-90 }', '@ports'])}`,
  ({ random }) =>
    `${random.pick(['tcp', 'udp'])} dport ${random.pick(['<', '>', '<=', '>='])} ${random.pick([53, 80, 1024])}`,
  ({ random, family }) =>
    `${word[family]} ${random.pick(['saddr', 'daddr'])} . ${random.pick(['tcp', 'udp'])} dport ${not(random)}@pairs`,
  ({ random }) =>
    `iifname ${not(random)}${random.pick(['"eth0"', '"docker0"', '"e*"', '{ "eth0", "br2" }', '@devs', '"lo"'])}`,
  ({ random }) => `oifname ${not(random)}${random.pick(['"eth0"', '"docker0"', '"e*"', '{ "eth0", "br2" }', '@devs'])}`,
  ({ random }) => `meta l4proto ${not(random)}${random.pick(['tcp', 'udp', '{ tcp, udp }', 'icmp', 'ipv6-icmp'])}`,
  ({ random }) => `meta mark ${random.pick(['0', '3', '!= 7', '& 0x3 == 0x3', '& 0x4 != 0x4', '{ 1-3, 7 }'])}`,
  ({ random }) =>
    `tcp flags ${random.pick(['syn', '& (fin|syn|rst|ack) == syn', '== syn', '!= syn', '& (syn|ack) == syn|ack', 'syn,ack'])}`,
  ({ random }) =>
    `fib ${random.pick(['daddr', 'saddr'])} type ${not(random)}${random.pick(['local', 'unicast', '{ local, broadcast }'])}`,
  ({ random, family }) =>
    family === 'ipv4'
      ? `ip ttl ${random.pick(['64', '< 64', '!= 64', '> 1'])}`
      : `ip6 hoplimit ${random.pick(['64', '< 64', '> 1'])}`,
  ({ random, family }) =>
    family === 'ipv4'
      ? `icmp type ${not(random)}${random.pick(['echo-request', '{ echo-reply, echo-request }'])}`
      : `icmpv6 type ${not(random)}${random.pick(['echo-request', '{ echo-reply, echo-request }'])}`,
  ({ random, family }) => `${word[family]} dscp ${not(random)}${random.pick(['cs0', 'cs1', 'af11', '0x2e'])}`,
  ({ random }) => `meta length ${random.pick(['< 60', '> 100', '40-80'])}`,
  ({ random }) =>
    `th dport ${not(random)}53 meta l4proto { tcp, udp }`
      .replace(/^(th .*) (meta .*)$/, '$2 $1')
      .replace('XX', String(random.next())),
  ({ random, table }) =>
    table === 'inet' ? `meta nfproto ${not(random)}${random.pick(['ipv4', 'ipv6'])}` : 'meta mark 0',
]

const tracking: readonly Match[] = [
  ({ random }) =>
    `ct state ${random.pick(['new', 'established,related', '!= new', '{ new, invalid }', 'invalid', 'untracked', '!= established,related'])}`,
  ({ random }) => `ct status ${random.pick(['dnat', 'snat', 'confirmed', 'seen-reply', 'dnat,snat'])}`,
  ({ random }) => `ct direction ${random.pick(['original', 'reply'])}`,
  ({ random, family }) =>
    `ct ${random.pick(['original', 'reply'])} ${word[family]} ${random.pick(['saddr', 'daddr'])} ${not(random)}${random.pick(addresses[family])}`,
  ({ random }) =>
    `meta l4proto { tcp, udp } ct ${random.pick(['original', 'reply'])} ${random.pick(['proto-src', 'proto-dst'])} ${not(random)}${random.pick(['53', '80', '1-1024'])}`,
  ({ random }) => `ct mark ${random.pick(['0', '3', '& 0x1 == 0x1', '!= 0'])}`,
]

function matchesFor({ tracked }: Place): readonly Match[] {
  return tracked ? [...plain, ...plain, ...tracking, ...tracking] : plain
}

function effect(place: Place): readonly string[] {
  const { random, kind, chains, hook, tracked, family } = place
  if (random.chance(0.2)) return []
  const [to] = [random.pick([...chains, ''])]
  if (to !== '' && random.chance(0.5)) return [`${random.pick(['jump', 'jump', 'goto'])} ${to}`]
  if (random.chance(0.12)) return ['return']
  if (random.chance(0.2)) return marks(place)
  if (kind === 'nat' && tracked && random.chance(0.6)) return [nat(place)]
  if (kind === 'filter' && hook !== 'prerouting' && hook !== 'postrouting' && random.chance(0.1)) return ['reject']
  if (place.early && kind === 'filter' && (hook === 'prerouting' || hook === 'output') && random.chance(0.2))
    return ['notrack']
  if (kind === 'filter' && random.chance(0.1)) return [family === 'ipv4' ? 'ip dscp set cs1' : 'ip6 dscp set cs1']
  return [random.pick(['accept', 'accept', 'drop', ''])]
}

function marks({ random, family, tracked, early }: Place): readonly string[] {
  const end = random.pick(['', 'accept', ''])
  const simple = random.pick([
    'meta mark set 3',
    'meta mark set meta mark | 0x4',
    'meta mark set meta mark & 0xfffffffe',
    'meta mark set meta mark & 0xfffffff0 | 0x7',
    'meta mark set meta mark ^ 0x3',
    `meta mark set ${word[family]} saddr map @marks`,
    `meta mark set ${word[family]} daddr map { ${addresses[family][1]} : 1, ${addresses[family][2]} : 5 }`,
  ])
  if (!tracked || early || random.chance(0.6)) return [simple, end]
  return [
    random.pick(['ct mark set meta mark', 'ct mark set 3', 'meta mark set ct mark', 'meta mark set ct mark & 0x3']),
    end,
  ]
}

function nat({ random, hook, family, table }: Place): string {
  const prefix = table === 'inet' ? ` ${word[family]}` : ''
  const [host, other] = family === 'ipv4' ? ['172.17.0.2', '172.18.0.3'] : ['[2001:db8:2::2]', '[2001:db8:3::3]']
  const bare = (text: string) => text.replace(/[[\]]/g, '')
  if (hook === 'prerouting' || hook === 'output') {
    return random.pick([
      `dnat${prefix} to ${bare(host)}`,
      `meta l4proto { tcp, udp } dnat${prefix} to ${other}:8080`,
      `meta l4proto { tcp, udp } redirect to :9000`,
      `dnat${prefix} to ${bare(other)}`,
      `dnat${prefix} to udp dport map { 53 : ${bare(host)}, 80 : ${bare(other)} }`,
    ])
  }
  const source = family === 'ipv4' ? '203.0.113.2' : '2001:db8:1::1'
  return hook === 'postrouting'
    ? random.pick(['masquerade', `snat${prefix} to ${source}`])
    : `snat${prefix} to ${source}`
}

function verdictMap(place: Place): string {
  const { random, chains, kind, family } = place
  const verdict = () =>
    random.pick([
      ...chains.map((chain) => `jump ${chain}`),
      ...chains.map((chain) => `goto ${chain}`),
      'accept',
      ...(kind === 'filter' ? ['drop'] : []),
      'return',
      'continue',
    ])
  return random.pick([
    () => `iifname vmap { "eth0" : ${verdict()}, "docker0" : ${verdict()}, "br2" : ${verdict()} }`,
    () => `oifname vmap { "eth0" : ${verdict()}, "docker0" : ${verdict()} }`,
    () => `udp dport vmap { 53 : ${verdict()}, 60-1024 : ${verdict()} }`,
    () => `meta l4proto vmap { tcp : ${verdict()}, udp : ${verdict()} }`,
    () =>
      `${word[family]} saddr . tcp dport vmap { ${addresses[family][1]} . 80 : ${verdict()}, ${addresses[family][2]} . 22 : ${verdict()} }`,
    () => `meta mark vmap { 0 : ${verdict()}, 3 : ${verdict()} }`,
    ...(place.tracked
      ? [() => `ct state vmap { established : ${verdict()}, new : ${verdict()}, invalid : ${verdict()} }`]
      : []),
  ])()
}
