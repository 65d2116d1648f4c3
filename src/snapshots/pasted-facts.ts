import { networkOf } from '#base/network.ts'
import { readConntrack } from '#host/facts/read-conntrack.ts'
import { readInterfaces } from '#host/facts/read-interfaces.ts'
import { readIpSets } from '#host/facts/read-ipsets.ts'
import { readRouteTable } from '#host/facts/read-net-tools.ts'
import { readRoutes } from '#host/facts/read-routes.ts'
import { readRoutingRules } from '#host/facts/read-routing-rules.ts'
import { readSockets } from '#host/facts/read-sockets.ts'
import { readSysctls } from '#host/facts/read-sysctls.ts'
import type { Facts, Interface, ListeningSocket, Route } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import { noFacts } from '#model/facts.ts'
import type { ToolOutput } from '#syntax/facts/tool-output.ts'
import type { Tool } from '#syntax/facts/tool-forms.ts'
import { outputText } from '#syntax/facts/tool-output.ts'

/** What the outputs of programs in a page say of the host, and those of them that show a part only. */
export interface PastedFacts {
  readonly facts: Facts
  /** Outputs that do not show all that their program knows: an interface, a family, some lines. */
  readonly partial: readonly ToolOutput[]
}

/** Facts of a page. What is shown twice is taken from where it is shown last; interfaces that are not all shown stand in as likely. */
export function pastedFacts(text: string, outputs: readonly ToolOutput[]): PastedFacts {
  const of = (...tools: readonly Tool[]) => outputs.filter(({ tool }) => tools.includes(tool))
  const read = (one: ToolOutput) => outputText(text, one)
  const links = of('ip addr', 'ifconfig')
  const shown = latest(links.flatMap((one) => readInterfaces(read(one)) ?? []))
  const whole = links.some((one) => !isFiltered(one) && /(?:^|\s)lo(?:[:@ ]|$)/m.test(read(one)))
  const routing = of('ip route', 'route')
  const sockets = of('ss', 'netstat')
  const rules = of('ip rule')
  const sysctls = of('sysctl')
  const sets = of('ipset')
  const connections = of('conntrack')
  return {
    facts: {
      ...noFacts,
      interfaces: shown.length > 0 && whole ? shown : undefined,
      ...(shown.length > 0 && !whole && { likely: shown.flatMap(routesOfLink) }),
      ...(routing.length > 0 && routesOf(text, routing)),
      ...(rules.length > 0 && {
        routingRules: rules.flatMap((one) => readRoutingRules(read(one), familyOf(one) ?? 'ipv4')),
      }),
      ...(sysctls.length > 0 && { sysctls: readSysctls(sysctls.map(read).join('\n')) }),
      ...(sets.length > 0 && { ipsets: readIpSets(sets.map(read).join('\n')) }),
      ...(connections.length > 0 && { connections: readConntrack(connections.map(read).join('\n')) }),
      ...(sockets.length > 0 && socketsOf(text, sockets)),
    },
    partial: [...(whole ? [] : links), ...[...routing, ...sockets].filter(isFiltered)],
  }
}

function latest(links: readonly Interface[]): readonly Interface[] {
  const byName = new Map<string, Interface>()
  for (const link of links) {
    const before = byName.get(link.name)
    // `ip link` after `ip addr` shows no addresses.
    const addresses = link.addresses.length > 0 ? link.addresses : (before?.addresses ?? [])
    byName.set(link.name, { ...before, ...link, addresses, mac: link.mac ?? before?.mac })
  }
  return [...byName.values()]
}

/** Whether the command shows a part only: it was filtered, or asked about one thing. */
function isFiltered({ command }: ToolOutput): boolean {
  return /[|]\s*(?:e?grep|rg|awk|head|tail|sed)\b|\b(?:show|list|dev)\s+(?:dev\s+)?(?!table\b|all\b)[\w.-]+|\s-f\b|--filter\b|\bsport\b|\b(?:addr?|a|address)\s+s(?:h|how)?\s+\w/.test(
    command,
  )
}

function familyOf({ command }: ToolOutput): Family | undefined {
  return /\s(?:-6|-f(?:amily)? inet6|-A inet6)\b/.test(command) ? 'ipv6' : /\s-4\b/.test(command) ? 'ipv4' : undefined
}

function routesOf(text: string, outputs: readonly ToolOutput[]): Pick<Facts, 'routes' | 'routesRead'> {
  const families = new Set<Family>()
  const routes = outputs.flatMap((one) => {
    const read = outputText(text, one)
    const found = one.tool === 'route' ? readRouteTable(read) : readRoutes(read, familyOf(one) ?? 'ipv4')
    if (!isFiltered(one)) for (const { family } of found) families.add(family)
    return found
  })
  const onlyMain = !outputs.some(({ command }) => /table (?:all|0)\b/.test(command))
  return { routes, routesRead: { families: [...families], onlyMain } }
}

function socketsOf(text: string, outputs: readonly ToolOutput[]): Pick<Facts, 'sockets' | 'socketsRead'> {
  const read = new Set<ListeningSocket['protocol']>()
  const sockets = outputs.flatMap((one) => {
    const found = readSockets(outputText(text, one))
    if (!isFiltered(one) && hasHeader(text, one)) {
      const asked = /\s-(?!-)(\w*)/.exec(one.command)?.[1] ?? ''
      if (asked.includes('t') || found.some(({ protocol }) => protocol === 'tcp')) read.add('tcp')
      if (asked.includes('u') || found.some(({ protocol }) => protocol === 'udp')) read.add('udp')
    }
    return found
  })
  return { sockets, socketsRead: [...read] }
}

// Without its header a listing was cut or filtered.
function hasHeader(text: string, { lines }: ToolOutput): boolean {
  const [first] = lines
  return first !== undefined && /Recv-Q|Active/.test(text.slice(first.start, first.end))
}

function routesOfLink({ name, addresses }: Interface): readonly Route[] {
  return addresses.flatMap(({ family, address, length }): readonly Route[] => {
    const same = { family, via: undefined, device: name, metric: 0 } as const
    const full = family === 'ipv4' ? 32 : 128
    return [
      { ...same, table: 'local', type: 'local', destination: { address, length: full }, source: address },
      {
        ...{ ...same, table: 'main', type: 'unicast', source: address },
        destination: { address: networkOf(address, length), length },
      },
    ]
  })
}
