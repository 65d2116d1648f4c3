/** The address family that a table of rules sees. */
export type Family = 'ipv4' | 'ipv6'

/** The families of tables: `inet` sees both; the others see no packets of layer 3. */
export type TableFamily = Family | 'inet' | 'arp' | 'bridge' | 'netdev'

/** The kernel interface behind an iptables binary. */
export type Variant = 'nft' | 'legacy'

/** The iptables versions whose spelling we know. */
export type Version = '1.8.7' | '1.8.9' | '1.8.10' | '1.8.11'

/** Whose spelling to print: iptables-save of this version and variant. */
export interface Dialect {
  readonly version: Version
  readonly variant: Variant
}

/** What Debian 12 ships, and so the most likely reader of what we print. */
export const defaultDialect: Dialect = { version: '1.8.9', variant: 'nft' }
