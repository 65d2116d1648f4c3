import type { Family } from '#model/family.ts'
import type { Hook } from '#model/packet.ts'
import { matchesOf, type Setting } from './generate-matches.ts'
import { builtin } from './lab.ts'
import type { Random } from './random.ts'

/** A chain to be filled: user chains are numbered, and jumps go only to greater numbers, so that no circle closes. */
interface Plan {
  readonly name: string
  readonly hooks: readonly Hook[]
  readonly rank: number
}

/**
 * A restore script with rules in every table. What the host itself would send because of a test (errors, resets) is dropped in
 * raw OUTPUT, so that it shows in no other counter.
 */
export function generateRules(random: Random, family: Family, size: number, tracked: boolean): string {
  const lines: string[] = []
  for (const table of Object.keys(builtin) as (keyof typeof builtin)[]) {
    const plans = plan(table)
    lines.push(`*${table}`)
    for (const { name, rank } of plans) lines.push(`:${name} ${rank === 0 ? policy(random, table) : '-'} [0:0]`)
    if (table === 'raw') lines.push('-A OUTPUT ! -p udp -m comment --comment "noise" -j DROP')
    if (table === 'mangle' && tracked)
      lines.push('-A PREROUTING -m conntrack --ctstate INVALID -m comment --comment "tracking on"')
    const count = table === 'filter' ? size : Math.ceil(size / 2)
    for (let index = 0; index < count; index++)
      lines.push(ruleOf(random, family, table, plans, random.pick(plans), tracked))
    lines.push('COMMIT')
  }
  return `${lines.join('\n')}\n`
}

function policy(random: Random, table: string): string {
  return table === 'filter' && random.chance(0.25) ? 'DROP' : 'ACCEPT'
}

function plan(table: keyof typeof builtin): readonly Plan[] {
  const base = builtin[table].map((name): Plan => ({ name, hooks: [name], rank: 0 }))
  const all = base.flatMap(({ hooks }) => hooks)
  if (table !== 'nat') {
    return [...base, ...[1, 2, 3].map((rank): Plan => ({ name: `U${rank}`, hooks: all, rank }))]
  }
  return [
    ...base,
    ...[1, 2].map((rank): Plan => ({ name: `D${rank}`, hooks: ['PREROUTING', 'OUTPUT'], rank })),
    ...[1, 2].map((rank): Plan => ({ name: `S${rank}`, hooks: ['INPUT', 'POSTROUTING'], rank })),
  ]
}

function ruleOf(
  random: Random,
  family: Family,
  table: string,
  plans: readonly Plan[],
  chain: Plan,
  tracked: boolean,
): string {
  const setting: Setting = { random, family, table, hooks: chain.hooks, builtin: chain.rank === 0, tracked }
  const matches = matchesOf(setting)
  const callable = plans.filter(
    ({ rank, hooks }) => rank > chain.rank && chain.hooks.every((hook) => hooks.includes(hook)),
  )
  const target = targetOf(setting, callable, matches)
  return ['-A', chain.name, ...matches, ...target].join(' ')
}

function targetOf(setting: Setting, callable: readonly Plan[], matches: readonly string[]): readonly string[] {
  const { random, table } = setting
  const dice = random.next()
  if (dice < 0.3 && callable.length > 0) return [random.chance(0.25) ? '-g' : '-j', random.pick(callable).name]
  if (dice < 0.38) return ['-j', 'RETURN']
  if (dice < 0.5) return ['-j', 'ACCEPT']
  if (dice < 0.6) return table === 'nat' ? ['-j', 'ACCEPT'] : ['-j', random.chance(0.7) ? 'DROP' : 'ACCEPT']
  if (dice < 0.66) return []
  if (table === 'nat') return setting.tracked ? natTarget(setting, matches) : ['-j', 'ACCEPT']
  const special = specials(setting, matches)
  return special.length > 0 && random.chance(0.5) ? random.pick(special) : markTarget(setting)
}

function markTarget({ random, family, tracked }: Setting): readonly string[] {
  const value = String(random.pick([0, 1, 3, 7, 7, 16]))
  const plain = [
    ['-j', 'MARK', '--set-mark', value],
    ['-j', 'MARK', '--set-mark', `${value}/0xf`],
    ['-j', 'MARK', '--set-xmark', `${value}/${random.pick(['0xff', '0x3', '0x0'])}`],
    ['-j', 'MARK', '--or-mark', value],
    ['-j', 'MARK', '--and-mark', '0xfffffffd'],
    ['-j', 'MARK', '--xor-mark', value],
    ['-j', 'LOG', '--log-prefix', `"${family} "`],
    ['-j', 'NFLOG', '--nflog-group', '9'],
    ['-j', 'AUDIT', '--type', 'accept'],
    ['-j', 'SET', '--add-set', family === 'ipv4' ? 'scratch' : 'scratch6', 'src'],
  ]
  const ofConnections = [
    ['-j', 'CONNMARK', '--set-mark', `${value}/0x7`],
    ['-j', 'CONNMARK', '--set-xmark', `${value}/0xff`],
    ['-j', 'CONNMARK', '--and-mark', '0xfffffffe'],
    ['-j', 'CONNMARK', '--or-mark', value],
    ['-j', 'CONNMARK', '--xor-mark', value],
    ['-j', 'CONNMARK', '--set-mark', value],
    ['-j', 'CONNMARK', '--save-mark'],
    ['-j', 'CONNMARK', '--restore-mark'],
    ['-j', 'CONNMARK', '--save-mark', '--nfmask', '0x3', '--ctmask', '0xf'],
    ['-j', 'CONNMARK', '--restore-mark', '--nfmask', '0x1', '--ctmask', '0x7'],
    ['-j', 'CONNMARK', '--restore-mark', '--mask', '0x3'],
  ]
  return random.pick(tracked ? [...plain, ...ofConnections] : plain)
}

