// data: how `iptables -L` spells each match behind the destination column, as observed on 1.8.7 to 1.8.11 (nft and legacy).
import type { ServiceProtocol } from '../kinds/services.ts'
import { listedPorts } from '../kinds/services.ts'
import type { Listed, ListedGroups, ListedOption } from './listed.ts'

function option(text: RegExp, name: string | undefined, words?: ListedOption['words']): ListedOption {
  return { text, option: name, ...(words && { words }) }
}

function again(text: RegExp, name: string | undefined, words?: ListedOption['words']): ListedOption {
  return { ...option(text, name, words), repeats: true }
}

const flagNames = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG']
const dccpTypes = 'REQUEST RESPONSE DATA ACK DATAACK CLOSEREQ CLOSE RESET SYNC SYNCACK INVALID'.split(' ')
const headerBits: readonly (readonly [number, string])[] = [
  [0x80, 'hop-by-hop'],
  [0x40, 'ipv6-opts'],
  [0x20, 'ipv6-route'],
  [0x10, 'ipv6-frag'],
  [0x08, 'ah'],
  [0x04, 'esp'],
  [0x02, 'ipv6-nonxt'],
  [0x01, 'protocol'],
]
const chunkNames: ReadonlyMap<number, string> = new Map([
  ...'DATA INIT INIT_ACK SACK HEARTBEAT HEARTBEAT_ACK ABORT SHUTDOWN SHUTDOWN_ACK ERROR COOKIE_ECHO COOKIE_ACK ECN_ECNE ECN_CWR SHUTDOWN_COMPLETE'
    .split(' ')
    .map((name, number) => [number, name] as const),
  [64, 'I_DATA'],
  [128, 'ASCONF_ACK'],
  [130, 'RE_CONFIG'],
  [132, 'PAD'],
  [192, 'FORWARD_TSN'],
  [193, 'ASCONF'],
  [194, 'I_FORWARD_TSN'],
])

function flagWords({ beside: mask = '', value = '' }: ListedGroups): readonly string[] {
  return [mask, value].map((word) => {
    if (!word.startsWith('0x')) return word
    const bits = Number.parseInt(word, 16)
    return flagNames.filter((_, index) => bits & (1 << index)).join(',') || 'NONE'
  })
}

function chunkWords({ value = '', beside: chunks }: ListedGroups): readonly string[] {
  const names = (chunks ?? 'ALL').split(',').map((chunk) => {
    const number = /^0x([0-9a-f]{4})/i.exec(chunk)
    if (number === null) return chunk
    return (chunkNames.get(Number.parseInt(number[1] ?? '', 16)) ?? number[0]) + chunk.slice(6)
  })
  return [value, names.join(',')]
}

function typeWords({ value = '' }: ListedGroups): readonly string[] | undefined {
  const names = value.split(',').map((type) => (/^\d+$/.test(type) ? dccpTypes[Math.min(Number(type), 10)] : type))
  return names.every((name) => name !== undefined && dccpTypes.includes(name))
    ? [[...new Set(names)].join(',')]
    : undefined
}

function icmpWords({ value = '', beside: code }: ListedGroups): readonly string[] {
  if (code !== undefined) return [`${value}/${code}`]
  return [value === '255' ? 'any' : value]
}

function icmp6Words({ value = '', beside: code }: ListedGroups): readonly string[] {
  return [code === undefined ? value : `${value}/${code}`]
}

function headerWords({ value = '' }: ListedGroups): readonly string[] {
  if (!value.startsWith('0x')) return [value]
  const bits = Number.parseInt(value, 16)
  return [headerBits.flatMap(([bit, name]) => (bits & bit ? [name] : [])).join(',')]
}

function instructionWords({ value = '' }: ListedGroups): readonly string[] {
  const program = value.trimEnd()
  return [`${program.split(',').length},${program}`]
}

function dayWords({ value = '' }: ListedGroups): readonly string[] {
  return [value.replace(/st|nd|rd|th/g, '')]
}

