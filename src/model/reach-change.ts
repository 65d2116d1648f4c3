import type { Family } from './family.ts'

/** Who opens a connection: `internet`, `lan`, `host`, or a container by name. */
export interface Client {
  readonly kind: 'internet' | 'lan' | 'host' | 'container'
  /** Of a container; '' for the others. */
  readonly name: string
}

/** What a connection is opened to. */
export type Asked =
  /**
   * A port of this host. `address`: '' for the address by which the client knows the host. `publishedOn`: where a container publishes that
   * port; '' on all addresses, undefined where none does.
   */
  | {
      readonly kind: 'port'
      readonly address: string
      readonly port: number
      readonly publishedOn: string | undefined
    }
  /** A container by its own address, not by a published port. */
  | { readonly kind: 'container'; readonly name: string; readonly address: string; readonly port: number }
  /** An address in the internet. */
  | { readonly kind: 'internet' }

/** What a new connection meets. Containers are those that have the address now. */
export type Met =
  | { readonly kind: 'container'; readonly name: string; readonly port: number | undefined; readonly proxy: boolean }
  | { readonly kind: 'host'; readonly process: string }
  /** An address of a Docker network that no running container has. */
  | { readonly kind: 'nobody'; readonly address: string }
  | { readonly kind: 'address'; readonly address: string }
  /** `by`: the rule or policy; '' where no rule decided. */
  | { readonly kind: 'stopped'; readonly by: string }
  | { readonly kind: 'unknown' }

/**
 * A connection that would end otherwise than now. `opens`, `closes`: it would, or would no longer, be answered; `elsewhere`: by another;
 * `proxy`: by the same one through docker-proxy, or no longer through it; `unknown`: what was not read decides it.
 */
export interface ReachChange {
  readonly kind: 'opens' | 'closes' | 'elsewhere' | 'proxy' | 'unknown'
  readonly family: Family
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly client: Client
  readonly asked: Asked
  readonly before: Met
  readonly after: Met
}
