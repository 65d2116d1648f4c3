// data: every rule that an engine since 17.06 writes with iptables, as a pattern.
import type { Part } from '#model/parts.ts'
import type { Hole, Shape } from '#syntax/shape.ts'
import { shape } from '#syntax/shape.ts'

/**
 * How an engine lays its rules out. `early`: before DOCKER-USER. `isolation`: a pair of DROPs for each pair of networks.
 * `stage`: two isolation chains, four rules a network in FORWARD. `ipset`: 28.0.0 alone. `forward-stage`: DOCKER-FORWARD with
 * isolation chains. `forward-internal`: DOCKER-FORWARD with DOCKER-INTERNAL.
 */
export type LayoutName = 'early' | 'isolation' | 'stage' | 'ipset' | 'forward-stage' | 'forward-internal'

/**
 * What must hold besides the pattern for the rule to be Docker's.
 * `sure`: nothing. `bridge`: its interfaces are Docker bridges. `address`: its address is a container's or in a Docker network.
 * `twin`: another rule drops direct access to the same address. `host`: Docker has left other marks on this host.
 * `sandbox`: the rules are those of a container's network namespace.
 */
export type Proof = 'sure' | 'bridge' | 'address' | 'twin' | 'host' | 'sandbox'

/** One rule of Docker's. */
export interface DockerShape {
  readonly table: string
  readonly chain: string
  readonly part: Part<'docker'>
  readonly shape: Shape
  readonly proof: Proof
  /** The layouts whose engines write the rule at this place. */
  readonly by: readonly LayoutName[]
}

const every: readonly LayoutName[] = ['early', 'isolation', 'stage', 'ipset', 'forward-stage', 'forward-internal']
const inForward: readonly LayoutName[] = ['early', 'isolation', 'stage']
const pairs: readonly LayoutName[] = ['early', 'isolation']
const stages: readonly LayoutName[] = ['stage', 'ipset', 'forward-stage']
const forwards: readonly LayoutName[] = ['forward-stage', 'forward-internal']
const from28: readonly LayoutName[] = ['ipset', ...forwards]

const bridge = (arg: string): Hole => ({
  names: [arg],
  read: (value) => (value === '' || value === 'lo' || value.endsWith('+') ? undefined : [value]),
})
const name = (arg: string): Hole => ({
  names: [arg],
  read: (value) => (value === '' || value.endsWith('+') ? undefined : [value]),
})
const host = (arg: string): Hole => ({
  names: [arg],
  read: (value) => (/^[0-9a-f.:]+(\/32|\/128)$/.test(value) ? [value.slice(0, value.lastIndexOf('/'))] : undefined),
})
const subnet = (arg: string): Hole => ({
  names: [arg],
  read: (value) => (/^[0-9a-f.:]+\/\d{1,3}$/.test(value) ? [value] : undefined),
})
const port = (arg: string): Hole => ({
  names: [arg],
  read: (value) => (/^\d{1,5}$/.test(value) ? [Number(value)] : undefined),
})
const text = (arg: string): Hole => ({ names: [arg], read: (value) => (value === '' ? undefined : [value]) })

const endpoint: Hole = {
  names: ['containerAddress', 'containerPort'],
  read(value) {
    const at = value.lastIndexOf(':')
    const address = value.slice(0, at).replace(/^\[|\]$/g, '')
    return at > 0 && /^[0-9a-f.:]+$/.test(address) && /^\d{1,5}$/.test(value.slice(at + 1))
      ? [address, Number(value.slice(at + 1))]
      : undefined
  },
}

