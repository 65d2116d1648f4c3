// data: English texts for what rules ask and do.
import type { Catalogue } from '#model/messages.ts'
import type { Args } from './text.ts'
import { unseenNames } from './unseen.ts'

/** The last of several values comes after "or": `80, 443` -> `80 or 443`. */
const either = (values: string | number | undefined) => String(values ?? '').replace(/, (?=[^,]*$)/, ' or ')
const field = (positive: string, negative: string) => (args: Args) =>
  (args.not ? negative : positive).replace('{}', () => either(args.values))
/** `SYN`, `ACK`, `RST` -> `SYN, ACK and RST`. */
const both = (names: readonly string[]) => names.join(', ').replace(/, (?=[^,]*$)/, ' and ')
const named = (positive: string, negative: string, without: string, other: string) => (args: Args) =>
  args.values === '' ? (args.not ? without : other) : field(positive, negative)(args)

const marked = ' (with the packet mark)'
const routed = (side: string, more = '') =>
  named(
    `whose ${side} is routed through {}${more}`,
    `whose ${side} is not routed through {}${more}`,
    `whose ${side} has a route${more}`,
    `whose ${side} has no route${more}`,
  )
const routedBack = (side: string, more = '') =>
  named(
    `whose ${side} is routed through the arriving interface {}${more}`,
    `whose ${side} is not routed through the arriving interface {}${more}`,
    `whose ${side} is routed through the arriving interface${more}`,
    `whose ${side} is not routed through the arriving interface${more}`,
  )

const types: Readonly<Record<string, string>> = { LOCAL: 'an address of this host' }
const typed =
  (side: string, place = '') =>
  (args: Args) => {
    const values = String(args.values)
    return `${args.not ? 'not ' : ''}${side} ${types[values] ?? `an address of type ${either(values)}`}${place}`
  }

const continued: Readonly<Record<string, string>> = {
  count: 'are only counted',
  log: 'are logged',
  tee: 'are copied to another host',
  audit: 'are reported to the audit daemon',
  ct: 'get settings for their connection',
  set: 'add addresses to an ipset or remove them',
  rateest: 'are counted for an estimated rate',
  idletimer: 'restart a timer',
  led: 'switch a light',
  helper: 'get a helper for their connection',
  timeout: 'get a timeout for their connection',
  offload: 'have their connection passed on without further rules',
  copy: 'are copied to another host',
  trace: 'are traced in the log, rule by rule',
  secmark: 'get or give a security mark',
}

/** `ttl`, `more 1` -> `get their TTL (hop limit) raised by 1`. */
function rewrite(what: string, how: string): string {
  if (what === 'checksum' && how === 'fill') return 'get their checksum filled in'
  const name = rewritten[what] ?? 'header'
  const [, verb, by] = /^(set|more|less) (.+)$/.exec(how) ?? []
  if (verb === 'set') return `get the ${name} ${by}`
  if (verb !== undefined) return `get their ${name} ${verb === 'more' ? 'raised' : 'lowered'} by ${by}`
  return `get another ${name} (${how})`
}

const rewritten: Readonly<Record<string, string>> = {
  tos: 'type of service',
  ttl: 'TTL (hop limit)',
  tcpmss: 'TCP maximum segment size',
  mark: 'packet mark',
  connmark: 'connection mark',
  class: 'traffic class',
}

const protocols: Readonly<Record<string, string>> = { 'ipv6-icmp': 'ICMPv6', udplite: 'UDP-Lite' }

/** `tcp` -> `TCP`; a protocol that has only a number is one of IP. */
function protocol(values: string | number | undefined): string {
  const name = String(values)
  return protocols[name] ?? (/^\d/.test(name) ? `IP protocol ${name}` : name.toUpperCase())
}

