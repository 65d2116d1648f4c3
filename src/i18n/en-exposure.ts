// data: English texts of who can reach what.
import type { Catalogue } from '#model/messages.ts'

const places = (kind: string | number | undefined, name: string | number | undefined) =>
  kind === 'internet' ? 'the internet' : kind === 'lan' ? 'the LAN' : kind === 'host' ? 'the host itself' : `${name}`

export const enExposure = {
  'exposure/head': ({ count, despite, perhaps, limited, kind, zone }) =>
    [
      `${count || 'no'} ${count === 1 ? 'port' : 'ports'} open to ${places(kind, zone)}`,
      ...(despite ? [`${despite} of them although a rule says otherwise`] : []),
      ...(limited ? [`${limited} more within a limit`] : []),
      ...(perhaps ? [`${perhaps} more perhaps`] : []),
    ].join(', '),
  'exposure/assumed': ({ codes }) => `assumed: ${codes}`,
  'exposure/not-with-egress': ({ option }) => `${option} does not go with --egress`,
  'exposure/network': () => 'NETWORK',
  'exposure/no-network': ({ name, names }) =>
    `there is no network ${name ? `\`${name}\` ` : ''}with running containers here${names ? `; networks: ${names}` : ''}`,
  'exposure/egress-head': ({ count, all }) =>
    `containers of ${count} of ${all} ${all === 1 ? 'network' : 'networks'} can connect to the internet`,
  'exposure/egress-asked': ({ port, places }) => `Asked: a new TCP connection to port ${port}. ${places}`,
  'exposure/networks': () => 'NETWORKS',
  'exposure/port': () => 'PORT',
  'exposure/goes-to': () => 'GOES TO',
  'exposure/decided-by': () => 'DECIDED BY',
  'exposure/direct': () => 'direct',
  'exposure/network-ports': ({ network, count }) => `${network}: ${count} ports`,
  'exposure/open': () => 'open',
  'exposure/closed': () => 'closed',
  'exposure/limited': () => 'limited',
  'exposure/perhaps': () => 'perhaps',
  'exposure/some': ({ open, count }) => `open ${open}/${count}`,
  'exposure/zones': ({ zones }) => `Asked from: ${zones}`,
  'exposure/prove': ({ command }) => `To prove it, on another machine: ${command}`,
  'exposure/note-miss': ({ rule, wanted, has, since }) =>
    `${rule} would drop it, but does not match: it wants ${wanted}, the packet has ${has}${since ? ` since ${since}` : ''}`,
  'exposure/note-not-asked': ({ rule }) =>
    `${rule} names this port, but never sees the packet: DNAT sends it to FORWARD, and this rule is for INPUT`,
  'exposure/note-input': ({ rule }) => `${rule} does not close it: DNAT sends the packet to FORWARD, not to INPUT`,
  'exposure/note-direct': () =>
    "open at the container's own address: a client needs a route through this host, but no published port",
  'exposure/note-sources': ({ zone, state, from, more }) =>
    `${zone}: ${state} from ${from}${Number(more) > 0 ? `, and ${more} more` : ''} only`,
  'exposure/note-cut': ({ zones }) =>
    `${zones}: not all addresses were compared, as rules ask for sets or divide the addresses into too many groups`,
  'exposure/note-parts': ({ zone, clients }) => `clients of zone ${zone} differ: ${clients}`,
  'exposure/note-loopback': () => 'bound to loopback: only this host can connect',
  'exposure/note-loopback-open': () =>
    'bound to loopback, but a neighbor that sends packets for 127.0.0.1 to this host gets through',
  'exposure/note-elsewhere': ({ to, meant }) => `leads to ${to}, not to ${meant}`,
  'exposure/note-ipv6-only': () => 'open by IPv6 only: IPv4 is closed',
  'exposure/bad-zone': ({ text }) => `--zone takes NAME=INTERFACE,PREFIX,..., not \`${text}\``,
  'exposure/no-interface': ({ zone, interface: name }) => `zone ${zone}: there is no interface \`${name}\``,
  'exposure/empty-zone': ({ zone }) => `zone ${zone}: no address is known there; name a prefix, such as 10.0.0.0/8`,
  'exposure/no-zone': ({ name, names }) => `there is no zone \`${name}\` here; zones: ${names}`,
} satisfies Partial<Catalogue>
