import type { FactsByName } from './fact.ts'
import type { Chain, Rule, Ruleset } from './ruleset.ts'

/** Everybody who may own a rule or chain: a closed, published list. 'user': nobody else's mark is on it. */
export const owners = [
  'docker',
  'user',
  'ufw',
  'firewalld',
  'fail2ban',
  'crowdsec',
  'libvirt',
  'lxd',
  'tailscale',
  'kube-proxy',
  'calico',
  'podman',
  'docker-ipv6nat',
  'openwrt',
  'proxmox',
  'nixos',
  'csf',
  'miniupnpd',
  'synology',
  'wg-quick',
  'sshguard',
  'psad',
  'cilium',
  'seawall',
  'system',
] as const

/** One of `owners`; 'system' owns built-in chains and policies nobody changed. */
export type Owner = (typeof owners)[number]

/**
 * Whose a rule or chain is and which part of the owner's work it does. `part` is a word of that owner's closed list
 * (`port-dnat`); the catalogue holds `purpose/OWNER/PART` and `breaks/OWNER/PART`, filled with `args`
 * (network, bridge, container, protocol, hostPort, containerPort, ...; absent ones are '').
 */
export interface Ownership {
  readonly owner: Owner
  readonly part: string
  readonly args: FactsByName
}

/** Whose everything in the loaded rulesets is; computed once per snapshot and passed on. */
export interface Owners {
  ofRule(rule: Rule): Ownership
  ofChain(ruleset: Ruleset, table: string, chain: string): Ownership
  /** Of what a table of nftables holds: `ip/TABLE/CHAIN`, `ip/TABLE/CHAIN#1`, `ip/TABLE/@SET`, or the table, `ip/TABLE`. */
  ofNative(table: string, id: string): Ownership
  /** Docker's layout in a ruleset, where there is one. */
  layoutOf(ruleset: Ruleset): Layout | undefined
}

/** How an engine lays its rules out: the layout's name, and the versions that write it (`18.03.1 to 27.5.1`). */
export interface Layout {
  readonly name: string
  readonly versions: string
}

/** Where a rule stands; `index` counts from 0. */
export interface Place {
  readonly ruleset: Ruleset
  readonly table: string
  readonly chain: Chain
  readonly index: number
}

/** What bears one owner's mark; undefined: not this owner's. */
export interface Claims {
  ofRule(rule: Rule, place: Place): Ownership | undefined
  ofChain(ruleset: Ruleset, table: string, chain: Chain): Ownership | undefined
  /** What a rule without any mark is that stands in one of this owner's chains: somebody put it there. */
  ofStranger?(rule: Rule, place: Place): Ownership | undefined
  layoutOf?(ruleset: Ruleset): Layout | undefined
}

/** What of the tables of nftables bears one owner's mark, by its id as `Owners.ofNative` takes it; undefined: not this owner's. */
export type NativeClaims = (id: string) => Ownership | undefined

/** Looks through the rulesets of a host for one owner's marks. */
export type Recogniser = (rulesets: readonly Ruleset[]) => Claims