const holes: Readonly<Record<string, Hole>> = {
  BR: bridge('bridge'),
  OTHER: bridge('otherBridge'),
  IF: name('interface'),
  NET: subnet('subnet'),
  CIP: host('containerAddress'),
  PIP: host('peerAddress'),
  HIP: host('hostAddress'),
  P: {
    names: ['protocol'],
    read: (value) => (value === 'tcp' || value === 'udp' || value === 'sctp' ? [value] : undefined),
  },
  CP: port('containerPort'),
  HP: port('hostPort'),
  TO: endpoint,
  SNAT: text('snatAddress'),
  MARK: text('mark'),
  DATA: port('dataPort'),
  LOOP: {
    names: ['hostAddress'],
    read: (value) => (/^127\.[0-9.]+\/32$/.test(value) ? [value.slice(0, -3)] : undefined),
  },
  LOOPS: { names: [], read: (value) => (value === '127.0.0.0/8' || value === '::1/128' ? [] : undefined) },
  EXT: { names: [], read: (value) => (/^docker-ext-bridges-v[46] dst$/.test(value) ? [] : undefined) },
  ICMP: { names: [], read: (value) => (value === 'icmp' || value === 'ipv6-icmp' ? [] : undefined) },
  U32: { names: ['vni'], read: readU32 },
  BPF: { names: ['vni'], read: readBpf },
}

/** `0x0>>0x16&0x3c@0xc&0xffffff00=0x100100`: the VNI stands in the upper 24 bits. */
function readU32(value: string): readonly number[] | undefined {
  const found = /^0x0>>0x16&0x3c@0xc&0xffffff00=0x([0-9a-f]{1,8})$/.exec(value)
  return found?.[1] === undefined ? undefined : [Number.parseInt(found[1], 16) >>> 8]
}

function readBpf(value: string): readonly number[] | undefined {
  const found = /^7,32 0 0 4294963252,7 0 0 0,64 0 0 4,116 0 0 8,21 1 0 (\d{1,8}),6 0 0 0,6 0 0 4294967295$/.exec(value)
  return found?.[1] === undefined ? undefined : [Number(found[1])]
}

/** A part, its rule, and the layouts that write it where these are not those of its neighbours. */
type Line = readonly [part: Part<'docker'>, line: string, by?: readonly LayoutName[]]

function rows(
  table: string,
  chain: string,
  proof: Proof,
  lines: readonly Line[],
  by: readonly LayoutName[] = every,
): readonly DockerShape[] {
  return lines.map(([part, line, only]) => ({ table, chain, part, proof, by: only ?? by, shape: shape(line, holes) }))
}

const established = '-m conntrack --ctstate RELATED,ESTABLISHED'
const internal: readonly Line[] = [
  ['internal-out', '! -d NET -i BR [! -o BR] -j DROP'],
  ['internal-in', '! -s NET [! -i BR] -o BR -j DROP'],
]
const isolated: readonly Line[] = [['isolation-return', '-j RETURN']]
const stageReturn: readonly Line[] = [['isolation-return', '-j RETURN', ['stage']]]

