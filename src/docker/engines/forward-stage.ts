import { atLeast } from './engine-version.ts'
import { ingressChains, internalDrops, natJumps, natOfNetwork, portDnat, sctpChecksum, userTop } from './isolation.ts'
import type { BridgeNetwork, Engine, EngineEndpoint, EnginePort, Layout } from './layout.ts'
import { dport, hairpin, host } from './layout.ts'
import { stage, stageChains } from './stage.ts'
import { spec } from './spec.ts'

/** The chains and jumps that 28 and later make at the start; `third` is what stands between replies and bridges. */
export function startForward(engine: Engine, middle: 'DOCKER-INTERNAL' | 'DOCKER-ISOLATION-STAGE-1'): void {
  const { book } = engine
  for (const chain of ['DOCKER-FORWARD', 'DOCKER-BRIDGE', 'DOCKER-CT']) book.chain('filter', chain)
  book.chain('nat', 'DOCKER')
  book.chain('filter', 'DOCKER')
  natJumps(engine)
  for (const chain of ['DOCKER-BRIDGE', middle, 'DOCKER-CT'] as const)
    book.top('filter', 'DOCKER-FORWARD', spec`-j ${chain}`)
  book.top('filter', 'FORWARD', spec`-j DOCKER-FORWARD`)
  userTop(engine)
}

/** What an external network needs in nat and filter from 28 on; `forward` is the chain of the rules between interfaces. */
export function filterOfNetwork(engine: Engine, network: BridgeNetwork, forward: string): void {
  const { book, family } = engine
  const { bridge, icc, mode, id } = network
  const cause = { network: id }
  if (!icc) book.append('filter', forward, spec`-i ${bridge} -o ${bridge} -j DROP`, cause)
  if (mode === 'routed')
    book.append('filter', 'DOCKER', spec`-o ${bridge} -p ${family === 'ipv6' ? 'ipv6-icmp' : 'icmp'} -j ACCEPT`, cause)
  book.append(
    'filter',
    forward,
    icc ? spec`-i ${bridge} -j ACCEPT` : spec`-i ${bridge} ! -o ${bridge} -j ACCEPT`,
    cause,
  )
  book.append(
    'filter',
    'DOCKER',
    spec`! -i ${bridge} -o ${bridge} -j ${mode === 'nat-unprotected' ? 'ACCEPT' : 'DROP'}`,
    cause,
  )
}

/** Replies and published ports of a network, in the chains that 28.0.1 made for them. */
export function jumpsOfNetwork({ book }: Engine, { bridge, id }: BridgeNetwork): void {
  book.append('filter', 'DOCKER-CT', spec`-o ${bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`, {
    network: id,
  })
  book.append('filter', 'DOCKER-BRIDGE', spec`-o ${bridge} -j DOCKER`, { network: id })
}

/** The rules of an internal network from 28 on. */
export function internalNetwork(engine: Engine, network: BridgeNetwork, drops: string, forward: string): void {
  const { bridge, icc, id } = network
  internalDrops(engine, drops, network)
  engine.book.append('filter', forward, spec`-i ${bridge} -o ${bridge} -j ${icc ? 'ACCEPT' : 'DROP'}`, { network: id })
}

/** Isolation of a network in 28: appended to the first stage, inserted into the second; a routed one may be reached. */
export function isolate28({ book }: Engine, { bridge, mode, id }: BridgeNetwork): void {
  const first = 'DOCKER-ISOLATION-STAGE-1'
  const cause = { network: id }
  if (mode === 'routed') {
    book.insert('filter', first, spec`-o ${bridge} -j RETURN`, cause)
    book.insert('filter', first, spec`-i ${bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`, cause)
  }
  book.append('filter', first, spec`-i ${bridge} ! -o ${bridge} -j DOCKER-ISOLATION-STAGE-2`, cause)
  book.insert('filter', 'DOCKER-ISOLATION-STAGE-2', spec`-o ${bridge} -j DROP`, cause)
}

