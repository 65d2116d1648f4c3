// data: how `iptables -L` spells the options of each target, behind those of the matches, as observed on 1.8.7 to 1.8.11.
import type { Listed, ListedGroups, ListedOption } from './listed.ts'

function option(text: RegExp, name: string | undefined, words?: ListedOption['words']): ListedOption {
  return { text, option: name, ...(words && { words }) }
}

function flag(text: string): ListedOption {
  return option(new RegExp(text, 'y'), `--${text}`)
}

const logBits: readonly (readonly [number, string])[] = [
  [1, '--log-tcp-sequence'],
  [2, '--log-tcp-options'],
  [4, '--log-ip-options'],
  [8, '--log-uid'],
  [32, '--log-macdecode'],
]
const logLevels: Readonly<Record<string, string>> = {
  emerg: '0',
  panic: '0',
  alert: '1',
  crit: '2',
  err: '3',
  error: '3',
  warn: '4',
  warning: '4',
  notice: '5',
  info: '6',
  debug: '7',
}

function logFlags({ value = '' }: ListedGroups): readonly string[] {
  return logBits.flatMap(([bit, name]) => (Number(value) & bit ? [name] : []))
}

function twoWords({ value = '', beside = '' }: ListedGroups): readonly string[] {
  return [value, beside]
}

function timeToLive(name: string): Listed {
  const lower = name.toLowerCase()
  return {
    name,
    head: new RegExp(`${name}(?= set| inc| dec)`, 'y'),
    options: [
      option(/set to (?<value>\d+)/y, `--${lower}-set`),
      option(/increment by (?<value>\d+)/y, `--${lower}-inc`),
      option(/decrement by (?<value>\d+)/y, `--${lower}-dec`),
    ],
  }
}

const natFlags = ['random-fully', 'random', 'persistent'].map(flag)