/** The rules inside Docker's own chains and the jumps into them. */
const inChains: readonly DockerShape[] = [
  ...rows('filter', 'FORWARD', 'sure', [
    ['user-jump', '-j DOCKER-USER', ['isolation', ...stages, 'forward-internal']],
    ['forward-jump', '-j DOCKER-FORWARD', forwards],
    ['ingress-jump', '-j DOCKER-INGRESS', [...inForward, 'ipset']],
    ['isolation-jump', '-j DOCKER-ISOLATION', pairs],
    ['isolation-jump', '-j DOCKER-ISOLATION-STAGE-1', ['stage', 'ipset']],
    ['port-jump', '-o BR -j DOCKER', inForward],
    ['replies-set', `-m set --match-set EXT ${established} -j ACCEPT`, ['ipset']],
    ['port-jump-set', '-m set --match-set EXT -j DOCKER', ['ipset']],
  ]),
  ...rows('filter', 'DOCKER-USER', 'sure', [['user-return', '-j RETURN']]),
  ...rows(
    'filter',
    'DOCKER-FORWARD',
    'sure',
    [
      ['ct-jump', '-j DOCKER-CT'],
      ['isolation-jump', '-j DOCKER-ISOLATION-STAGE-1', ['forward-stage']],
      ['internal-jump', '-j DOCKER-INTERNAL', ['forward-internal']],
      ['bridge-jump', '-j DOCKER-BRIDGE'],
      ['ingress-jump', '-j DOCKER-INGRESS'],
      ['fwmark-accept', '-m mark --mark MARK -j ACCEPT', ['forward-internal']],
    ],
    forwards,
  ),
  ...rows(
    'filter',
    'DOCKER-FORWARD',
    'bridge',
    [
      ['outgoing', '-i BR -j ACCEPT'],
      ['egress', '-i BR ! -o BR -j ACCEPT'],
      ['between-containers', '-i BR -o BR -j ACCEPT'],
      ['between-containers-drop', '-i BR -o BR -j DROP'],
    ],
    forwards,
  ),
  ...rows('filter', 'DOCKER-CT', 'sure', [['replies', `-o BR ${established} -j ACCEPT`]], forwards),
  ...rows('filter', 'DOCKER-BRIDGE', 'sure', [['port-jump', '-o BR -j DOCKER']], forwards),
  ...rows('filter', 'DOCKER', 'sure', [
    ['port-accept', '-d CIP ! -i BR -o BR -p P -m P --dport CP -j ACCEPT'],
    ['unpublished-drop', '! -i BR -o BR -j DROP', from28],
    ['unprotected-accept', '! -i BR -o BR -j ACCEPT', from28],
    ['link', '-s PIP -d CIP -i BR -o BR -p P -m P --dport CP -j ACCEPT'],
    ['link-replies', '-s CIP -d PIP -i BR -o BR -p P -m P --sport CP -j ACCEPT'],
  ]),
  ...rows('filter', 'DOCKER', 'bridge', [['icmp-accept', '-o BR -p ICMP -j ACCEPT']], from28),
  ...rows(
    'filter',
    'DOCKER-ISOLATION',
    'sure',
    [['isolation-pair', '-i BR -o OTHER -j DROP'], ...internal, ...isolated],
    pairs,
  ),
  ...rows(
    'filter',
    'DOCKER-ISOLATION-STAGE-1',
    'sure',
    [['isolation-1', '-i BR ! -o BR -j DOCKER-ISOLATION-STAGE-2'], ...internal, ...stageReturn],
    stages,
  ),
  ...rows(
    'filter',
    'DOCKER-ISOLATION-STAGE-1',
    'bridge',
    [
      ['routed-return', '-o BR -j RETURN'],
      ['routed-replies', `-i BR ${established} -j ACCEPT`],
    ],
    ['ipset', 'forward-stage'],
  ),
  ...rows('filter', 'DOCKER-ISOLATION-STAGE-2', 'sure', [['isolation-2', '-o BR -j DROP'], ...stageReturn], stages),
  ...rows('filter', 'DOCKER-INTERNAL', 'sure', internal, ['forward-internal']),
  ...rows('filter', 'DOCKER-INGRESS', 'sure', [
    ['ingress-accept', '-p P -m P --dport HP -j ACCEPT'],
    ['ingress-replies', `-p P -m P --sport HP ${established} -j ACCEPT`],
    ['ingress-replies', '-p P -m state --state RELATED,ESTABLISHED -m P --sport HP -j ACCEPT'],
    ['ingress-return', '-j RETURN'],
  ]),
  ...rows('nat', 'DOCKER-INGRESS', 'sure', [
    ['ingress-dnat', '-p P -m P --dport HP -j DNAT --to-destination TO'],
    ['ingress-return', '-j RETURN'],
  ]),
  ...rows('nat', 'PREROUTING', 'sure', [
    ['nat-jump-prerouting', '-m addrtype --dst-type LOCAL -j DOCKER'],
    ['ingress-jump-prerouting', '-m addrtype --dst-type LOCAL -j DOCKER-INGRESS'],
  ]),
  ...rows('nat', 'OUTPUT', 'sure', [
    ['nat-jump-output', '! -d LOOPS -m addrtype --dst-type LOCAL -j DOCKER'],
    ['nat-jump-output-loopback', '-m addrtype --dst-type LOCAL -j DOCKER'],
    ['ingress-jump-output', '-m addrtype --dst-type LOCAL -j DOCKER-INGRESS'],
    ['dns-jump-output', '-d 127.0.0.11/32 -j DOCKER_OUTPUT'],
  ]),
  ...rows('nat', 'POSTROUTING', 'sure', [['dns-jump-postrouting', '-d 127.0.0.11/32 -j DOCKER_POSTROUTING']]),
  ...rows('nat', 'DOCKER', 'sure', [
    // An iptables too old for the target's revision prints no destination.
    ['port-dnat', '[! -s fe80::/10] [-d HIP] [! -i BR] -p P -m P --dport HP -j DNAT [--to-destination TO]'],
    ['wsl-return', '-d 127.0.0.0/8 -i loopback0 -j RETURN'],
  ]),
  ...rows('nat', 'DOCKER', 'bridge', [['bridge-return', '-i BR -j RETURN']], [...pairs, ...stages]),
  ...rows('nat', 'DOCKER_OUTPUT', 'sure', [
    ['dns-dnat', '-d 127.0.0.11/32 -p P -m P --dport 53 -j DNAT --to-destination TO'],
  ]),
  ...rows('nat', 'DOCKER_POSTROUTING', 'sure', [
    ['dns-snat', '-s 127.0.0.11/32 -p P -m P --sport CP -j SNAT --to-source :53'],
  ]),
]

