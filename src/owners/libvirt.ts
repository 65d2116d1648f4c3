import type { Place, Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'
import { ruleFeatures } from '#syntax/rule-features.ts'
import type { Hole, Shape, Taken } from '#syntax/shape.ts'
import { fitShape, shape } from '#syntax/shape.ts'
import type { Finding } from './marks.ts'
import { markedBy } from './marks.ts'

const holes: Readonly<Record<string, Hole>> = {
  VIRBR: { names: ['bridge'], read: (value) => (value === '' || value.endsWith('+') ? undefined : [value]) },
  NET: { names: ['subnet'], read: (value) => (/^[0-9a-f.:]+\/\d{1,3}$/.test(value) ? [value] : undefined) },
  P: { names: ['protocol'], read: (value) => (value === 'tcp' || value === 'udp' ? [value] : undefined) },
}

type Row = readonly [part: Part<'libvirt'>, shape: Shape]

function rows(...lines: readonly (readonly [Part<'libvirt'>, string])[]): readonly Row[] {
  return lines.map(([part, line]) => [part, shape(line, holes)])
}

/** By table and hook: libvirt before 5.1 wrote these into the built-in chains, later ones into LIBVIRT_ chains. */
const shapes: Readonly<Record<string, readonly Row[]>> = {
  'filter INPUT': rows(
    ['guest-dns', '-i VIRBR -p P -m P --dport 53 -j ACCEPT'],
    ['guest-dhcp', '-i VIRBR -p P -m P --dport 67 -j ACCEPT'],
    ['guest-dhcp', '-i VIRBR -p udp -m udp --dport 547 -j ACCEPT'],
    ['guest-tftp', '-i VIRBR -p udp -m udp --dport 69 -j ACCEPT'],
  ),
  'filter OUTPUT': rows(
    ['guest-dns', '-o VIRBR -p P -m P --dport 53 -j ACCEPT'],
    ['guest-dhcp', '-o VIRBR -p P -m P --dport 68 -j ACCEPT'],
    ['guest-dhcp', '-o VIRBR -p udp -m udp --dport 546 -j ACCEPT'],
  ),
  'filter FORWARD': rows(
    ['forward-replies', '-d NET -o VIRBR -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'],
    ['forward-replies', '-d NET -o VIRBR -m state --state RELATED,ESTABLISHED -j ACCEPT'],
    ['forward-in', '-d NET -o VIRBR -j ACCEPT'],
    ['forward-out', '-s NET -i VIRBR -j ACCEPT'],
    ['forward-between', '-i VIRBR -o VIRBR -j ACCEPT'],
    ['forward-reject', '-o VIRBR -j REJECT --reject-with icmp-port-unreachable'],
    ['forward-reject', '-i VIRBR -j REJECT --reject-with icmp-port-unreachable'],
    ['forward-reject', '-o VIRBR -j REJECT --reject-with icmp6-port-unreachable'],
    ['forward-reject', '-i VIRBR -j REJECT --reject-with icmp6-port-unreachable'],
  ),
  'nat POSTROUTING': rows(
    ['masquerade', '-s NET ! -d NET [-p P] -j MASQUERADE [--to-ports 1024-65535]'],
    ['no-masquerade', '-s NET -d 224.0.0.0/24 -j RETURN'],
    ['no-masquerade', '-s NET -d 255.255.255.255/32 -j RETURN'],
    ['no-masquerade', '-s NET -d ff02::/16 -j RETURN'],
  ),
  'mangle POSTROUTING': rows(['checksum', '-o VIRBR -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill']),
}

const hookOf: ReadonlyMap<string, string> = new Map([
  ['LIBVIRT_INP', 'INPUT'],
  ['LIBVIRT_OUT', 'OUTPUT'],
  ['LIBVIRT_FWI', 'FORWARD'],
  ['LIBVIRT_FWO', 'FORWARD'],
  ['LIBVIRT_FWX', 'FORWARD'],
  ['LIBVIRT_PRT', 'POSTROUTING'],
])

/** libvirt's virtual networks: LIBVIRT_ chains, the rules for virbr bridges of versions before them, and guest filters. */
export const libvirt: Recogniser = (rulesets) => {
  const networks = guestNetworks(rulesets)
  return markedBy({
    owner: 'libvirt',
    chain: partOf,
    inside: (rule, place) => find(rule, place, hookOf.get(place.chain.name) ?? ''),
    outside(rule, place) {
      const found = find(rule, place, place.chain.name)
      if (found === undefined) return undefined
      const { bridge, subnet } = found.args
      const known = bridge === undefined ? networks.has(String(subnet)) : /^virbr\d+$/.test(String(bridge))
      return known ? found : undefined
    },
  })
}

function partOf(name: string): Part<'libvirt'> | undefined {
  if (/^LIBVIRT_(INP|OUT)$/.test(name)) return 'services'
  if (/^LIBVIRT_FW[IOX]$/.test(name)) return 'forward'
  if (name === 'LIBVIRT_PRT') return 'nat'
  if (/^LIBVIRT_/.test(name)) return 'other'
  return /^(libvirt-(in|out|in-post|host-in)|[FH][IOJ]-(vnet|macvtap)\d+)$/.test(name) ? 'guest-filter' : undefined
}

function find(
  rule: Rule,
  { ruleset, table }: Place,
  hook: string,
): (Finding<'libvirt'> & { readonly args: Taken }) | undefined {
  const known = shapes[`${table} ${hook}`]
  if (known === undefined) return undefined
  const features = ruleFeatures(rule, ruleset.family)
  for (const [part, pattern] of known) {
    const taken = fitShape(pattern, rule, features)
    if (taken !== undefined) return { part, args: taken }
  }
  return undefined
}

/** The subnets that the rules for virbr bridges name: its NAT rules name no bridge. */
function guestNetworks(rulesets: readonly Ruleset[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const ruleset of rulesets) {
    for (const chain of ruleset.tables.find(({ name }) => name === 'filter')?.chains ?? []) {
      if (chain.name !== 'FORWARD') continue
      chain.rules.forEach((rule, index) => {
        const taken = find(rule, { ruleset, table: 'filter', chain, index }, 'FORWARD')?.args
        if (taken?.subnet !== undefined && /^virbr\d+$/.test(String(taken.bridge))) found.add(String(taken.subnet))
      })
    }
  }
  return found
}
