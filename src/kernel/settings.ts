import type { Facts } from '#model/facts.ts'
import type { Family } from '#model/family.ts'

/** A file below /proc/sys and what to write into it. */
export type Setting = readonly [path: string, value: string]

/** The settings of a rebuilt host: before there are interfaces, when they are there, and when its rules are loaded. */
export interface Settings {
  readonly first: readonly Setting[]
  readonly next: readonly Setting[]
  /** Those of conntrack: a rule may bring it in. */
  readonly last: readonly Setting[]
}

/** Plans the settings. `made`: the interfaces that the rebuilt host has. */
export function planSettings(facts: Facts, family: Family, made: ReadonlySet<string>): Settings {
  const known = Object.entries(facts.sysctls ?? {}).flatMap(([name, value]) => settingOf(name, value, family, made))
  const at = (place: RegExp) => known.filter(([path]) => place.test(path))
  return {
    first: [...quiet[family], ...at(/^net\/ipv[46]\/(?!conf\/(?!all\/|default\/))/).toSorted(byWeight)],
    next: [
      ...(family === 'ipv6' ? [...made].flatMap(quietDevice) : []),
      ...at(/\/conf\/(?!all\/|default\/)|^net\/bridge\//),
    ],
    last: [...conntrack, ...at(/^net\/netfilter\//)],
  }
}

// Forwarding for all sets each interface's own, which may differ and comes later.
function byWeight([a]: Setting, [b]: Setting): number {
  return weight(a) - weight(b)
}

function weight(path: string): number {
  return /\/(ip_forward|conf\/all\/forwarding)$/.test(path) ? 0 : 1
}

const wanted: Readonly<Record<Family, RegExp>> = {
  ipv4: /^net\/(ipv4\/(ip_forward|ip_nonlocal_bind|fwmark_reflect|conf\/[^/]+\/(forwarding|rp_filter|route_localnet|accept_local|src_valid_mark))|bridge\/bridge-nf-[\w-]+|netfilter\/nf_conntrack_(tcp_loose|helper))$/,
  ipv6: /^net\/(ipv6\/(ip_nonlocal_bind|conf\/[^/]+\/forwarding)|bridge\/bridge-nf-[\w-]+|netfilter\/nf_conntrack_tcp_loose)$/,
}

function settingOf(name: string, value: string, family: Family, made: ReadonlySet<string>): readonly Setting[] {
  // Where a name of an interface has dots, sysctl(8) writes them as slashes.
  const path = name.replace(/[./]/g, (char) => (char === '.' ? '/' : '.'))
  const device = /^net\/ipv[46]\/conf\/([^/]+)\//.exec(path)?.[1]
  if (device !== undefined && !['all', 'default'].includes(device) && !made.has(device)) return []
  return wanted[family].test(path) && /^-?\d{1,10}$/.test(value) ? [[path, value]] : []
}

// The host must keep silent, so that its counters tell of the packets that were sent and of nothing else. The packets carry
// wrong checksums, so that nobody answers them; conntrack is not to mind. Errors about packets that cannot go on are held back.
const conntrack: readonly Setting[] = [
  ['net/netfilter/nf_conntrack_checksum', '0'],
  ['net/netfilter/nf_conntrack_tcp_be_liberal', '1'],
]

const quiet: Readonly<Record<Family, readonly Setting[]>> = {
  ipv4: [
    ['net/ipv6/conf/all/disable_ipv6', '1'],
    ['net/ipv6/conf/default/disable_ipv6', '1'],
    ['net/ipv4/icmp_ratelimit', '1000000'],
    ['net/ipv4/icmp_echo_ignore_all', '1'],
    ...['all', 'default'].flatMap((device): readonly Setting[] =>
      [
        ['rp_filter', '0'],
        ['route_localnet', '0'],
        ['accept_local', '0'],
        ['src_valid_mark', '0'],
        ['send_redirects', '0'],
        ['log_martians', '0'],
      ].map(([name, value]): Setting => [`net/ipv4/conf/${device}/${name}`, value ?? '']),
    ),
  ],
  ipv6: [
    ['net/ipv6/icmp/ratelimit', '1000000'],
    ['net/ipv6/icmp/echo_ignore_all', '1'],
    ...['all', 'default'].flatMap((device): readonly Setting[] => [
      [`net/ipv6/conf/${device}/accept_ra`, '0'],
      [`net/ipv6/conf/${device}/accept_dad`, '0'],
      [`net/ipv6/conf/${device}/autoconf`, '0'],
      [`net/ipv6/conf/${device}/router_solicitations`, '0'],
      [`net/ipv6/conf/${device}/addr_gen_mode`, '1'],
      [`net/ipv6/conf/${device}/mldv1_unsolicited_report_interval`, '1'],
      [`net/ipv6/conf/${device}/mldv2_unsolicited_report_interval`, '1'],
    ]),
  ],
}

function quietDevice(device: string): readonly Setting[] {
  return [[`net/ipv6/conf/${device.replaceAll('/', '.')}/mldv2_unsolicited_report_interval`, '1']]
}
