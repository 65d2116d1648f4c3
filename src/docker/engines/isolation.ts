import { atLeast } from './engine-version.ts'
import type { BridgeNetwork, Engine, EngineEndpoint, EnginePort, Layout } from './layout.ts'
import { dport, hairpin, host, sourceNat } from './layout.ts'
import { type AddressText, type Protocol, spec } from './spec.ts'

/** The hook for the administrator's rules, first in FORWARD again after whatever else was put there. */
export function userTop({ book, version, family }: Engine): void {
  if (family === 'ipv6' && !atLeast(version, 23)) return
  book.chain('filter', 'DOCKER-USER')
  if (!atLeast(version, 28, 2, 2)) book.append('filter', 'DOCKER-USER', spec`-j RETURN`)
  book.top('filter', 'FORWARD', spec`-j DOCKER-USER`)
}

/** The jumps by which packets to the host's own addresses look for a published port. */
export function natJumps({ book, daemon, family }: Engine): void {
  const loopback = family === 'ipv6' ? '::1/128' : '127.0.0.0/8'
  book.append('nat', 'PREROUTING', spec`-m addrtype --dst-type LOCAL -j DOCKER`)
  book.append(
    'nat',
    'OUTPUT',
    spec`${daemon.userlandProxy ? spec`! -d ${loopback} ` : ''}-m addrtype --dst-type LOCAL -j DOCKER`,
  )
}

/** What a network needs in nat: outgoing packets masqueraded, connections from the bridge left to the proxy. */
export function natOfNetwork(engine: Engine, network: BridgeNetwork, returns: boolean): void {
  const { book } = engine
  const { bridge, subnet, masquerade, mode } = network
  const cause = { network: network.id }
  const rewrites = masquerade && mode !== 'routed'
  if (rewrites && subnet !== undefined)
    book.insert('nat', 'POSTROUTING', spec`-s ${subnet} ! -o ${bridge} ${sourceNat(network)}`, cause)
  if (returns && !hairpin(engine)) book.insert('nat', 'DOCKER', spec`-i ${bridge} -j RETURN`, cause)
  if (hairpin(engine) && mode !== 'routed') {
    book.insert('nat', 'POSTROUTING', spec`-o ${bridge} -m addrtype --src-type LOCAL ${sourceNat(network)}`, cause)
  }
}

/** Between containers of one bridge: allowed on top, or forbidden at the end. */
export function betweenContainers({ book }: Engine, { bridge, icc, id }: BridgeNetwork): void {
  if (icc) book.insert('filter', 'FORWARD', spec`-i ${bridge} -o ${bridge} -j ACCEPT`, { network: id })
  else book.append('filter', 'FORWARD', spec`-i ${bridge} -o ${bridge} -j DROP`, { network: id })
}

/** Nothing but the network's own subnet on an internal bridge. */
export function internalDrops(
  { book, version, family }: Engine,
  chain: string,
  { bridge, subnet, id }: BridgeNetwork,
): void {
  if (subnet === undefined) return
  const tighter = family === 'ipv6' && atLeast(version, 24, 0, 6)
  book.insert('filter', chain, spec`! -d ${subnet} -i ${bridge}${tighter ? spec` ! -o ${bridge}` : ''} -j DROP`, {
    network: id,
  })
  book.insert('filter', chain, spec`! -s ${subnet}${tighter ? spec` ! -i ${bridge}` : ''} -o ${bridge} -j DROP`, {
    network: id,
  })
}

/** The four rules of a network that stand in FORWARD itself up to 27. */
export function forwardOfNetwork(engine: Engine, network: BridgeNetwork): void {
  const { book } = engine
  const { bridge } = network
  const cause = { network: network.id }
  betweenContainers(engine, network)
  book.insert('filter', 'FORWARD', spec`-i ${bridge} ! -o ${bridge} -j ACCEPT`, cause)
  natJumps(engine)
  book.insert('filter', 'FORWARD', spec`-o ${bridge} -j DOCKER`, cause)
  book.insert('filter', 'FORWARD', spec`-o ${bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`, cause)
}

function startIsolation(engine: Engine): void {
  const { book } = engine
  book.chain('nat', 'DOCKER')
  book.chain('filter', 'DOCKER')
  book.append('filter', 'DOCKER-ISOLATION', spec`-j RETURN`)
}

function isolationNetwork(engine: Engine, network: BridgeNetwork): void {
  const { book, written } = engine
  if (network.subnet === undefined) return
  if (network.internal) {
    internalDrops(engine, 'DOCKER-ISOLATION', network)
    betweenContainers(engine, network)
  } else {
    natOfNetwork(engine, network, network.masquerade)
    forwardOfNetwork(engine, network)
    for (const other of written.filter(({ internal }) => !internal)) {
      book.insert('filter', 'DOCKER-ISOLATION', spec`-i ${network.bridge} -o ${other.bridge} -j DROP`, {
        network: network.id,
      })
      book.insert('filter', 'DOCKER-ISOLATION', spec`-i ${other.bridge} -o ${network.bridge} -j DROP`, {
        network: network.id,
      })
    }
  }
  book.top('filter', 'FORWARD', spec`-j DOCKER-ISOLATION`)
}