/** Every target whose text in a listing we know. */
export const listedTargets: readonly Listed[] = [
  { name: 'REJECT', options: [option(/reject-with (?<value>[a-z\d-]+)/y, '--reject-with')] },
  {
    name: 'LOG',
    head: /LOG(?!\S)/y,
    options: [
      option(/flags (?<value>\d+)/y, undefined, logFlags),
      option(/level (?<value>\w+)/y, '--log-level', ({ value = '' }) => [
        Object.hasOwn(logLevels, value) ? (logLevels[value] ?? value) : value,
      ]),
      ...['tcp-sequence', 'tcp-options', 'ip-options', 'uid', 'macdecode'].map((name) =>
        option(new RegExp(name, 'y'), `--log-${name}`),
      ),
      { text: ['prefix "', '"'], option: '--log-prefix' },
      { text: ['prefix `', "'"], option: '--log-prefix' },
    ],
  },
  {
    name: 'NFLOG',
    options: [
      option(/nflog-prefix +"(?<value>(?:[^"\\]|\\.){0,300})"/y, '--nflog-prefix', ({ value = '' }) => [
        value.replace(/\\(.)/g, '$1'),
      ]),
      option(/nflog-prefix +(?<value>[\w-]+)/y, '--nflog-prefix'),
      ...['nflog-group', 'nflog-range', 'nflog-size', 'nflog-threshold'].map((name) =>
        option(new RegExp(`${name} (?<value>\\d+)`, 'y'), `--${name}`),
      ),
    ],
  },
  {
    name: 'NFQUEUE',
    head: /NFQUEUE(?!\S)/y,
    options: [
      option(/num (?<value>\d+)/y, '--queue-num'),
      option(/balance (?<value>\d+:\d+)/y, '--queue-balance'),
      option(/bypass/y, '--queue-bypass'),
      option(/cpu-fanout/y, '--queue-cpu-fanout'),
    ],
  },
  { name: 'DNAT', options: [option(/to:(?<value>\S+)/y, '--to-destination'), ...natFlags] },
  { name: 'SNAT', options: [option(/to:(?<value>\S+)/y, '--to-source'), ...natFlags] },
  { name: 'MASQUERADE', options: [option(/masq ports: (?<value>\S+)/y, '--to-ports'), ...natFlags] },
  { name: 'REDIRECT', options: [option(/redir ports (?<value>\S+)/y, '--to-ports'), ...natFlags] },
  { name: 'NETMAP', options: [option(/to:(?<value>\S+)/y, '--to')] },
  {
    name: 'MARK',
    head: /MARK(?!\S)/y,
    options: [
      option(/set (?<value>0x[\da-f]+)/y, '--set-mark'),
      option(/xset (?<value>0x[\da-f]+\/0x[\da-f]+)/y, '--set-xmark'),
      ...['and', 'or', 'xor'].map((name) => option(new RegExp(`${name} (?<value>0x[\\da-f]+)`, 'y'), `--${name}-mark`)),
    ],
  },
  {
    name: 'CONNMARK',
    head: /CONNMARK(?!\S)/y,
    options: [
      option(/set (?<value>0x[\da-f]+)/y, '--set-mark'),
      option(/xset (?<value>0x[\da-f]+\/0x[\da-f]+)/y, '--set-xmark'),
      ...['and', 'or', 'xor'].map((name) => option(new RegExp(`${name} (?<value>0x[\\da-f]+)`, 'y'), `--${name}-mark`)),
      option(/save/y, '--save-mark'),
      option(/restore/y, '--restore-mark'),
      option(/mask (?<value>0x[\da-f]+)/y, '--mask'),
      option(/nfmask ~?(?<value>0x[\da-f]+)/y, '--nfmask'),
      option(/ctmask ~?(?<value>0x[\da-f]+)/y, '--ctmask'),
      option(/left-shift-mark (?<value>\d+)/y, '--left-shift-mark'),
      option(/right-shift-mark (?<value>\d+)/y, '--right-shift-mark'),
    ],
  },
  { name: 'NOTRACK', column: 'CT', head: /NOTRACK(?!\S)/y, options: [] },
  {
    name: 'CT',
    head: /CT(?!\S)/y,
    options: [
      flag('notrack'),
      ...['helper', 'timeout', 'ctevents', 'expevents', 'zone', 'zone-orig', 'zone-reply'].map((name) =>
        option(new RegExp(`${name} (?<value>\\S+)`, 'y'), `--${name}`),
      ),
    ],
  },
  {
    name: 'TCPMSS',
    head: /TCPMSS(?!\S)/y,
    options: [option(/clamp to PMTU/y, '--clamp-mss-to-pmtu'), option(/set (?<value>\d+)/y, '--set-mss')],
  },
  {
    name: 'TPROXY',
    head: /TPROXY(?= redirect )/y,
    options: [
      option(/redirect (?<value>[\da-f.:]+):(?<beside>\d+)/y, '--on-ip', ({ value = '', beside = '' }) => [
        value,
        '--on-port',
        beside,
      ]),
      option(/mark (?<value>0x[\da-f]+\/0x[\da-f]+)/y, '--tproxy-mark'),
    ],
  },
  {
    name: 'SET',
    options: [
      ...['add-set', 'del-set', 'map-set'].map((name) =>
        option(new RegExp(`${name} (?<value>\\S+) (?<beside>\\S+)`, 'y'), `--${name}`, twoWords),
      ),
      flag('exist'),
      option(/timeout (?<value>\d+)/y, '--timeout'),
      ...['map-mark', 'map-prio', 'map-queue'].map(flag),
    ],
  },
  { name: 'CHECKSUM', head: /CHECKSUM(?!\S)/y, options: [option(/fill/y, '--checksum-fill')] },
  timeToLive('TTL'),
  timeToLive('HL'),
  { name: 'DSCP', head: /DSCP(?= set)/y, options: [option(/set (?<value>0x[\da-f]+)/y, '--set-dscp')] },
  {
    name: 'TOS',
    head: /TOS(?!\S)/y,
    options: [
      option(/set ?(?<value>\S+)/y, '--set-tos'),
      ...['and', 'or', 'xor'].map((name) => option(new RegExp(`${name} (?<value>0x[\\da-f]+)`, 'y'), `--${name}-tos`)),
    ],
  },
  { name: 'CLASSIFY', head: /CLASSIFY(?!\S)/y, options: [option(/set (?<value>[\da-f]+:[\da-f]+)/y, '--set-class')] },
  {
    name: 'TEE',
    head: /TEE(?!\S)/y,
    options: [option(/gw:(?<value>\S+)/y, '--gateway'), option(/oif=(?<value>\S+)/y, '--oif')],
  },
  { name: 'AUDIT', head: /AUDIT(?!\S)/y, options: [option(/(?<value>accept|drop|reject)/y, '--type')] },
  {
    name: 'SYNPROXY',
    head: /SYNPROXY(?!\S)/y,
    options: [
      flag('sack-perm'),
      flag('timestamp'),
      option(/wscale (?<value>\d+)/y, '--wscale'),
      option(/mss (?<value>\d+)/y, '--mss'),
      flag('ecn'),
    ],
  },
  { name: 'CONNSECMARK', head: /CONNSECMARK(?!\S)/y, options: [flag('save'), flag('restore')] },
  { name: 'SECMARK', head: /SECMARK(?!\S)/y, options: [option(/selctx (?<value>\S+)/y, '--selctx')] },
  {
    name: 'ECN',
    head: /ECN(?!\S)/y,
    options: [
      option(/TCP remove/y, '--ecn-tcp-remove'),
      option(/ECE=(?<value>\d)/y, '--ecn-tcp-ece'),
      option(/CWR=(?<value>\d)/y, '--ecn-tcp-cwr'),
      option(/ECT codepoint=(?<value>\d)/y, '--ecn-ip-ect'),
    ],
  },
  {
    name: 'TCPOPTSTRIP',
    head: /TCPOPTSTRIP(?!\S)/y,
    options: [option(/options (?<value>\S+)/y, '--strip-options')],
  },
  {
    name: 'HMARK',
    head: /HMARK(?!\S)/y,
    options: [
      option(/mod (?<value>\d+)/y, '--hmark-mod'),
      option(/\+ (?<value>0x[\da-f]+)/y, '--hmark-offset'),
      option(/(?<value>ct),/y, '--hmark-tuple'),
      ...[
        'src-prefix',
        'dst-prefix',
        'sport-mask',
        'dport-mask',
        'sport',
        'dport',
        'spi',
        'spi-mask',
        'proto-mask',
        'rnd',
      ].map((name) => option(new RegExp(`${name} (?<value>\\w+)`, 'y'), `--hmark-${name}`)),
    ],
  },
  {
    name: 'RATEEST',
    options: [
      option(/name (?<value>\S+)/y, '--rateest-name'),
      option(/interval (?<value>\S+)/y, '--rateest-interval'),
      option(/ewmalog (?<value>\S+)/y, '--rateest-ewmalog'),
    ],
  },
  {
    name: 'IDLETIMER',
    options: [option(/timeout:(?<value>\d+)/y, '--timeout'), option(/label:(?<value>\S+)/y, '--label'), flag('alarm')],
  },
  ...['SNPT', 'DNPT'].map((name) => ({
    name,
    head: new RegExp(`${name}(?!\\S)`, 'y'),
    options: [option(/src-pfx (?<value>\S+)/y, '--src-pfx'), option(/dst-pfx (?<value>\S+)/y, '--dst-pfx')],
  })),
]
