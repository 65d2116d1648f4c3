import type { DockerState } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { EngineVersion } from './engines/engine-version.ts'
import { atLeast, readEngineVersion } from './engines/engine-version.ts'
import type { BridgeNetwork, EngineEndpoint, EnginePort } from './engines/layout.ts'
import { layoutFor } from './engines/layouts.ts'
import { bridgeNetworks } from './engines/networks.ts'
import { encryptedNetworks } from './engines/overlay.ts'
import { endpointsOf, gatewayEndpoint, portsOf } from './engines/ports.ts'
import type { LayoutName } from './recognise-shapes.ts'
import { readAddressText } from './engines/spec.ts'

/** A published port and the endpoint that it leads to. */
export interface Publication {
  readonly endpoint: EngineEndpoint
  readonly port: EnginePort
}

/** What `--link` opens: from the parent to the exposed port of the child. */
export interface LinkedPort {
  readonly parent: EngineEndpoint
  readonly child: EngineEndpoint
  /** `80/tcp`. */
  readonly port: string
}

/** Docker's state as one family's rules show it. */
export interface StateFacts {
  /** What the engine's version writes; undefined where the version is not known. */
  readonly layout: LayoutName | undefined
  /** Whether the engine writes rules of the family at all. */
  readonly writes: boolean
  readonly byBridge: ReadonlyMap<string, BridgeNetwork>
  readonly endpoints: readonly EngineEndpoint[]
  /** Containers or networks were read, and every running container's addresses with them. */
  readonly complete: boolean
  readonly publications: readonly Publication[]
  readonly links: readonly LinkedPort[]
  readonly vnis: readonly number[]
  /** The address of the routing mesh's sandbox. */
  readonly sandbox: string | undefined
}

/** Undefined where the state says nothing of networks: then the rules alone must tell. */
export function stateFacts(state: DockerState | undefined, family: Family): StateFacts | undefined {
  if (state === undefined || state.networks.length === 0) return undefined
  const version = readEngineVersion(state.version)
  const networks = bridgeNetworks(state, family)
  const running = state.containers.filter((container) => container.running)
  const sandbox = state.networks.find(({ name }) => name === 'docker_gwbridge')?.members['ingress-sbox']
  const endpoints = running.flatMap((container) => endpointsOf(container, state, networks, family))
  const sandboxAddress = sandbox?.ipv4.split('/')[0]
  return {
    layout: version === undefined ? undefined : (layoutFor(version).name as LayoutName),
    writes: family === 'ipv4' || version === undefined || atLeast(version, 20, 10),
    byBridge: new Map(networks.map((network) => [network.bridge, network])),
    endpoints: [...endpoints, ...sandboxEndpoint(sandboxAddress, networks)],
    complete:
      !(state.unread ?? []).some((what) => what.startsWith('container')) &&
      running.every(({ endpoints: own, ports }) => ports.length === 0 || own.length > 0),
    publications: publicationsOf(state, networks, family, version),
    links: linksOf(state, networks, family),
    vnis: encryptedNetworks(state),
    sandbox: sandboxAddress,
  }
}

function sandboxEndpoint(address: string | undefined, networks: readonly BridgeNetwork[]): readonly EngineEndpoint[] {
  const network = networks.find(({ bridge }) => bridge === 'docker_gwbridge')
  const read = readAddressText(address ?? '', 'ipv4')
  return read === undefined || network === undefined ? [] : [{ container: 'ingress-sbox', network, address: read }]
}

function publicationsOf(
  state: DockerState,
  networks: readonly BridgeNetwork[],
  family: Family,
  version: EngineVersion | undefined,
): readonly Publication[] {
  return state.containers
    .filter(({ running }) => running)
    .flatMap((container) => {
      const endpoints = endpointsOf(container, state, networks, family)
      const ports = portsOf(container, family, version ?? [0, 0, 0])
      const gateway =
        version === undefined ? undefined : gatewayEndpoint(container, state, endpoints, { version, family })
      const reached = version === undefined ? endpoints : gateway === undefined ? [] : [gateway]
      return reached.flatMap((endpoint) => ports.map((port) => ({ endpoint, port })))
    })
}

function linksOf(state: DockerState, networks: readonly BridgeNetwork[], family: Family): readonly LinkedPort[] {
  return state.containers.flatMap((container) =>
    container.links.flatMap((link) => {
      const linked = (link.split(':')[0] ?? '').replace(/^\//, '')
      const child = state.containers.find(({ name }) => name === linked)
      if (child === undefined) return []
      const to = endpointsOf(child, state, networks, family)
      return endpointsOf(container, state, networks, family).flatMap((parent) =>
        to
          .filter(({ network }) => network === parent.network && !network.icc)
          .flatMap((one) => child.exposed.map((port) => ({ parent, child: one, port }))),
      )
    }),
  )
}