/** The rules of a published port up to 27: DNAT, then the way through filter, then the turn to itself. */
export function portUpTo27(engine: Engine, endpoint: EngineEndpoint, port: EnginePort): void {
  const { book, version } = engine
  const { network, address, container } = endpoint
  const cause = { network: network.id, container, port: `${port.hostPort}:${port.containerPort}/${port.protocol}` }
  if (network.mode !== 'routed') portDnat(engine, endpoint, port)
  const own = () => {
    if (network.mode === 'routed' || port.hostPort === 0) return
    const masquerade = spec`-s ${host(address)} -d ${host(address)} ${dport(port.protocol, port.containerPort)} -j MASQUERADE`
    book.append('nat', 'POSTROUTING', masquerade, cause)
  }
  const accept = spec`-d ${host(address)} ! -i ${network.bridge} -o ${network.bridge} ${dport(port.protocol, port.containerPort)} -j ACCEPT`
  if (atLeast(version, 27)) own()
  book.append('filter', 'DOCKER', accept, cause)
  if (!atLeast(version, 27)) own()
  if (port.protocol === 'sctp' && atLeast(version, 18, 3)) sctpChecksum(engine, endpoint, port)
}

/** The publication itself. */
export function portDnat({ book, daemon, family, version }: Engine, endpoint: EngineEndpoint, port: EnginePort): void {
  if (port.hostPort === 0) return
  const { network, address, container } = endpoint
  const linkLocal = family === 'ipv6' && atLeast(version, 28) ? spec`! -s fe80::/10 ` : ''
  const toHost = port.hostAddress === '' ? '' : spec`-d ${host(port.hostAddress)} `
  const notBridge = daemon.userlandProxy ? spec`! -i ${network.bridge} ` : ''
  const target = spec`${family === 'ipv6' ? spec`[${address}]` : address}:${port.containerPort}`
  const cause = { network: network.id, container, port: `${port.hostPort}:${port.containerPort}/${port.protocol}` }
  book.append(
    'nat',
    'DOCKER',
    spec`${linkLocal}${toHost}${notBridge}${dport(port.protocol, port.hostPort)} -j DNAT --to-destination ${target}`,
    cause,
  )
}

/** Old kernels left the checksum of SCTP wrong behind NAT. */
export function sctpChecksum({ book }: Engine, { container, network }: EngineEndpoint, port: EnginePort): void {
  const checksum = spec`-p sctp -m sctp --sport ${port.containerPort} -j CHECKSUM --checksum-fill`
  book.append('mangle', 'POSTROUTING', checksum, { container, network: network.id })
}

/** What `--link` opens between two containers of a bridge without icc. */
export function linkRules({ book }: Engine, parent: EngineEndpoint, child: EngineEndpoint, port: EnginePort): void {
  const { bridge, id } = parent.network
  const { protocol, containerPort } = port
  const between = spec`-i ${bridge} -o ${bridge} -p ${protocol} -m ${protocol}`
  const cause = { network: id, container: parent.container }
  book.append(
    'filter',
    'DOCKER',
    spec`-s ${host(parent.address)} -d ${host(child.address)} ${between} --dport ${containerPort} -j ACCEPT`,
    cause,
  )
  book.append(
    'filter',
    'DOCKER',
    spec`-s ${host(child.address)} -d ${host(parent.address)} ${between} --sport ${containerPort} -j ACCEPT`,
    cause,
  )
}

const localJump = spec`-m addrtype --dst-type LOCAL -j DOCKER-INGRESS`

/** The chains of the routing mesh and the ways into them; `forward` is the chain that jumps there in filter. */
export function ingressChains(engine: Engine, forward: string): void {
  const { book } = engine
  book.append('nat', 'DOCKER-INGRESS', spec`-j RETURN`)
  book.append('filter', 'DOCKER-INGRESS', spec`-j RETURN`)
  book.insert('nat', 'OUTPUT', localJump)
  book.insert('nat', 'PREROUTING', localJump)
  book.insert('filter', forward, spec`-j DOCKER-INGRESS`)
  book.insert('nat', 'POSTROUTING', spec`-o docker_gwbridge -m addrtype --src-type LOCAL -j MASQUERADE`)
}

/** One port of the routing mesh: the published port is kept, the sandbox takes it. */
export function ingressPort({ book, version }: Engine, sandbox: AddressText, protocol: Protocol, port: number): void {
  const cause = { port: `${port}/${protocol}` }
  const replies = atLeast(version, 25)
    ? spec`-p ${protocol} -m ${protocol} --sport ${port} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`
    : spec`-p ${protocol} -m state --state RELATED,ESTABLISHED -m ${protocol} --sport ${port} -j ACCEPT`
  book.insert(
    'nat',
    'DOCKER-INGRESS',
    spec`${dport(protocol, port)} -j DNAT --to-destination ${sandbox}:${port}`,
    cause,
  )
  book.insert('filter', 'DOCKER-INGRESS', replies, cause)
  book.insert('filter', 'DOCKER-INGRESS', spec`${dport(protocol, port)} -j ACCEPT`, cause)
}

/** 17.06 to 18.03.0, and 18.04: two DROPs for every pair of networks in one chain. */
export const isolation: Layout = {
  name: 'isolation',
  start: startIsolation,
  anyNetwork: userTop,
  network: isolationNetwork,
  endpoint: () => {},
  port: portUpTo27,
  link: linkRules,
  ingress(engine) {
    ingressChains(engine, 'FORWARD')
    userTop(engine)
  },
  ingressPort,
}
