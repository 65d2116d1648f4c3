import { readAddress } from '#base/prefix.ts'
import { readInterfaces } from '#host/facts/read-interfaces.ts'
import { readRoutes } from '#host/facts/read-routes.ts'
import { readRoutingRules } from '#host/facts/read-routing-rules.ts'
import { readSysctls } from '#host/facts/read-sysctls.ts'
import type { Diagnostic } from '#model/diagnostic.ts'
import { type Facts, noFacts } from '#model/facts.ts'
import { defaultDialect, type Family, type Variant } from '#model/family.ts'
import { type Packet, packet } from '#model/packet.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { ProgramOptions } from '#netfilter/program.ts'
import { lower } from '#lowered/lower.ts'
import { buildProgram } from '#netfilter/program.ts'
import { buildRuleset } from '#syntax/restore/build-ruleset.ts'
import { readSave } from '#syntax/text/read-save.ts'

/** The rules of a restore script or dump. Throws where it has faults: then the test itself is wrong. */
export function rulesOf(text: string, variant: Variant | undefined = 'nft', family: Family = 'ipv4'): Ruleset {
  const origin = { name: 'rules', text }
  const diagnostics: Diagnostic[] = []
  const dialect = { ...defaultDialect, variant: variant ?? 'nft' }
  const statements = readSave({ origin, family, dialect, diagnostics }, 0, text.length)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) {
    const lines = errors.map(
      ({ id, args, span }) => `${id} ${JSON.stringify(args)}: ${text.slice(span.start, span.end)}`,
    )
    throw new Error(lines.join('\n'))
  }
  return buildRuleset(statements, { family, variant })
}

/** Facts from what `ip -br`-like short texts say: `eth0 203.0.113.1/24`, ports as `vc1 @docker0`. */
export function factsOf(said: {
  readonly links: readonly string[]
  readonly routes?: string
  readonly routes6?: string
  readonly rules?: string
  readonly sysctls?: string
  readonly ipsets?: Facts['ipsets']
  readonly sockets?: Facts['sockets']
}): Facts {
  const interfaces = ['lo 127.0.0.1/8 ::1/128', ...said.links].flatMap((line, index) => linkOf(line, index))
  const routes =
    said.routes === undefined && said.routes6 === undefined
      ? undefined
      : [...readRoutes(said.routes ?? '', 'ipv4'), ...readRoutes(said.routes6 ?? '', 'ipv6')]
  return {
    ...noFacts,
    interfaces,
    routes,
    routingRules: said.rules === undefined ? undefined : readRoutingRules(said.rules, 'ipv4'),
    sysctls: said.sysctls === undefined ? undefined : readSysctls(said.sysctls),
    ipsets: said.ipsets,
    sockets: said.sockets,
  }
}

function linkOf(line: string, index: number) {
  const [name = '', ...rest] = line.split(/\s+/)
  const bridge = rest.find((word) => word.startsWith('@'))?.slice(1)
  const addresses = rest
    .filter((word) => word.includes('/'))
    .map((word) => `    inet${word.includes(':') ? '6' : ''} ${word} scope global ${name}`)
  const kind = rest.includes('bridge') ? ['    bridge forward_delay 1500'] : []
  const master = bridge === undefined ? '' : ` master ${bridge}`
  const text = [`${index + 1}: ${name}: <BROADCAST,UP,LOWER_UP> mtu 1500${master} state UP`, ...kind, ...addresses]
  return readInterfaces(text.join('\n')) ?? []
}

/** The host of the recorded experiments: a client behind eth0, two containers on docker0, a third on br2. */
export const recordedLinks = [
  'eth0 203.0.113.1/24',
  'docker0 bridge 172.17.0.1/16',
  'br2 bridge 172.18.0.1/16',
  'vc1 @docker0',
  'vc2 @docker0',
  'vc3 @br2',
]

const recordedRoutes = `203.0.113.0/24 dev eth0 proto kernel scope link src 203.0.113.1
172.17.0.0/16 dev docker0 proto kernel scope link src 172.17.0.1
172.18.0.0/16 dev br2 proto kernel scope link src 172.18.0.1
`

/** Facts of that host, with further routes, rules and sysctls. */
export function recordedHost(more: { routes?: string; rules?: string; sysctls?: string } = {}): Facts {
  return factsOf({
    links: recordedLinks,
    routes: recordedRoutes + (more.routes ?? ''),
    ...(more.rules === undefined ? {} : { rules: more.rules }),
    sysctls: `net.ipv4.ip_forward = 1\nnet.bridge.bridge-nf-call-iptables = 1\nnet.ipv4.conf.all.rp_filter = 0\n${more.sysctls ?? ''}`,
  })
}

/** A program of restore scripts, by variant. */
export function programOf(rules: string, facts: Facts, options?: ProgramOptions, variant: Variant = 'nft') {
  return buildProgram(lower([rulesOf(rules, variant)]), facts, options)
}

/** An address as a number; throws where it is none. */
export function ip(text: string): number | bigint {
  const address = readAddress(text)
  if (address === undefined) throw new Error(`${text} is no address`)
  return address
}

const protocols: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1 }
const flagLetters = 'FSRPAU'

/**
 * A packet in the spelling of the recorded experiments: `tcp:SRC:SPORT>DST:DPORT:FLAGS`, `udp:SRC:SPORT>DST:DPORT`,
 * `icmp:SRC>DST:TYPE/CODE`, `PROTOCOL:SRC>DST`, then `,ttl=1` and the like.
 */
export function packetOf(spec: string, more: Partial<Packet> = {}): Packet {
  const [head = '', ...options] = spec.split(',')
  const [name = '', ends = ''] = [head.slice(0, head.indexOf(':')), head.slice(head.indexOf(':') + 1)]
  const [from = '', to = ''] = ends.split('>')
  const [src = '', sport] = from.split(':')
  const [dst = '', dport, flags = 'S'] = to.split(':')
  const protocol = protocols[name] ?? Number(name)
  const given = new Map(
    options.map((option) => [option.slice(0, option.indexOf('=')), option.slice(option.indexOf('=') + 1)]),
  )
  const [type = 8, code = 0] = name === 'icmp' && dport !== undefined ? dport.split('/').map(Number) : []
  const inner = given.get('inner')
  return packet({
    src: ip(src),
    dst: ip(dst),
    protocol,
    sport: name === 'icmp' ? Number(given.get('eid') ?? 1) : sport === undefined ? undefined : Number(sport),
    dport: name === 'icmp' || dport === undefined ? undefined : Number(dport),
    tcpflags: protocol === 6 ? [...flags].reduce((bits, letter) => bits | bitOf(letter), 0) : undefined,
    icmptype: name === 'icmp' ? type : undefined,
    icmpcode: name === 'icmp' ? code : undefined,
    ttl: Number(given.get('ttl') ?? 64),
    tos: 0,
    inner: inner === undefined ? undefined : innerOf(inner),
    ...more,
  })
}

function bitOf(letter: string): number {
  const at = flagLetters.indexOf(letter)
  return at < 0 ? 0 : 1 << at
}

function innerOf(spec: string): Packet['inner'] {
  const { src, dst, protocol, sport, dport } = packetOf(spec)
  return { src, dst, protocol, sport, dport }
}
