import type { Message } from './diagnostic.ts'
import type { PublishedPort } from './docker.ts'
import type { Family } from './family.ts'
import type { Owner } from './owner.ts'

/**
 * Who connects: somebody in the internet, a neighbour on a network of the host's, a process of the host; or the container itself, for
 * its own connections.
 */
export type Zone = 'internet' | 'lan' | 'host' | 'container'

/** Where a new connection ends, its answer included. */
export type Outcome =
  /** `by`: at the container by a DNAT rule, by docker-proxy, or directly (no address is changed on the way). */
  | {
      readonly kind: 'works'
      readonly by: 'dnat' | 'docker-proxy' | 'direct'
      /** The user's rule of nat that keeps a port from its DNAT rule, so that docker-proxy takes it. */
      readonly past?: string
    }
  /** A rule or policy stops it, or its answer. `owner`: whose rule that is; undefined: a policy, or not known. */
  | { readonly kind: 'stopped'; readonly by: string; readonly owner: Owner | undefined }
  /** It works, but elsewhere. `to`: a container, or what has the address; `by`: the rule that leads there. */
  | { readonly kind: 'elsewhere'; readonly to: string; readonly by: string }
  /** No rule is to blame. `cure`: a command that helps, where there is one. */
  | { readonly kind: 'dead'; readonly why: Message; readonly cure?: string }
  /** It depends on what was not read. `why`: what is known, with a command that may help. */
  | { readonly kind: 'unknown'; readonly on: string; readonly why?: Message; readonly cure?: string }

/** What a container or network is there for, and what should be possible. */
export type Service =
  | {
      readonly kind: 'port'
      readonly container: string
      readonly port: PublishedPort
    }
  /** Connections of a container to the internet. */
  | { readonly kind: 'outside'; readonly container: string; readonly network: string }
  /** Connections of a container to another one of its network. */
  | { readonly kind: 'neighbour'; readonly container: string; readonly network: string; readonly to: string }

/** One connection that should be possible, and what becomes of it. */
export interface ServiceCheck {
  readonly family: Family
  readonly from: Zone
  readonly outcome: Outcome
}

/**
 * How a service fares by all its connections. `limited`: rules that are not Docker's keep some of those away who should reach it,
 * and others do. `unknown`: none fails, and one depends on what was not read.
 */
export type ServiceState = Service & {
  readonly state: 'works' | 'limited' | 'dead' | 'unknown'
  readonly checks: readonly ServiceCheck[]
}

/** A container that did not start, because the engine could not write its rules. */
export interface FailedStart {
  readonly container: string
  /** The engine's words. Hostile text. */
  readonly said: string
}

/** Whether a port is published on every address of the host. */
export function isAnyAddress(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::'
}
