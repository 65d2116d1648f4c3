import type { DaemonOptions } from '#model/daemon.ts'
import type { DockerState } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import { writeContainers } from '../engines/containers.ts'
import { atLeast, type EngineVersion, readEngineVersion } from '../engines/engine-version.ts'
import type { BridgeNetwork } from '../engines/layout.ts'
import { bridgeNetworks } from '../engines/networks.ts'
import type { PredictionInput } from '../predict.ts'
import { newNftDraft, type NftBook } from './nft-book.ts'
import { startTable, writeEndpoint, writeLink, writeNetwork, writePort } from './write.ts'

/** The table that an engine with the nftables backend writes for one family. */
export interface NftPrediction {
  readonly family: Family
  readonly book: NftBook
}

/** Whether the engine writes nftables: what it was told goes first, else what it says of itself. Before 28.2 no engine does. */
export function writesNftables({ version, firewallBackend }: DockerState, daemon: DaemonOptions): boolean {
  const engine = readEngineVersion(version)
  if (engine === undefined || !atLeast(engine, 28, 2)) return false
  return (daemon.firewallBackend ?? firewallBackend ?? '').startsWith('nftables')
}

/** The tables that an undisturbed daemon with this state has written, one a family that it writes; undefined where the version is unreadable. */
export function predictNft(input: PredictionInput): readonly NftPrediction[] | undefined {
  const version = readEngineVersion(input.state.version)
  if (version === undefined) return undefined
  const { iptables, ip6tables } = input.daemon
  return (['ipv4', 'ipv6'] as const)
    .filter((family) => (family === 'ipv4' ? iptables : ip6tables))
    .map((family) => ({ family, book: writeTable(input, version, family) }))
}

function writeTable({ state, daemon, before }: PredictionInput, version: EngineVersion, family: Family): NftBook {
  const draft = newNftDraft(family === 'ipv4' ? 'ip' : 'ip6')
  const networks = bridgeNetworks(state, family).filter(isReadable)
  const isNeeded = networks.some(({ subnet }) => subnet !== undefined)
  const switchedOn = daemon.ipForward && !daemon.ipForwardNoDrop && before[family] !== true && isNeeded
  const engine = { draft, daemon, closed: !atLeast(version, 29) && switchedOn }
  startTable(engine)
  for (const network of networks) writeNetwork(engine, network)
  writeContainers(
    state,
    networks,
    { version, family },
    {
      endpoint: (endpoint) => writeEndpoint(engine, endpoint),
      port: (endpoint, port) => writePort(engine, endpoint, port),
      proxied: daemon.userlandProxy,
      link: (parent, child, port) => writeLink(engine, parent, child, port),
    },
  )
  return draft.book()
}

// Chains are named after bridges; a quote, a backslash or a star means something else in a name in quotes.
function isReadable({ bridge, trusted }: BridgeNetwork): boolean {
  return /^[\w.-]+$/.test(bridge) && trusted.every((name) => !/["\\*]/.test(name))
}

/** Networks for which nft reads no rules, as their interfaces have names that it takes for something else: `network NAME`. */
export function unreadableNetworks(state: DockerState): readonly string[] {
  return bridgeNetworks(state, 'ipv4').flatMap((network) => (isReadable(network) ? [] : [`network ${network.name}`]))
}
