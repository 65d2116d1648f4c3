import { message, type Message } from '#model/diagnostic.ts'
import type { Facts } from '#model/facts.ts'
import { Fault } from '#model/fault.ts'
import { readInterfaces } from './facts/read-interfaces.ts'
import { readIpSets } from './facts/read-ipsets.ts'
import { readRoutes } from './facts/read-routes.ts'
import { readRoutingRules } from './facts/read-routing-rules.ts'
import { readSockets } from './facts/read-sockets.ts'
import { readSysctls } from './facts/read-sysctls.ts'
import type { Host } from './host.ts'

/** What is known of the host beside its rules, and why a part of it is not. */
export interface FactsReading {
  readonly facts: Facts
  readonly notes: readonly Message[]
}

/** Reads interfaces, routes, routing rules, sysctls, ipsets and listening sockets. A part that cannot be read is a note. */
export async function readFacts(host: Host): Promise<FactsReading> {
  const notes: Message[] = []
  const ask = async (...argv: string[]) => {
    const answer = await askTool(host, argv)
    if (typeof answer === 'string') return answer
    notes.push(answer)
    return undefined
  }
  const links = await ask('ip', '-j', '-d', 'addr')
  const routes4 = await ask('ip', '-j', '-4', 'route', 'show', 'table', 'all')
  const routes6 = await ask('ip', '-j', '-6', 'route', 'show', 'table', 'all')
  const rules4 = await ask('ip', '-4', 'rule')
  const rules6 = await ask('ip', '-6', 'rule')
  const sockets = await ask('ss', '-lntup')
  const interfaces = links === undefined ? undefined : readInterfaces(links)
  const sysctls = await readKernelSettings(host, interfaces?.map(({ name }) => name) ?? [])
  const sets = (await setsAreLoaded(host)) ? await ask('ipset', 'save') : ''
  return {
    facts: {
      interfaces,
      routes: joined(routes4 && readRoutes(routes4, 'ipv4'), routes6 && readRoutes(routes6, 'ipv6')),
      routingRules: joined(rules4 && readRoutingRules(rules4, 'ipv4'), rules6 && readRoutingRules(rules6, 'ipv6')),
      sysctls,
      ipsets: sets === undefined ? undefined : readIpSets(sets),
      sockets: sockets === undefined ? undefined : readSockets(sockets),
    },
    notes,
  }
}

// An empty answer is an answer: a kernel without IPv6 has no IPv6 routes.
function joined<T>(...parts: readonly (readonly T[] | '' | undefined)[]): readonly T[] | undefined {
  return parts.every((part) => part === undefined) ? undefined : parts.flatMap((part) => part || [])
}

async function askTool(host: Host, argv: readonly string[]): Promise<string | Message> {
  const command = argv.join(' ')
  try {
    const { status, stdout, stderr } = await host.run(argv)
    return status === 0 ? stdout : message('host/tool-failed', { command, said: stderr.trim(), status })
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { id: error.code, args: error.facts }
  }
}

// Asking ipset loads its module; without the module there are no sets.
async function setsAreLoaded(host: Host): Promise<boolean> {
  return (await host.list('/sys/module/ip_set')).length > 0
}

const settings = [
  'net/ipv4/ip_forward',
  'net/ipv4/ip_local_port_range',
  'net/ipv4/ip_unprivileged_port_start',
  'net/ipv4/ip_nonlocal_bind',
  'net/ipv4/fwmark_reflect',
  'net/ipv4/tcp_fwmark_accept',
  'net/ipv6/ip_nonlocal_bind',
  'net/bridge/bridge-nf-call-iptables',
  'net/bridge/bridge-nf-call-ip6tables',
  'net/bridge/bridge-nf-filter-vlan-tagged',
  'net/netfilter/nf_conntrack_tcp_loose',
  'net/netfilter/nf_conntrack_tcp_be_liberal',
  'net/netfilter/nf_conntrack_max',
  'net/netfilter/nf_conntrack_count',
  'net/netfilter/nf_conntrack_helper',
]

// Once for `all`, `default` and each interface.
const settingsOfInterfaces = [
  ...['forwarding', 'rp_filter', 'route_localnet', 'accept_local', 'src_valid_mark', 'proxy_arp'].map((name) => [
    'ipv4',
    name,
  ]),
  ...['forwarding', 'disable_ipv6', 'accept_ra', 'proxy_ndp'].map((name) => ['ipv6', name]),
] as const

/** The sysctls that decide what happens to packets; those that this kernel does not have are left out. */
async function readKernelSettings(host: Host, interfaces: readonly string[]): Promise<Facts['sysctls']> {
  const paths = [
    ...settings,
    ...settingsOfInterfaces.flatMap(([family, name]) =>
      ['all', 'default', ...interfaces].map((device) => `net/${family}/conf/${device}/${name}`),
    ),
  ].map((path) => `/proc/sys/${path}`)
  // One command for all of them: in another namespace every file costs a process.
  const answer = await host.run(['grep', '-sH', '', '--', ...paths]).catch((error: unknown) => {
    if (error instanceof Fault) return undefined
    throw error
  })
  return answer === undefined || answer.stdout === '' ? undefined : readSysctls(answer.stdout)
}
