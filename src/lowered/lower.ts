import type { Family } from '#model/family.ts'
import type { Lowered, UnreadRules } from '#model/lowered.ts'
import type { NftTable } from '#model/nft.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { iptablesTables } from './iptables-table.ts'
import { isOfIptables, registrationOf } from './iptables-nft.ts'
import { NativeTable } from './native-table.ts'
import { notFollowed } from './not-followed.ts'

/** What the rules of a host mean: its rulesets of both families and variants, and the tables of nftables, in one form. */
export function lower(rulesets: readonly Ruleset[], native: readonly NftTable[] = []): Lowered {
  const own = native.filter((table) => !isOfIptables(table, rulesets))
  const unread = (family: Family): readonly UnreadRules[] => [
    ...elsewhereOf(family, rulesets, own),
    ...own.flatMap((table) => notFollowed(table, family)),
  ]
  return {
    tables: [
      ...rulesets.flatMap((ruleset) => iptablesTables(ruleset, rulesets, registrationOf(ruleset, native))),
      ...own.map((table) => new NativeTable(table)),
    ],
    unread: { ipv4: unread('ipv4'), ipv6: unread('ipv6') },
  }
}

const lowered = new WeakMap<readonly Ruleset[], Map<Snapshot['native'], Lowered>>()

/** The same, found out once for a snapshot. */
export function lowerSnapshot({
  rulesets,
  native,
}: Pick<Snapshot, 'rulesets'> & Partial<Pick<Snapshot, 'native'>>): Lowered {
  const known = lowered.get(rulesets) ?? new Map<Snapshot['native'], Lowered>()
  lowered.set(rulesets, known)
  const found = known.get(native) ?? lower(rulesets, native)
  known.set(native, found)
  return found
}

/** What the texts announce and do not hold: tables of the other variant, tables that only nft shows. */
function elsewhereOf(
  family: Family,
  rulesets: readonly Ruleset[],
  native: readonly NftTable[],
): readonly UnreadRules[] {
  const own = rulesets.filter((ruleset) => ruleset.family === family)
  const isRead = (name: string) =>
    native.some((table) => table.name === name && table.family === (family === 'ipv4' ? 'ip' : 'ip6'))
  const keys = own.flatMap(({ elsewhere = [] }) =>
    elsewhere
      .filter(({ what, name }) =>
        what === 'legacy' ? !own.some(({ variant }) => variant === 'legacy') : !isRead(name),
      )
      .map(({ what, name }) => `${what}-tables ${name}`),
  )
  return [...new Set(keys)].map((key) => ({ key }))
}