/** Whether a network gets the RETURN in nat DOCKER: 28 gives it to routed networks too, until 28.0.2 whatever else is set. */
export function returns28({ version }: Engine, { masquerade, mode }: BridgeNetwork): boolean {
  return masquerade || (mode === 'routed' && !atLeast(version, 28, 0, 2))
}

function forwardStageNetwork(engine: Engine, network: BridgeNetwork): void {
  if (network.subnet === undefined) return
  if (network.internal) return internalNetwork(engine, network, 'DOCKER-ISOLATION-STAGE-1', 'DOCKER-FORWARD')
  natOfNetwork(engine, network, returns28(engine, network))
  filterOfNetwork(engine, network, 'DOCKER-FORWARD')
  jumpsOfNetwork(engine, network)
  isolate28(engine, network)
}

/** What closes a container's address against hosts that route straight to it, from 28.2 on. */
export function endpointDrop({ book, version, daemon }: Engine, { network, address, container }: EngineEndpoint): void {
  const closed = network.mode === 'nat' && !network.internal && !daemon.allowDirectRouting && !daemon.noRawRules
  if (!atLeast(version, 28, 2) || !closed) return
  const cause = { network: network.id, container }
  for (const name of network.trusted)
    book.append('raw', 'PREROUTING', spec`-d ${host(address)} -i ${name} -j ACCEPT`, cause)
  book.append('raw', 'PREROUTING', spec`-d ${host(address)} ! -i ${network.bridge} -j DROP`, cause)
}

/** The rules of a published port from 28 on: the ACCEPT comes to stand above the network's DROP. */
export function portFrom28(engine: Engine, endpoint: EngineEndpoint, port: EnginePort): void {
  const { book, version, daemon } = engine
  const { network, address, container } = endpoint
  const target = dport(port.protocol, port.containerPort)
  const cause = { network: network.id, container, port: `${port.hostPort}:${port.containerPort}/${port.protocol}` }
  if (network.mode !== 'routed') {
    if (port.hostAddress !== '' && /^127\./.test(port.hostAddress) && port.hostPort !== 0 && !daemon.noRawRules) {
      const drop = spec`-d ${host(port.hostAddress)} ! -i lo ${dport(port.protocol, port.hostPort)} -j DROP`
      book.append('raw', 'PREROUTING', drop, cause)
    }
  }
  if (!atLeast(version, 28, 2) && network.mode === 'nat' && !daemon.noRawRules) {
    book.append('raw', 'PREROUTING', spec`-d ${host(address)} ! -i ${network.bridge} ${target} -j DROP`, cause)
  }
  if (network.mode !== 'routed') {
    portDnat(engine, endpoint, port)
    if (hairpin(engine) && port.hostPort !== 0) {
      book.append('nat', 'POSTROUTING', spec`-s ${host(address)} -d ${host(address)} ${target} -j MASQUERADE`, cause)
    }
  }
  if (network.mode !== 'nat-unprotected') {
    book.insert(
      'filter',
      'DOCKER',
      spec`-d ${host(address)} ! -i ${network.bridge} -o ${network.bridge} ${target} -j ACCEPT`,
      cause,
    )
  }
  if (port.protocol === 'sctp' && daemon.sctpChecksum && !atLeast(version, 29)) sctpChecksum(engine, endpoint, port)
}

/** 28.0.1 to 28.5: one jump from FORWARD, and chains of Docker's own behind it. */
export const forwardStage: Layout = {
  ...stage,
  name: 'forward-stage',
  start(engine) {
    stageChains(engine, false)
    startForward(engine, 'DOCKER-ISOLATION-STAGE-1')
  },
  anyNetwork: () => {},
  network: forwardStageNetwork,
  endpoint: endpointDrop,
  port: portFrom28,
  ingress: (engine) => ingressChains(engine, 'DOCKER-FORWARD'),
}
