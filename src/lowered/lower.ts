import type { Family } from '#model/family.ts'
import type { Lowered, UnreadRules } from '#model/lowered.ts'
import type { NftTable } from '#model/nft.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { type Announcing, announcedTables } from './announced.ts'
import { iptablesTables } from './iptables-table.ts'
import { isOfIptables, registrationOf } from './iptables-nft.ts'
import { NativeTable } from './native-table.ts'
import { notFollowed } from './not-followed.ts'

/** What the rules of a host mean: its rulesets of both families and variants, and the tables of nftables, in one form. */
export function lower(rulesets: readonly Ruleset[], native: readonly NftTable[] = []): Lowered {
  const own = native.filter((table) => !isOfIptables(table, rulesets))
  const unread = (family: Family): readonly UnreadRules[] => [
    ...elsewhereOf(family, rulesets, own),
    ...own.flatMap((table) => [...notFollowed(table, family), ...partly(table, family)]),
  ]
  return {
    tables: [
      ...rulesets.flatMap((ruleset) => iptablesTables(ruleset, rulesets, registrationOf(ruleset, native))),
      ...own.map((table) => new NativeTable(table)),
    ],
    unread: { ipv4: unread('ipv4'), ipv6: unread('ipv6') },
  }
}

// A table of which a part is not understood: what that part does is not known.
function partly(table: NftTable, family: Family): readonly UnreadRules[] {
  const seen = table.family === 'ip' ? 'ipv4' : table.family === 'ip6' ? 'ipv6' : table.family
  if (table.unread.length === 0 || (seen !== 'inet' && seen !== family)) return []
  return [{ key: `native-part ${table.family} ${table.name}` }]
}

interface Known {
  readonly snapshot: Announcing
  readonly lowered: Lowered
}

const known = new WeakMap<readonly Ruleset[], Known[]>()

/** The same of a snapshot, found out once, with what it tells of rules that it does not hold. */
export function lowerSnapshot(snapshot: Announcing): Lowered {
  const { rulesets, native, docker, notes, texts } = snapshot
  const list = known.get(rulesets) ?? []
  known.set(rulesets, list)
  const found = list.find(
    ({ snapshot: of }) => of.native === native && of.docker === docker && of.notes === notes && of.texts === texts,
  )
  if (found !== undefined) return found.lowered
  const bare = lower(rulesets, native)
  const unread = (family: Family) => [...bare.unread[family], ...announcedTables(snapshot, family)]
  const lowered = { ...bare, unread: { ipv4: unread('ipv4'), ipv6: unread('ipv6') } }
  list.push({ snapshot, lowered })
  return lowered
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
