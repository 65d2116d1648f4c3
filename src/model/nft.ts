import type { Source } from './source.ts'

/** A value of JSON, as `nft -j` writes rules. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The families of tables that nftables has. */
export type NftFamily = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev'

/** A rule of nftables as written: its statements in the JSON of nft, and as text. Offsets count in the text of `printed`. */
export interface NftRule {
  readonly statements: readonly Json[]
  readonly comment: string | undefined
  readonly handle: number | undefined
  /** The rule as text, with the place of each statement. */
  readonly printed: {
    readonly origin: Source
    readonly spans: readonly { readonly start: number; readonly end: number }[]
  }
}

/** Where a base chain is called, in the words of nft: `prerouting`, `dstnat`'s number, `accept`. */
export interface NftBase {
  readonly type: string
  readonly hook: string
  readonly priority: number
  readonly policy: string
  /** The devices of an ingress or egress chain. */
  readonly devices: readonly string[]
}

/** A chain of a native table. `base` undefined: no hook calls it. */
export interface NftChain {
  readonly name: string
  readonly handle: number | undefined
  readonly base: NftBase | undefined
  readonly rules: readonly NftRule[]
}

/** A named set, or map. `elements` undefined: the text does not hold them. */
export interface NftSet {
  readonly name: string
  readonly kind: 'set' | 'map'
  /** The type of each part of an element: `ipv4_addr`, `inet_service`. */
  readonly type: readonly string[]
  /** What a map leads to: `verdict`, `ipv4_addr`. */
  readonly leadsTo: string | undefined
  readonly flags: readonly string[]
  readonly elements: readonly Json[] | undefined
}

/** A table of nftables with its chains and sets. */
export interface NftTable {
  readonly family: NftFamily
  readonly name: string
  readonly handle: number | undefined
  /** Whether it is switched off: its chains are not called. */
  readonly dormant: boolean
  readonly chains: readonly NftChain[]
  readonly sets: readonly NftSet[]
  /** The version of nft that listed the table, which most likely loaded it too; undefined: the text does not tell. */
  readonly listedBy?: string | undefined
  /** Why a part of the table is missing: objects of a kind that we do not know. */
  readonly unread: readonly string[]
}