function connectionWords({ value = '', beside: mask = '', side }: ListedGroups): readonly string[] {
  return [value, '--connlimit-mask', mask, side === 'src' ? '--connlimit-saddr' : '--connlimit-daddr']
}

function portWords(protocol?: ServiceProtocol): ListedOption['words'] {
  return ({ value = '' }, { services }) => [listedPorts(value, protocol, services)]
}

function ports(protocol?: ServiceProtocol): readonly ListedOption[] {
  return [
    option(/spts?:(?<not>!?)(?<value>[^\s!]+)/y, '--sport', portWords(protocol)),
    option(/dpts?:(?<not>!?)(?<value>[^\s!]+)/y, '--dport', portWords(protocol)),
  ]
}

const trackedNames =
  'ctstate ctproto ctorigsrc ctorigdst ctreplsrc ctrepldst ctorigsrcport ctorigdstport ctreplsrcport ctrepldstport ctstatus ctexpire ctdir'
const segmentRoutingNames =
  'next-hdr hdr-len-eq hdr-len-gt hdr-len-lt segs-left-eq segs-left-gt segs-left-lt last-entry-eq last-entry-gt last-entry-lt tag psid nsid lsid'
const setCounters = ['packets-eq', 'packets-lt', 'packets-gt', 'bytes-eq', 'bytes-lt', 'bytes-gt']

