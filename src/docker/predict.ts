import type { DaemonOptions, ForwardingBefore, MeshPort } from '#model/daemon.ts'
import type { DockerState } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { Book } from './engines/book.ts'
import { newBook } from './engines/book.ts'
import { writeContainers } from './engines/containers.ts'
import type { EngineVersion } from './engines/engine-version.ts'
import { atLeast, readEngineVersion } from './engines/engine-version.ts'
import { forwardPolicy } from './engines/forward-policy.ts'
import { userTop } from './engines/isolation.ts'
import type { BridgeNetwork, Engine, EngineEndpoint, Layout } from './engines/layout.ts'
import { encryptedNetworks, overlayRules } from './engines/overlay.ts'
import { layoutFor } from './engines/layouts.ts'
import { bridgeNetworks } from './engines/networks.ts'
import { isPort, readAddressText, readProtocol } from './engines/spec.ts'

/** What an engine writes into one family. */
export interface Prediction {
  readonly family: Family
  readonly layout: Layout
  readonly book: Book
  /** What of the book depends on options that are not known. */
  readonly open?: OpenOptions
}

/** Options that are not known, by what hangs on them. Options are called as dockerd calls them. */
export interface OpenOptions {
  /** Decides whether the engine writes into this family at all. */
  readonly family: string | undefined
  /** Decides one rule, by `ruleKey`; `turned`: the rule comes with another value than the default. */
  readonly rules: ReadonlyMap<string, { readonly option: string; readonly turned: boolean }>
  /** Decides whether policies are set. */
  readonly policy: string | undefined
}

/** A rule's place and text in one. */
export function ruleKey(table: string, chain: string, text: string): string {
  return `${table}/${chain} ${text}`
}

/** Everything a prediction is made from. */
export interface PredictionInput {
  readonly state: DockerState
  readonly daemon: DaemonOptions
  readonly before: ForwardingBefore
  readonly mesh: readonly MeshPort[]
}

/** What an undisturbed daemon with this state has written, family by family; undefined where the version is unreadable. */
export function predict(input: PredictionInput): readonly Prediction[] | undefined {
  const version = readEngineVersion(input.state.version)
  if (version === undefined) return undefined
  const layout = layoutFor(version)
  return (['ipv4', 'ipv6'] as const).map((family) => ({
    family,
    layout,
    book: writeFamily(input, version, layout, family),
  }))
}

function writeFamily(input: PredictionInput, version: EngineVersion, layout: Layout, family: Family): Book {
  const { state, daemon } = input
  const book = newBook()
  const engine: Engine = { version, daemon, family, book, written: [] }
  if (!(family === 'ipv4' ? daemon.iptables : daemon.ip6tables)) {
    if (family === 'ipv4' && !atLeast(version, 20)) userTop(engine)
    return book
  }
  const networks = bridgeNetworks(state, family)
  layout.start(engine)
  forwardPolicy(engine, networks, input.before)
  layout.anyNetwork(engine)
  for (const network of networks) {
    layout.network(engine, network)
    engine.written.push(network)
    layout.anyNetwork(engine)
  }
  const sandbox = family === 'ipv4' ? meshSandbox(state, networks) : undefined
  if (sandbox !== undefined) {
    layout.endpoint(engine, sandbox)
    if (input.mesh.length > 0) layout.ingress(engine)
    for (const { protocol: text, port } of input.mesh) {
      const protocol = readProtocol(text)
      if (protocol !== undefined && isPort(port)) layout.ingressPort(engine, sandbox.address, protocol, port)
    }
  }
  writeContainers(state, networks, engine, {
    endpoint: (endpoint) => layout.endpoint(engine, endpoint),
    port: (endpoint, port) => layout.port(engine, endpoint, port),
    link: (parent, child, port) => layout.link(engine, parent, child, port),
  })
  if (family === 'ipv4') for (const vni of encryptedNetworks(state)) overlayRules(engine, vni)
  return book
}

/** The sandbox of the routing mesh, where this node has one. */
function meshSandbox({ networks: all }: DockerState, networks: readonly BridgeNetwork[]): EngineEndpoint | undefined {
  const bridge = all.find(({ name }) => name === 'docker_gwbridge')
  const address = readAddressText(bridge?.members['ingress-sbox']?.ipv4.split('/')[0] ?? '', 'ipv4')
  const network = networks.find(({ id }) => id === bridge?.id)
  return address === undefined || network === undefined ? undefined : { container: 'ingress-sbox', network, address }
}
