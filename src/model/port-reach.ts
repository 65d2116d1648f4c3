import type { Family } from './family.ts'

/** Where a new connection to a published port ends, as a trace says. */
export type Arrival =
  /** At the container's own port; by docker-proxy where no rule rewrites it. */
  | { readonly kind: 'container' | 'proxy' }
  /** At a rule or policy. */
  | { readonly kind: 'stopped'; readonly by: string }
  /** Somewhere else: nothing takes it to the container. */
  | { readonly kind: 'astray' }
  /** It depends on what was not read. */
  | { readonly kind: 'unknown' }

/** A published port of a running container, and what a client meets there before and after a change of the rules. */
export interface PortReach {
  readonly family: Family
  readonly protocol: string
  /** As it was published; '' any address. */
  readonly hostAddress: string
  readonly hostPort: number
  readonly container: string
  readonly containerPort: number
  /** Who connects: a client outside, or a process of this host where the port is published on loopback. */
  readonly client: 'outside' | 'host'
  readonly before: Arrival
  readonly after: Arrival
}

/** Whether a client gets through to the container. */
export function arrives({ kind }: Arrival): boolean {
  return kind === 'container' || kind === 'proxy'
}