/** Every match whose text in a listing we know, the more telling beginnings first. */
export const listedMatches: readonly Listed[] = [
  {
    name: 'tcp',
    head: /tcp(?!\S)/y,
    options: [
      ...ports('tcp'),
      option(/option=(?<not>!?)(?<value>\d+)/y, '--tcp-option'),
      option(/flags:(?<not>!?)(?<beside>[\w,]+)\/(?<value>[\w,]+)/y, '--tcp-flags', flagWords),
    ],
  },
  { name: 'udp', head: /udp(?!\S)/y, options: ports('udp') },
  { name: 'udplite', head: /udplite(?!\S)/y, options: ports() },
  {
    name: 'sctp',
    head: /sctp(?!\S)/y,
    options: [
      ...ports('sctp'),
      option(/(?<not>! )?(?<value>any|all|only) (?<beside>[\w:,-]+)/y, '--chunk-types', chunkWords),
      option(/(?<not>! )?(?<value>any|all|only)(?= *$)/my, '--chunk-types', chunkWords),
    ],
  },
  {
    name: 'dccp',
    head: /dccp(?!\S)/y,
    options: [
      ...ports(),
      option(/option=(?<not>!?)(?<value>\d+)/y, '--dccp-option'),
      option(/(?<not>! )?(?<value>\d[\d,]*|[A-Z]+(?:,[A-Z]+)*)/y, '--dccp-types', typeWords),
    ],
  },
  {
    name: 'icmp',
    options: [
      option(/icmptype (?<value>\d+)(?: code (?<beside>\d+))?/y, '--icmp-type', icmpWords),
      option(/icmp (?<not>!?)type (?<value>\d+)(?: code (?<beside>\d+))?/y, '--icmp-type', icmpWords),
      option(/icmp (?<not>!?)(?<value>[a-zA-Z][\w-]*)/y, '--icmp-type', icmpWords),
    ],
  },
  {
    name: 'icmp6',
    options: [
      option(/ipv6-icmptype (?<value>\d+)(?: code (?<beside>\d+))?/y, '--icmpv6-type', icmp6Words),
      option(/ipv6-icmp (?<not>!?)type (?<value>\d+)(?: code (?<beside>\d+))?/y, '--icmpv6-type', icmp6Words),
      option(/ipv6-icmp (?<not>!?)(?<value>[a-zA-Z][\w-]*)/y, '--icmpv6-type', icmp6Words),
    ],
  },
  {
    name: 'multiport',
    head: /multiport(?= )/y,
    options: [
      option(/dports +(?<not>!?)(?<value>[^\s!]+)/y, '--dports', portWords()),
      option(/sports +(?<not>!?)(?<value>[^\s!]+)/y, '--sports', portWords()),
      option(/ports +(?<not>!?)(?<value>[^\s!]+)/y, '--ports', portWords()),
    ],
  },
  { name: 'state', options: [option(/(?<not>! )?state (?<value>[A-Z,]+)/y, '--state')] },
  {
    name: 'conntrack',
    options: trackedNames
      .split(' ')
      .map((name) => option(new RegExp(`(?<not>! )?${name} (?<value>\\S+)`, 'y'), `--${name}`)),
  },
  { name: 'comment', options: [{ text: ['/* ', ' */'], option: '--comment', words: ({ value = '' }) => [value] }] },
  {
    name: 'addrtype',
    head: /ADDRTYPE match(?!\S)/y,
    options: [
      option(/src-type (?<not>!?)(?<value>[A-Z,]+)/y, '--src-type'),
      option(/dst-type (?<not>!?)(?<value>[A-Z,]+)/y, '--dst-type'),
      option(/limit-in/y, '--limit-iface-in'),
      option(/limit-out/y, '--limit-iface-out'),
    ],
  },
  {
    name: 'limit',
    head: /limit:(?= avg )/y,
    options: [option(/avg (?<value>\S+)/y, '--limit'), option(/burst (?<value>\d+)/y, '--limit-burst')],
  },
  {
    name: 'hashlimit',
    head: /limit:(?= up to | above )/y,
    options: [
      option(/up to (?<value>\S+)/y, '--hashlimit-upto'),
      option(/above (?<value>\S+)/y, '--hashlimit-above'),
      option(/burst (?<value>\w+)/y, '--hashlimit-burst'),
      option(/mode (?<value>[a-z-]+)/y, '--hashlimit-mode', ({ value = '' }) => [value.replace(/-/g, ',')]),
      option(/rate-match/y, '--hashlimit-rate-match'),
      ...'htable-size htable-max htable-gcinterval htable-expire srcmask dstmask rate-interval'
        .split(' ')
        .map((name) => option(new RegExp(`${name} (?<value>\\d+)`, 'y'), `--hashlimit-${name}`)),
    ],
    unseen: [['--hashlimit-name', '?']],
    loses: true,
  },
  { name: 'mark', head: /mark match(?!\S)/y, options: [option(/(?<not>! )?(?<value>0x\S+)/y, '--mark')] },
  { name: 'connmark', head: /connmark match(?!\S)/y, options: [option(/(?<not>! )?(?<value>0x\S+)/y, '--mark')] },
  {
    name: 'set',
    options: [
      option(/(?<not>! )?match-set (?<value>\S+) (?<beside>\S+)/y, '--match-set', ({ value = '', beside = '' }) => [
        value,
        beside,
      ]),
      option(/return-nomatch/y, '--return-nomatch'),
      option(/(?<not>! )?update-counters/y, '--update-counters'),
      option(/(?<not>! )?update-subcounters/y, '--update-subcounters'),
      ...setCounters.map((name) => option(new RegExp(`(?<not>! )?${name} (?<value>\\d+)`, 'y'), `--${name}`)),
    ],
  },
  {
    name: 'iprange',
    options: [
      option(/source IP range (?<not>! )?(?<value>[\da-f.:-]+)/y, '--src-range'),
      option(/destination IP range (?<not>! )?(?<value>[\da-f.:-]+)/y, '--dst-range'),
    ],
  },
  {
    name: 'physdev',
    head: /PHYSDEV match(?!\S)/y,
    options: [
      option(/(?<not>! )?--physdev-in (?<value>\S+)/y, '--physdev-in'),
      option(/(?<not>! )?--physdev-out (?<value>\S+)/y, '--physdev-out'),
      ...['--physdev-is-in', '--physdev-is-out', '--physdev-is-bridged'].map((name) =>
        option(new RegExp(`(?<not>! )?${name}`, 'y'), name),
      ),
    ],
  },
  {
    name: 'owner',
    options: [
      option(/(?<not>! )?owner UID match (?<value>\S+)/y, '--uid-owner'),
      option(/(?<not>! )?owner GID match (?<value>\S+)/y, '--gid-owner'),
      option(/(?<not>! )?owner socket exists/y, '--socket-exists'),
      option(/incl\. suppl\. groups/y, '--suppl-groups'),
    ],
  },
  {
    name: 'recent',
    options: [
      option(/(?<not>! )?recent: SET/y, '--set'),
      option(/(?<not>! )?recent: CHECK/y, '--rcheck'),
      option(/(?<not>! )?recent: UPDATE/y, '--update'),
      option(/(?<not>! )?recent: REMOVE/y, '--remove'),
      option(/seconds: (?<value>\d+)/y, '--seconds'),
      option(/reap/y, '--reap'),
      option(/hit_count: (?<value>\d+)/y, '--hitcount'),
      option(/TTL-Match/y, '--rttl'),
      option(/name: (?<value>\S.{0,200}?)(?= side: )/y, '--name'),
      option(/side: source/y, '--rsource'),
      option(/side: dest/y, '--rdest'),
      option(/mask: (?<value>\S+)/y, '--mask'),
    ],
  },
  {
    name: 'mac',
    options: [option(/MAC ?(?<not>!)? ?(?<value>(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2})/y, '--mac-source')],
  },
  { name: 'length', options: [option(/length (?<not>!?)(?<value>[\d:]+)/y, '--length')] },
  { name: 'pkttype', options: [option(/PKTTYPE (?<not>!?)= (?<value>\w+)/y, '--pkt-type')] },
  {
    name: 'ttl',
    head: /TTL match(?!\S)/y,
    options: [
      option(/TTL (?<not>!)?=+ (?<value>\d+)/y, '--ttl-eq'),
      option(/TTL < (?<value>\d+)/y, '--ttl-lt'),
      option(/TTL > (?<value>\d+)/y, '--ttl-gt'),
    ],
  },
  {
    name: 'hl',
    head: /HL match(?!\S)/y,
    options: [
      option(/HL (?<not>!)?=+ (?<value>\d+)/y, '--hl-eq'),
      option(/HL < (?<value>\d+)/y, '--hl-lt'),
      option(/HL > (?<value>\d+)/y, '--hl-gt'),
    ],
  },
  {
    name: 'statistic',
    head: /statistic mode(?!\S)/y,
    options: [
      option(/(?<value>random|nth)/y, '--mode'),
      option(/(?<not>! )?probability (?<value>[\d.]+)/y, '--probability'),
      option(
        /(?<not>! )?every (?<value>\d+)(?: packet (?<beside>\d+))?/y,
        '--every',
        ({ value = '', beside = '0' }) => [value, '--packet', beside],
      ),
    ],
  },
  {
    name: 'string',
    options: [
      option(
        /STRING match +(?<not>! ?)?"(?<value>\|[\da-f]{0,300}\|)" ALGO name (?<beside>\w+)/y,
        '--hex-string',
        ({ value = '', beside = '' }) => [value, '--algo', beside],
      ),
      option(
        /STRING match +(?<not>! ?)?"(?<value>.{0,300}?)" ALGO name (?<beside>\w+)/y,
        '--string',
        ({ value = '', beside = '' }) => [value.replace(/\\(["\\'])/g, '$1'), '--algo', beside],
      ),
      option(/FROM (?<value>\d+)/y, '--from'),
      option(/TO (?<value>\d+)/y, '--to'),
      option(/ICASE/y, '--icase'),
    ],
  },
  {
    name: 'time',
    head: /TIME(?!\S)/y,
    options: [
      option(/from (?<value>[\d:]+)/y, '--timestart'),
      option(/to (?<value>[\d:]+)/y, '--timestop'),
      option(/on (?<value>[A-Z][a-z]{2}(?:,[A-Z][a-z]{2})*)/y, '--weekdays'),
      option(/on (?<value>\d+(?:st|nd|rd|th)(?:,\d+(?:st|nd|rd|th))*)/y, '--monthdays', dayWords),
      option(/starting from (?<value>[\d-]+) (?<beside>[\d:]+)/y, '--datestart', ({ value, beside }) => [
        `${value}T${beside}`,
      ]),
      option(/until date (?<value>[\d-]+) (?<beside>[\d:]+)/y, '--datestop', ({ value, beside }) => [
        `${value}T${beside}`,
      ]),
      { text: /UTC/y, option: undefined, words: () => [], missing: ['--kerneltz'] },
      option(/contiguous/y, '--contiguous'),
    ],
  },
  { name: 'tcpmss', head: /tcpmss match(?!\S)/y, options: [option(/(?<not>!?)(?<value>[\d:]+)/y, '--mss')] },
  { name: 'dscp', head: /DSCP match(?!\S)/y, options: [option(/(?<not>!?)(?<value>0x[\da-f]+)/y, '--dscp')] },
  { name: 'tos', options: [option(/tos match(?<not>!?) ?(?<value>[\w/-]+)/y, '--tos')] },
  {
    name: 'connlimit',
    options: [
      option(/#conn (?<side>src|dst)\/(?<beside>\S+) > (?<value>\d+)/y, '--connlimit-above', connectionWords),
      option(/#conn (?<side>src|dst)\/(?<beside>\S+) <= (?<value>\d+)/y, '--connlimit-upto', connectionWords),
    ],
  },
  {
    name: 'connbytes',
    options: [
      option(/(?<not>! )?connbytes (?<value>\d[\d:]*)/y, '--connbytes'),
      option(/connbytes mode (?<value>\w+)/y, '--connbytes-mode'),
      option(/connbytes direction (?<value>\w+)/y, '--connbytes-dir'),
    ],
  },
  { name: 'u32', options: [option(/u32 (?<not>! ?)?"(?<value>[^"\s]{1,4000})"/y, '--u32')] },
  {
    name: 'policy',
    head: /policy match(?= dir )/y,
    options: [
      option(/dir (?<value>in|out)/y, '--dir'),
      option(/pol (?<value>none|ipsec)/y, '--pol'),
      option(/strict/y, '--strict'),
      option(/\[0\]/y, undefined, () => []),
      again(/\[[1-9]\d*\]/y, '--next'),
      ...'reqid spi proto mode tunnel-dst tunnel-src'
        .split(' ')
        .map((name) => again(new RegExp(`(?<not>! )?${name} (?<value>\\S+)`, 'y'), `--${name}`)),
    ],
  },
  {
    name: 'rpfilter',
    head: /rpfilter(?!\S)/y,
    options: ['loose', 'validmark', 'accept-local', 'invert'].map((name) => option(new RegExp(name, 'y'), `--${name}`)),
  },
  {
    name: 'socket',
    head: /socket(?!\S)/y,
    options: ['--transparent', '--nowildcard', '--restore-skmark'].map((name) => option(new RegExp(name, 'y'), name)),
  },
  { name: 'helper', options: [option(/helper match (?<not>! ?)?"(?<value>.{0,60}?)"(?!\S)/y, '--helper')] },
  { name: 'esp', head: /esp(?!\S)/y, options: [option(/spis?:(?<not>!?)(?<value>[\d:]+)/y, '--espspi')] },
  {
    name: 'ah',
    head: /ah(?!\S)/y,
    options: [
      option(
        /spis?:(?<not>!?)(?<value>\d[\d:]*)length:(?<side>!?)(?<beside>[\d:]+)/y,
        '--ahspi',
        ({ value = '', beside = '', side }) => [value, ...(side ? ['!'] : []), '--ahlen', beside],
      ),
      option(/spis?:(?<not>!?)(?<value>[\d:]+)/y, '--ahspi'),
      option(/length:(?<not>!?)(?<value>[\d:]+)/y, '--ahlen'),
      option(/reserved/y, '--ahres'),
    ],
  },
  {
    name: 'ipcomp',
    head: /comp(?!\S)/y,
    options: [option(/spis?:(?<not>!?)(?<value>[\d:]+)/y, '--ipcompspi'), option(/reserved/y, '--compres')],
  },
  {
    name: 'frag',
    head: /frag(?!\S)/y,
    options: [
      option(/ids?:(?<not>!?)(?<value>[\d:]+)/y, '--fragid'),
      option(/length:(?<not>!?)(?<value>[\d:]+)/y, '--fraglen'),
      ...(['reserved', 'first', 'more', 'last'] as const).map((name) =>
        option(new RegExp(name, 'y'), name === 'reserved' ? '--fragres' : `--frag${name}`),
      ),
    ],
  },
  {
    name: 'rt',
    head: /rt(?!\S)/y,
    options: [
      option(/type:(?<not>!?)(?<value>\d+)/y, '--rt-type'),
      option(/segslefts?:(?<not>!?)(?<value>[\d:]+)/y, '--rt-segsleft'),
      option(/length:(?<not>!?)(?<value>[\d:]+)/y, '--rt-len'),
      option(/reserved/y, '--rt-0-res'),
      option(/0-addrs (?<value>\S+)/y, '--rt-0-addrs'),
      option(/0-not-strict/y, '--rt-0-not-strict'),
    ],
  },
  ...['hbh', 'dst'].map((name) => ({
    name,
    head: new RegExp(`${name}(?= length| opts|\\s*$)`, 'my'),
    options: [
      option(/length:(?<not>!?)(?<value>\d+)/y, `--${name}-len`),
      option(/opts (?<value>\S+)/y, `--${name}-opts`),
    ],
  })),
  {
    name: 'ipv6header',
    head: /ipv6header(?= flags:)/y,
    options: [option(/flags:(?<not>!?)(?<value>[\w,-]+)/y, '--header', headerWords), option(/soft/y, '--soft')],
  },
  {
    name: 'srh',
    head: /srh(?!\S)/y,
    options: segmentRoutingNames
      .split(' ')
      .map((name) => option(new RegExp(`${name}(?::| +)(?<not>!)? ?(?<value>[\\da-f:./]+)`, 'y'), `--srh-${name}`)),
  },
  { name: 'mh', head: /mh(?!\S)/y, options: [option(/(?<not>!?)(?<value>[\w:-]+)/y, '--mh-type')] },
  { name: 'eui64', head: /eui64(?!\S)/y, options: [] },
  { name: 'bpf', options: [option(/match bpf (?<value>\d[\d ]*(?:,[\d ]+)*)/y, '--bytecode', instructionWords)] },
  {
    name: 'cgroup',
    options: [
      option(/cgroup (?<not>! ?)?(?<value>\d+)/y, '--cgroup'),
      option(/cgroup (?<not>! ?)?(?<value>[/a-zA-Z]\S*)/y, '--path'),
    ],
  },
  { name: 'cpu', options: [option(/cpu (?<not>! ?)?(?<value>\d+)/y, '--cpu')] },
  {
    name: 'devgroup',
    options: [
      option(/(?<not>! )?src-group (?<value>\S+)/y, '--src-group'),
      option(/(?<not>! )?dst-group (?<value>\S+)/y, '--dst-group'),
    ],
  },
  { name: 'realm', options: [option(/(?<not>! )?realm (?<value>\w+(?:\/\w+)?)/y, '--realm')] },
  { name: 'connlabel', options: [option(/connlabel (?<not>! ?)?(?<value>\S+)/y, '--label'), option(/set/y, '--set')] },
  { name: 'quota', options: [option(/quota: (?<value>\d+) bytes/y, '--quota')], loses: true },
  {
    name: 'ecn',
    head: /ECN match(?!\S)/y,
    options: [
      option(/(?<not>!?)ECE/y, '--ecn-tcp-ece'),
      option(/(?<not>!?)CWR/y, '--ecn-tcp-cwr'),
      option(/(?<not>!?)ECT=(?<value>\d)/y, '--ecn-ip-ect'),
    ],
  },
  {
    name: 'cluster',
    head: /cluster(?= !?node_mask)/y,
    options: [
      option(/(?<not>!?)node_mask=(?<value>\w+)/y, '--cluster-local-nodemask'),
      option(/total_nodes=(?<value>\d+)/y, '--cluster-total-nodes'),
      option(/hash_seed=(?<value>\w+)/y, '--cluster-hash-seed'),
    ],
  },
  { name: 'osf', options: [option(/OS fingerprint match (?<not>! ?)?(?<value>\S+)/y, '--genre')], loses: true },
]