/** The rules that Docker puts between other people's, which its marks alone do not tell. */
const amongOthers: readonly DockerShape[] = [
  ...rows(
    'filter',
    'FORWARD',
    'bridge',
    [
      ['replies', `-o BR ${established} -j ACCEPT`, inForward],
      ['egress', '-i BR ! -o BR -j ACCEPT'],
      ['between-containers', '-i BR -o BR -j ACCEPT'],
      ['between-containers-drop', '-i BR -o BR -j DROP'],
      ['outgoing', '-i BR -j ACCEPT', ['ipset']],
    ],
    [...inForward, 'ipset'],
  ),
  ...rows('nat', 'POSTROUTING', 'bridge', [
    ['network-masquerade', '-s NET ! -o BR -j MASQUERADE'],
    ['network-snat', '-s NET ! -o BR -j SNAT --to-source SNAT'],
    ['host-masquerade', '-o BR -m addrtype --src-type LOCAL -j MASQUERADE'],
    ['host-masquerade', '-o BR -m addrtype --src-type LOCAL -j SNAT --to-source SNAT'],
  ]),
  ...rows('nat', 'POSTROUTING', 'address', [
    ['own-port-masquerade', '-s CIP -d CIP -p P -m P --dport CP -j MASQUERADE'],
  ]),
  ...rows('raw', 'PREROUTING', 'bridge', [
    ['direct-access-drop', '-d CIP ! -i BR -j DROP', forwards],
    ['direct-port-drop', '-d CIP ! -i BR -p P -m P --dport CP -j DROP', ['ipset', 'forward-stage']],
  ]),
  ...rows('raw', 'PREROUTING', 'twin', [['trusted-accept', '-d CIP -i IF -j ACCEPT']], forwards),
  ...rows(
    'raw',
    'PREROUTING',
    'host',
    [
      ['loopback-drop', '-d LOOP ! -i lo -p P -m P --dport HP -j DROP'],
      ['wsl-accept', '-d LOOP -i loopback0 -p P -m P --dport HP -j ACCEPT'],
    ],
    from28,
  ),
  ...rows(
    'mangle',
    'POSTROUTING',
    'host',
    [['sctp-checksum', '-p sctp -m sctp --sport CP -j CHECKSUM --checksum-fill']],
    ['isolation', ...stages],
  ),
]