const errors: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['net', 'host', 'port', 'proto'].map((name) => `icmp-${name}-unreachable`),
  ipv6: ['icmp6-no-route', 'icmp6-adm-prohibited', 'icmp6-addr-unreachable', 'icmp6-port-unreachable'],
}
const prohibitions: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['net', 'host', 'admin'].map((name) => `icmp-${name}-prohibited`),
  ipv6: ['icmp6-policy-fail', 'icmp6-reject-route'],
}

function isOf(protocol: string, matches: readonly string[]): boolean {
  const at = matches.indexOf('-p')
  return at >= 0 && matches[at - 1] !== '!' && matches[at + 1] === protocol
}

function specials(
  { table, family, random, hooks }: Setting,
  matches: readonly string[],
): readonly (readonly string[])[] {
  const hops = family === 'ipv4' ? ['TTL', '--ttl'] : ['HL', '--hl']
  if (table === 'raw')
    return [
      ['-j', 'NOTRACK'],
      ['-j', 'CT', '--notrack'],
      ['-j', 'TRACE'],
    ]
  if (table === 'filter')
    return [
      ['-j', 'REJECT'],
      ['-j', 'REJECT', '--reject-with', random.pick([...errors[family], ...prohibitions[family]])],
      ...(isOf('tcp', matches) ? [['-j', 'REJECT', '--reject-with', 'tcp-reset']] : []),
      ['-j', 'NFQUEUE', '--queue-num', '9'],
      ['-j', 'NFQUEUE', '--queue-num', '9', '--queue-bypass'],
    ]
  if (table !== 'mangle') return []
  return [
    ['-j', hops[0] ?? '', `${hops[1]}-set`, String(random.pick([1, 2, 64, 63]))],
    ['-j', hops[0] ?? '', `${hops[1]}-dec`, String(random.pick([1, 2, 63]))],
    ['-j', hops[0] ?? '', `${hops[1]}-inc`, String(random.pick([1, 2]))],
    ['-j', 'TOS', '--set-tos', random.pick(['0x10/0xff', '0x20/0x3f', '0x04/0x00'])],
    ['-j', 'DSCP', '--set-dscp', String(random.pick([0, 8, 46]))],
    ['-j', 'DSCP', '--set-dscp-class', random.pick(['CS1', 'EF'])],
    ['-j', 'CHECKSUM', '--checksum-fill'],
    ...(isOf('tcp', matches) ? [['-j', 'TCPOPTSTRIP', '--strip-options', random.pick(['mss', 'timestamp'])]] : []),
    ...(isOf('tcp', matches) && family === 'ipv4' ? [['-j', 'ECN', '--ecn-tcp-remove']] : []),
    ...(hooks.every((hook) => ['FORWARD', 'OUTPUT', 'POSTROUTING'].includes(hook))
      ? [['-j', 'CLASSIFY', '--set-class', '1:2']]
      : []),
    ...(isOf('tcp', matches) && matches.includes('--mss')
      ? ['800', '1300'].map((size) => ['--tcp-flags', 'SYN,RST', 'SYN', '-j', 'TCPMSS', '--set-mss', size])
      : []),
  ]
}

const hosts: Readonly<Record<Family, readonly string[]>> = {
  ipv4: [
    '172.17.0.2',
    '172.17.0.3',
    '172.18.0.2',
    '203.0.113.10',
    '203.0.113.1',
    '172.17.0.2-172.17.0.5',
    '198.51.100.10',
  ],
  ipv6: ['2001:db8:2::2', '2001:db8:2::3', '2001:db8:3::2', '2001:db8:1::10', '2001:db8:2::2-2001:db8:2::4'],
}

// Ports need a protocol that has them.
function natTarget({ random, family, hooks }: Setting, matches: readonly string[]): readonly string[] {
  const at = matches.indexOf('-p')
  const ported = at >= 0 && matches[at - 1] !== '!' && ['tcp', 'udp', 'sctp'].includes(matches[at + 1] ?? '')
  const before = hooks.every((hook) => hook === 'PREROUTING' || hook === 'OUTPUT')
  const address = random.pick(hosts[family])
  if (before) {
    const port = ported ? random.pick(['', ':80', ':8080', ':7000-7010', ':7000-7010/5000', ':1-65535']) : ''
    return random.pick([
      ['-j', 'DNAT', '--to-destination', withPort(address, port, family)],
      [
        '-j',
        'DNAT',
        '--to-destination',
        withPort(address, port, family),
        ...(random.chance(0.3) ? ['--persistent'] : []),
      ],
      ['-j', 'REDIRECT', ...(ported && random.chance(0.6) ? ['--to-ports', random.pick(['8080', '7000-7010'])] : [])],
      ['-j', 'NETMAP', '--to', family === 'ipv4' ? '172.18.0.0/24' : '2001:db8:3::/64'],
      ...(port === '' ? [] : [['-j', 'DNAT', '--to-destination', port]]),
    ])
  }
  const snat = ['-j', 'SNAT', '--to-source', withPort(address, ported && random.chance(0.3) ? ':1-65535' : '', family)]
  const masquerade = ['-j', 'MASQUERADE', ...(ported && random.chance(0.3) ? ['--to-ports', '1-65535'] : [])]
  const netmap = ['-j', 'NETMAP', '--to', family === 'ipv4' ? '198.51.100.0/24' : '2001:db8:4::/64']
  return hooks.includes('INPUT') ? random.pick([snat, netmap]) : random.pick([masquerade, masquerade, snat, netmap])
}

function withPort(address: string, port: string, family: Family): string {
  if (family === 'ipv4' || port === '') return `${address}${port}`
  return `[${address}]${port}`
}
