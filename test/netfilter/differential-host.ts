import { readInterfaces } from '#host/facts/read-interfaces.ts'
import { readIpSets } from '#host/facts/read-ipsets.ts'
import { readRoutes } from '#host/facts/read-routes.ts'
import { readRoutingRules } from '#host/facts/read-routing-rules.ts'
import { readSysctls } from '#host/facts/read-sysctls.ts'
import type { Facts } from '#model/facts.ts'

/** What the tools said of the host on which rules and packets are compared with the kernel. */
export type HostTexts = Readonly<Record<(typeof hostFiles)[number], string>>

/** The files that hold it, where it was recorded. */
export const hostFiles = [
  'ip-addr.json',
  'ip-route.json',
  'ip-route6.json',
  'ip-rule.txt',
  'ip-rule6.txt',
  'sysctl.txt',
  'ipset-save.txt',
] as const

/** What the engine may know of that host. */
export function factsOfTexts(texts: HostTexts): Facts {
  return {
    interfaces: readInterfaces(texts['ip-addr.json']),
    routes: [...readRoutes(texts['ip-route.json'], 'ipv4'), ...readRoutes(texts['ip-route6.json'], 'ipv6')],
    routingRules: [
      ...readRoutingRules(texts['ip-rule.txt'], 'ipv4'),
      ...readRoutingRules(texts['ip-rule6.txt'], 'ipv6'),
    ],
    sysctls: readSysctls(texts['sysctl.txt']),
    ipsets: readIpSets(texts['ipset-save.txt']),
    sockets: [],
  }
}

/** The same facts with sysctls set as a test sets them, named as under /proc/sys. */
export function withSysctls(facts: Facts, values: Readonly<Record<string, number>>): Facts {
  const sysctls: Record<string, string> = { ...facts.sysctls }
  // The switch for all sets the interfaces' own switches too; those that are named come after it.
  for (const name of Object.keys(sysctls)) {
    if (/^net\.ipv4\.conf\..*\.forwarding$/.test(name)) sysctls[name] = String(values['net/ipv4/ip_forward'] ?? 1)
    if (/^net\.ipv6\.conf\..*\.forwarding$/.test(name))
      sysctls[name] = String(values['net/ipv6/conf/all/forwarding'] ?? 1)
  }
  for (const [name, value] of Object.entries(values)) sysctls[name.replaceAll('/', '.')] = String(value)
  return { ...facts, sysctls }
}