/** Encrypted overlay networks. */
const overlay: readonly DockerShape[] = (['-m u32 --u32 U32', '-m bpf --bytecode BPF'] as const).flatMap((vni) => [
  ...rows('mangle', 'OUTPUT', 'sure', [
    ['overlay-mark', `-p udp -m udp --dport DATA ${vni} -j MARK --set-xmark 0xd0c4e3/0xffffffff`],
  ]),
  ...rows('filter', 'INPUT', 'sure', [
    ['overlay-clear-drop', `-p udp -m policy --dir in --pol none -m udp --dport DATA ${vni} -j DROP`],
    ['overlay-ipsec-accept', `-p udp -m policy --dir in --pol ipsec -m udp --dport DATA ${vni} -j ACCEPT`],
  ]),
])

/** In the namespaces of the routing mesh and of its tasks. */
const sandboxes: readonly DockerShape[] = [
  ...rows('mangle', 'PREROUTING', 'sandbox', [['ingress-mark', '-p P -m P --dport HP -j MARK --set-xmark MARK']]),
  ...rows('mangle', 'INPUT', 'sandbox', [['ingress-service-mark', '-d CIP -j MARK --set-xmark MARK']]),
  ...rows('mangle', 'OUTPUT', 'sandbox', [['ingress-service-mark', '-d CIP -j MARK --set-xmark MARK']]),
  ...rows('nat', 'POSTROUTING', 'sandbox', [['ingress-snat', '-d NET -m ipvs --ipvs -j SNAT --to-source SNAT']]),
  ...rows('nat', 'PREROUTING', 'sandbox', [['task-redirect', '-d CIP -p P -m P --dport HP -j REDIRECT --to-ports CP']]),
  ...rows('filter', 'INPUT', 'sandbox', [
    ['task-accept', '-d CIP -p P -m P --dport CP -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT'],
    ['task-drop', '-d CIP -p P -j DROP'],
  ]),
  ...rows('filter', 'OUTPUT', 'sandbox', [
    ['task-replies', '-s CIP -p P -m P --sport CP -m conntrack --ctstate ESTABLISHED -j ACCEPT'],
    ['task-drop', '-s CIP -p P -j DROP'],
  ]),
]

/** All of them; of several that fit a rule the first counts. */
export const dockerShapes: readonly DockerShape[] = [...inChains, ...amongOthers, ...overlay, ...sandboxes]

/** Docker's own chains by `TABLE CHAIN`. */
export const dockerChains: Readonly<Record<string, Part<'docker'>>> = {
  'nat DOCKER': 'nat-chain',
  'nat DOCKER-INGRESS': 'ingress-nat-chain',
  'nat DOCKER_OUTPUT': 'dns-output-chain',
  'nat DOCKER_POSTROUTING': 'dns-postrouting-chain',
  'filter DOCKER': 'filter-chain',
  'filter DOCKER-USER': 'user-chain',
  'filter DOCKER-FORWARD': 'forward-chain',
  'filter DOCKER-CT': 'ct-chain',
  'filter DOCKER-BRIDGE': 'bridge-chain',
  'filter DOCKER-INTERNAL': 'internal-chain',
  'filter DOCKER-ISOLATION': 'isolation-chain',
  'filter DOCKER-ISOLATION-STAGE-1': 'isolation-1-chain',
  'filter DOCKER-ISOLATION-STAGE-2': 'isolation-2-chain',
  'filter DOCKER-INGRESS': 'ingress-filter-chain',
}

/** The built-in chains by `TABLE CHAIN` into which Docker writes rules on a host, at any time: nobody else may flush them. */
export const dockerSharedChains: ReadonlySet<string> = new Set(
  [...inChains, ...amongOthers]
    .map(({ table, chain }) => `${table} ${chain}`)
    .filter((place) => !(place in dockerChains)),
)
