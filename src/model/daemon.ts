import type { Message } from './diagnostic.ts'
import type { Family, Variant } from './family.ts'

/** The options of dockerd that change its rules. Source: dockerd(8), daemon.json; defaults depend on the version. */
export interface DaemonOptions {
  readonly iptables: boolean
  readonly ip6tables: boolean
  readonly userlandProxy: boolean
  readonly ipForward: boolean
  readonly ipForwardNoDrop: boolean
  readonly allowDirectRouting: boolean
  /** `mark/mask` as given. */
  readonly bridgeAcceptFwmark: string | undefined
  /** DOCKER_INSECURE_NO_IPTABLES_RAW=1 in the daemon's environment. */
  readonly noRawRules: boolean
  /** `iptables` or `nftables`; undefined: the engine's default. */
  readonly firewallBackend: string | undefined
  /** DOCKER_IPTABLES_SCTP_CHECKSUM=1 in the daemon's environment. */
  readonly sctpChecksum: boolean
}

/** Whether the kernel forwarded before the daemon started; undefined where nobody knows. */
export interface ForwardingBefore {
  readonly ipv4: boolean | undefined
  readonly ipv6: boolean | undefined
}

/** A place where a daemon is told its options. */
export type DaemonSource = 'arguments' | 'file' | 'environment'

/** The daemon's options, each known or not. */
export type KnownOptions = { readonly [Name in keyof DaemonOptions]: DaemonOptions[Name] | typeof unknownOption }

/** Stands for an option of which nobody could read whether it was given. */
export const unknownOption = Symbol('unknown')

/** A published port of the routing mesh: a swarm service's, `mode=ingress`. */
export interface MeshPort {
  readonly protocol: string
  readonly port: number
}

/** What is known of the daemon beside its state: its arguments and environment, its daemon.json, the sysctls before it started. */
export interface DaemonConfig {
  /** `--icc=false`, and `NAME=1` of its environment. */
  readonly words: readonly string[]
  readonly json: unknown
  /** Where it may have been told more: an option that is not given elsewhere is unknown then. */
  readonly unread?: readonly DaemonSource[] | undefined
  /** Why something is not known of it. */
  readonly problems?: readonly Message[] | undefined
  readonly before: ForwardingBefore
  /** Whether `before` is read off the machine's settings only, not known. */
  readonly forwardingGuessed?: boolean | undefined
  /** Of the iptables that the daemon runs; undefined where nobody knows. */
  readonly variant?: Variant | undefined
  /** Of the ip6tables that it runs, where that is another variant than its iptables. */
  readonly ipv6Variant?: Variant | undefined
  readonly mesh: readonly MeshPort[]
}

/** A daemon of which nothing was read. */
export const unknownDaemon: DaemonConfig = {
  words: [],
  json: undefined,
  unread: ['arguments', 'file', 'environment'],
  before: { ipv4: undefined, ipv6: undefined },
  mesh: [],
}

/** A daemon that was given no options: each has its default. */
export const plainDaemon: DaemonConfig = { ...unknownDaemon, unread: [] }

/** The variant into which the daemon writes the rules of a family; undefined where nobody knows. */
export function variantFor({ variant, ipv6Variant }: DaemonConfig, family: Family): Variant | undefined {
  return family === 'ipv6' ? (ipv6Variant ?? variant) : variant
}

const refusals = new Set(['daemon/not-root', 'daemon/elsewhere', 'daemon/no-net-admin', 'daemon/socket-open'])

/** Whether a problem says that the process at the socket is not this host's engine, whatever options somebody gives. */
export function isRefused(problem: string): boolean {
  return refusals.has(problem)
}
