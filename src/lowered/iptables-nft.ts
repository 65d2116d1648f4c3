import type { NftTable } from '#model/nft.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { iptablesPlace } from './iptables-places.ts'

/** Whether iptables-nft made the table and its rules are known from iptables-save: then they are not read twice. */
export function isOfIptables({ family, name }: NftTable, rulesets: readonly Ruleset[]): boolean {
  return rulesets.some(
    (ruleset) =>
      ruleset.variant !== 'legacy' &&
      family === (ruleset.family === 'ipv4' ? 'ip' : 'ip6') &&
      ruleset.tables.some((table) => table.name === name),
  )
}

/** When the kernel was given the chains of a ruleset, by table and chain: greater numbers came later. */
export type Registration = (table: string, chain: string) => number | undefined

/** What nftables tells of the chains that iptables-nft made. */
export function registrationOf({ family, variant }: Ruleset, native: readonly NftTable[]): Registration {
  const tables =
    variant === 'legacy' ? [] : native.filter((table) => table.family === (family === 'ipv4' ? 'ip' : 'ip6'))
  return (name, chain) => {
    const table = tables.find((one) => one.name === name)
    const found = table?.chains.find((one) => one.name === chain)
    const isStandard = found?.base !== undefined && iptablesPlace('nft', name, chain, undefined) !== undefined
    return isStandard ? registered(table?.handle, found?.handle) : undefined
  }
}

/** One number for the order in which chains were made: tables are counted for the host, chains within their table. */
export function registered(table: number | undefined, chain: number | undefined): number {
  return (table ?? 0) * 2 ** 20 + (chain ?? 0)
}
