import type { DaemonOptions } from '#model/daemon.ts'
import type { Family } from '#model/family.ts'
import type { Book } from './book.ts'
import type { EngineVersion } from './engine-version.ts'
import { type AddressText, type InterfaceName, type Protocol, prefixText, type Spec, spec } from './spec.ts'

/** One family of one engine while its rules are being written. */
export interface Engine {
  readonly version: EngineVersion
  readonly daemon: DaemonOptions
  readonly family: Family
  readonly book: Book
  /** `-s NET` and the like exist only where the network has the family: the networks written so far. */
  readonly written: BridgeNetwork[]
}

/** How a network's addresses meet the outside. Source: `com.docker.network.bridge.gateway_mode_ipv4|6`. */
export type GatewayMode = 'nat' | 'routed' | 'nat-unprotected' | 'isolated'

/** A bridge network as one family sees it. `subnet` undefined: the network has no addresses of the family. */
export interface BridgeNetwork {
  readonly id: string
  readonly name: string
  readonly bridge: InterfaceName
  readonly subnet: AddressText | undefined
  readonly internal: boolean
  readonly icc: boolean
  readonly masquerade: boolean
  readonly snat: AddressText | undefined
  readonly mode: GatewayMode
  readonly trusted: readonly InterfaceName[]
}

/** A container's place in a bridge network, with the address of the family. */
export interface EngineEndpoint {
  readonly container: string
  readonly network: BridgeNetwork
  readonly address: AddressText
}

/** A published port of the family. `hostAddress` '' stands for any. */
export interface EnginePort {
  readonly protocol: Protocol
  readonly containerPort: number
  readonly hostAddress: AddressText | ''
  readonly hostPort: number
}

/** What one generation of engines writes at each event, in the order of its commands. */
export interface Layout {
  readonly name: string
  start(engine: Engine): void
  /** A network of any driver was made, before its own rules. */
  anyNetwork(engine: Engine): void
  network(engine: Engine, network: BridgeNetwork): void
  endpoint(engine: Engine, endpoint: EngineEndpoint): void
  port(engine: Engine, endpoint: EngineEndpoint, port: EnginePort): void
  link(engine: Engine, parent: EngineEndpoint, child: EngineEndpoint, port: EnginePort): void
  /** The routing mesh of a swarm is made on this node. */
  ingress(engine: Engine): void
  ingressPort(engine: Engine, sandbox: AddressText, protocol: Protocol, port: number): void
}

/** The address with the length of a single host. */
export function host(address: AddressText): AddressText {
  return prefixText(address, address.includes(':') ? 128 : 32)
}

/** `-p tcp -m tcp --dport 80`. */
export function dport(protocol: Protocol, port: number): Spec {
  return spec`-p ${protocol} -m ${protocol} --dport ${port}`
}

/** Whether the proxy is off and connections to oneself turn around at the bridge. */
export function hairpin({ daemon }: Engine): boolean {
  return !daemon.userlandProxy
}

/** What replaces the source of outgoing packets. */
export function sourceNat({ snat }: BridgeNetwork): Spec {
  return snat === undefined ? spec`-j MASQUERADE` : spec`-j SNAT --to-source ${snat}`
}