export const enPhrases = {
  'phrase/every': () => 'every packet',
  'phrase/none': () => 'no packet at all',
  'phrase/src': field('from {}', 'not from {}'),
  'phrase/dst': field('to {}', 'not to {}'),
  'phrase/in': named(
    'arriving on {}',
    'not arriving on {}',
    'arriving on some interface',
    'arriving on no interface (from this host)',
  ),
  'phrase/out': named(
    'leaving through {}',
    'not leaving through {}',
    'leaving through some interface',
    'leaving through no interface (for this host)',
  ),
  'phrase/physin': named(
    'arriving on bridge port {}',
    'not arriving on bridge port {}',
    'arriving on a port of a bridge',
    'arriving on no port of a bridge',
  ),
  'phrase/physout': named(
    'leaving through bridge port {}',
    'not leaving through bridge port {}',
    'leaving through a port of a bridge',
    'leaving through no port of a bridge',
  ),
  'phrase/bridged': field('bridged, not routed', 'not bridged'),
  'phrase/protocol': (args) => `${args.not ? 'of any protocol but ' : ''}${protocol(args.values)}`,
  'phrase/fragment': (args) => `that are ${args.not ? 'not ' : ''}a second or later fragment`,
  'phrase/sport': field('with source port {}', 'with a source port other than {}'),
  'phrase/dport': field('with destination port {}', 'with a destination port other than {}'),
  'phrase/tcpflags': field('with one of the TCP flags {}', 'with none of the TCP flags {}'),
  'phrase/tcpflags-exact': ({ set, of, not }) => {
    const on = String(set) === 'none' ? [] : String(set).split(', ')
    const off = String(of)
      .split(', ')
      .filter((flag) => !on.includes(flag))
    const parts = [on.length > 0 ? `${both(on)} set` : '', off.length > 0 ? `${both(off)} not set` : ''].filter(
      (part) => part !== '',
    )
    return `${not ? 'not ' : ''}with ${parts.join(' and ')}`
  },
  'phrase/tcpmss': field('with TCP maximum segment size {}', 'with a TCP maximum segment size other than {}'),
  'phrase/icmptype': field('of ICMP type {}', 'of an ICMP type other than {}'),
  'phrase/icmpcode': field('of ICMP code {}', 'of an ICMP code other than {}'),
  'phrase/length': field('{} bytes long', 'not {} bytes long'),
  'phrase/ttl': field('with TTL (hop limit) {}', 'with a TTL (hop limit) other than {}'),
  'phrase/tos': field('with type of service {}', 'with a type of service other than {}'),
  'phrase/spi': field('with IPsec SPI {}', 'with an IPsec SPI other than {}'),
  'phrase/mark': field('with packet mark {}', 'with a packet mark other than {}'),
  'phrase/connmark': field('with connection mark {}', 'with a connection mark other than {}'),
  'phrase/ctstate': field('of a connection in state {}', 'of a connection in any state but {}'),
  'phrase/ctstatus': field('of a connection with status {}', 'of a connection without status {}'),
  'phrase/ctdir': (args) =>
    (String(args.values) === '0') !== Boolean(args.not)
      ? 'in the original direction of the connection'
      : 'in the reply direction of the connection',
  'phrase/ctproto': field('of a connection of protocol {}', 'of a connection of a protocol other than {}'),
  'phrase/ctorigsrc': field('of a connection opened from {}', 'of a connection not opened from {}'),
  'phrase/ctorigdst': field(
    'of a connection opened to {} (before NAT)',
    'of a connection not opened to {} (before NAT)',
  ),
  'phrase/ctreplsrc': field('of a connection answered from {}', 'of a connection not answered from {}'),
  'phrase/ctrepldst': field('of a connection answered to {}', 'of a connection not answered to {}'),
  'phrase/ctorigsport': field('of a connection opened from port {}', 'of a connection not opened from port {}'),
  'phrase/ctorigdport': field(
    'of a connection opened to port {} (before NAT)',
    'of a connection not opened to port {} (before NAT)',
  ),
  'phrase/ctreplsport': field('of a connection answered from port {}', 'of a connection not answered from port {}'),
  'phrase/ctrepldport': field('of a connection answered to port {}', 'of a connection not answered to port {}'),
  'phrase/srcroute': routed('source'),
  'phrase/srcroute-in': routedBack('source'),
  'phrase/srcroute-mark': routed('source', marked),
  'phrase/srcroute-in-mark': routedBack('source', marked),
  'phrase/dstroute': routed('destination'),
  'phrase/dstroute-in': routedBack('destination'),
  'phrase/dstroute-mark': routed('destination', marked),
  'phrase/dstroute-in-mark': routedBack('destination', marked),
  'phrase/srctype': typed('from'),
  'phrase/dsttype': typed('to'),
  'phrase/fibsrc': typed('from'),
  'phrase/fibdst': typed('to'),
  'phrase/srctype-in': typed('from', ' (as the arriving interface sees it)'),
  'phrase/dsttype-in': typed('to', ' (as the arriving interface sees it)'),
  'phrase/srctype-out': typed('from', ' (as the leaving interface sees it)'),
  'phrase/dsttype-out': typed('to', ' (as the leaving interface sees it)'),
  'phrase/pkttype': field('of link-layer type {}', 'of a link-layer type other than {}'),
  'phrase/uid': field('sent by user {}', 'not sent by user {}'),
  'phrase/gid': field('sent by group {}', 'not sent by group {}'),
  'phrase/socket': (args) => (args.not ? 'without a local socket' : 'with a local socket'),
  'phrase/headers': field('with IPv6 extension headers {}', 'without IPv6 extension headers {}'),
  'phrase/realm': field('of routing realm {}', 'of a routing realm other than {}'),
  'phrase/nfproto': field('of {}', 'not of {}'),
  'phrase/cpu': field('handled by CPU {}', 'handled by a CPU other than {}'),
  'phrase/member': ({ set, directions, not }) => `${not ? 'not ' : ''}in ipset ${set} by ${directions}`,
  'phrase/all': () => ' and ',
  'phrase/any': () => ' or ',
  'phrase/unknown-packet': ({ key, not }) => `${not ? 'not ' : ''}where \`${key}\` holds (not decided here)`,
  'phrase/unknown-host': ({ key, not }) => `${not ? 'not ' : ''}where \`${key}\` holds (depends on the host)`,
  'phrase/unknown-history': ({ key, not }) =>
    `${not ? 'not ' : ''}where \`${key}\` holds (depends on earlier packets or time)`,
  'phrase/unknown-hidden': ({ key }) => `depending on \`${key}\` (not shown in this text)`,
  'phrase/unknown-extension': ({ key, not }) => `${not ? 'not ' : ''}where the unknown match \`${key}\` holds`,

  'effect/accept': () => 'are accepted: this table lets them pass',
  'effect/drop': () => 'are dropped, without an answer',
  'effect/reject': ({ error }) => `are dropped, and the sender gets ${error}`,
  'effect/jump': ({ chain }) => `go through chain ${chain}, and come back if nothing there decides`,
  'effect/goto': ({ chain }) => `go to chain ${chain}, and do not come back to this chain`,
  'effect/return': () => 'leave this chain and continue after the rule that called it',
  'effect/return-policy': () => 'leave this chain, and its policy decides',
  'effect/continue': ({ does }) => `${continued[String(does)] ?? `reach ${does}`}; the next rule follows`,
  'effect/dnat': ({ to }) => `get the destination ${to || 'that the kernel chooses'}`,
  'effect/snat': ({ to }) => `get the source ${to || 'that the kernel chooses'}`,
  'effect/masquerade': ({ to }) =>
    `get the address of the interface they leave through as their source${to ? ` (ports ${to})` : ''}`,
  'effect/redirect': ({ to }) => `are sent to this host itself${to ? `, port ${String(to).replace(/^:/, '')}` : ''}`,
  'effect/netmap': ({ to }) => `are mapped one to one into ${to}`,
  'effect/mark': ({ field: name, value, mask }) =>
    `get the ${name} ${value}${mask === '0xffffffff' ? '' : ` (bits ${mask})`}; the next rule follows`,
  'effect/mark-from-connmark': () => 'get the mark of their connection; the next rule follows',
  'effect/mark-to-connmark': () => 'give their mark to their connection; the next rule follows',
  'effect/rewrite': ({ field: what, how }) => `${rewrite(String(what), String(how))}; the next rule follows`,
  'effect/untrack': () => 'are not tracked, and so not changed by NAT; the next rule follows',
  'effect/queue': () => 'are handed to a program; without one they are dropped',
  'effect/queue-bypass': () => 'are handed to a program; without one they go on to the next table',
  'effect/several': () => '; ',
  'effect/where': () => ': ',
  'effect/more': ({ count }) => `and so on for ${count} more elements of the map`,
  'effect/unknown': ({ target }) => `reach the target ${target}, whose effect is unknown`,

  'note/unreached': ({ chain }) =>
    chain === 'DOCKER-USER'
      ? 'No packet reaches this chain: the rules contain no jump from FORWARD to DOCKER-USER.'
      : `No packet reaches this chain: no chain that a hook reaches jumps to ${chain}.`,
  'note/callers-not-shown': ({ chain }) =>
    `This input does not show which rules jump to ${chain}, so it does not show which packets come here.`,
  'note/covered': ({ by, does }) =>
    does === 'RETURN'
      ? `No packet reaches this rule: ${by} returns every packet.`
      : `No packet reaches this rule: ${by} matches every packet (${does}).`,
  'note/covered-equal': ({ by, does }) =>
    `No packet that this rule matches reaches it: ${by} matches all of them before (${does}).`,
  'note/caller-covered': ({ by }) =>
    `No packet reaches this rule: ${by}, which jumps to this chain, is itself never reached.`,
  'note/contradicts': ({ by }) =>
    `No packet matches this rule: ${by}, which jumps to this chain, requires the opposite.`,
  'note/port-forwarded': ({ port, to, by }) =>
    `Connections to port ${port} do not come here: ${by} sends them to port ${to} of a container before routing, so they pass FORWARD. ` +
    `Rules about them belong in DOCKER-USER: -m conntrack --ctorigdstport ${port} --ctdir ORIGINAL`,
  'note/port-of-container': ({ chain, port }) =>
    `In ${chain} the destination port is the port of the container, because DNAT happens earlier. To match the published port, match the port that the client connected to: ` +
    `-m conntrack --ctorigdstport ${port || 'PORT'} --ctdir ORIGINAL`,
  'note/first-packet': () =>
    'Only the first packet of a connection passes the nat table; the other packets get the same translation.',
  'note/after-dnat': ({ to }) =>
    `Rules after this one see the destination ${to}, no longer the address that the client connected to.`,
  'note/port-rewritten': ({ port, to, by }) =>
    `Connections to port ${port} have port ${to} here (${by} rewrote them before this chain), so this rule does not match them. ` +
    `Match the original port: -m conntrack --ctorigdstport ${port} --ctdir ORIGINAL`,
  'note/no-ctdir': () => 'Without --ctdir ORIGINAL the original port also matches the replies of that connection.',
  'note/before-snat': () => 'The source address here is the one before SNAT and MASQUERADE.',
  'note/hidden': ({ what }) =>
    `This text does not show ${unseenNames(String(what).split('\n'))}: the rule may have more conditions.`,
} satisfies Partial<Catalogue>
