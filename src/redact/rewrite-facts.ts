import type { EntryTupleJson, FactsJson, InterfaceJson, RouteJson } from '#model/snapshot-file.ts'
import type { IpSet } from '#model/facts.ts'
import type { Rewriter } from './rewriter.ts'
import { set } from './rewrite-rules.ts'

/** Rewrites what is known of the host beside its rules. */
export function rewriteFacts(facts: FactsJson, rewriter: Rewriter): FactsJson {
  const { interfaces, routes, routingRules, sysctls, ipsets, sockets, connections } = facts
  const device = (name: string | undefined) => (name === undefined ? undefined : rewriter.device(name))
  return {
    interfaces: interfaces?.map((one) => rewriteInterface(one, rewriter)),
    routes: routes?.map((route) => rewriteRoute(route, rewriter)),
    routingRules: routingRules?.map((rule) => ({ ...rule, text: rewriteRoutingRule(rule.text, rewriter) })),
    sysctls: sysctls === undefined ? undefined : rewriteSysctls(sysctls, rewriter),
    ipsets: ipsets?.map((one) => rewriteSet(one, rewriter)),
    sockets: sockets?.map((socket) => ({
      ...socket,
      address: socket.address === undefined ? undefined : rewriter.text(socket.address),
      device: device(socket.device),
      process: socket.process === undefined ? undefined : rewriter.name('process', socket.process),
    })),
    connections: connections?.map((one) => ({
      ...one,
      state: one.state === undefined ? undefined : rewriter.text(one.state),
      flags: one.flags.map((flag) => rewriter.text(flag)),
      original: rewriteTuple(one.original, rewriter),
      reply: rewriteTuple(one.reply, rewriter),
    })),
  }
}

function rewriteTuple({ src, dst, ...ports }: EntryTupleJson, rewriter: Rewriter): EntryTupleJson {
  return { src: rewriter.text(src), dst: rewriter.text(dst), ...ports }
}

function rewriteInterface(
  { name, kind, bridge, mac, addresses, ...rest }: InterfaceJson,
  rewriter: Rewriter,
): InterfaceJson {
  return {
    ...rest,
    name: rewriter.device(name),
    kind: kind === undefined ? undefined : rewriter.text(kind),
    bridge: bridge === undefined ? undefined : rewriter.device(bridge),
    mac: mac === undefined ? undefined : rewriter.text(mac),
    addresses: addresses.map(({ address, length }) => ({ address: rewriter.address(address, length), length })),
  }
}

function rewriteRoute({ via, device, source, destination, table, ...rest }: RouteJson, rewriter: Rewriter): RouteJson {
  return {
    ...rest,
    table: rewriter.name('table', table),
    destination: rewriter.text(destination),
    via: via === undefined ? undefined : rewriter.text(via),
    device: device === undefined ? undefined : rewriter.device(device),
    source: source === undefined ? undefined : rewriter.text(source),
  }
}

/** The text of a routing rule: `from 192.0.2.0/24 iif eth0 lookup blue`. */
export function rewriteRoutingRule(text: string, rewriter: Rewriter): string {
  const words = text.split(' ')
  const rewritten = words.map((word, index) => {
    const before = words[index - 1] ?? ''
    if (before === 'iif' || before === 'oif') return rewriter.device(word)
    return before === 'lookup' || before === 'table' ? rewriter.name('table', word) : rewriter.text(word)
  })
  return rewritten.join(' ')
}

// `net.ipv4.conf.eth0/100.rp_filter`: the name of an interface with its dots as slashes.
function rewriteSysctls(
  sysctls: Readonly<Record<string, string>>,
  rewriter: Rewriter,
): Readonly<Record<string, string>> {
  const entries = Object.entries(sysctls).map(([name, value]) => {
    const [, head, found, tail] = /^(net\.ipv[46]\.(?:conf|neigh)\.)([^.]+)(\..*)$/.exec(name) ?? []
    const own = found === undefined || found === 'all' || found === 'default'
    const fake = own
      ? rewriter.text(name)
      : `${head}${rewriter.device(found.replaceAll('/', '.')).replaceAll('.', '/')}${rewriter.text(tail ?? '')}`
    return [fake, rewriter.text(value)] as const
  })
  return Object.fromEntries(entries)
}

/** Members are `192.0.2.0/24,tcp:80,eth0 timeout 5 comment "..."`, or names of sets in a list of sets. */
function rewriteSet({ name, type, options, members }: IpSet, rewriter: Rewriter): IpSet {
  const parts = type.slice(type.indexOf(':') + 1).split(',')
  return {
    name: set(name, rewriter),
    type: rewriter.text(type),
    // The seed of the hash is the host's own, and says nothing.
    options: rewriter.text(options.replace(/ ?\b(?:initval|hash\/seed) \S+/g, '')),
    members: members.map((member) => {
      const [, found = '', rest = ''] = /^(\S*)(.*)$/s.exec(member) ?? []
      const elements = found.split(',')
      const fakes = elements.map((element, index) => {
        const part = parts.length === elements.length ? parts[index] : undefined
        const [, way = '', port = ''] = /^(physdev:)?(.*)$/s.exec(element) ?? []
        if (part === 'iface') return `${way}${rewriter.device(port)}`
        return part === 'set' ? set(element, rewriter) : rewriter.text(element)
      })
      const [, before = '', comment, after = ''] = /^(.*? )comment "([^"]*)"(.*)$/s.exec(rest) ?? []
      if (comment === undefined) return `${fakes.join(',')}${rewriter.text(rest)}`
      const said = `comment "${rewriter.name('remark', comment)}"`
      return `${fakes.join(',')}${rewriter.text(before)}${said}${rewriter.text(after)}`
    }),
  }
}
