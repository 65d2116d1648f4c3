import type { Family } from '#model/family.ts'
import type { Lowered } from '#model/lowered.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { iptablesTables } from './iptables-table.ts'

/** What the rules of a host mean: all its rulesets, of both families and variants, in one form. */
export function lower(rulesets: readonly Ruleset[]): Lowered {
  return {
    tables: rulesets.flatMap((ruleset) => iptablesTables(ruleset, rulesets)),
    unread: { ipv4: elsewhereOf('ipv4', rulesets), ipv6: elsewhereOf('ipv6', rulesets) },
  }
}

const lowered = new WeakMap<readonly Ruleset[], Lowered>()

/** The same, found out once for a snapshot. */
export function lowerSnapshot({ rulesets }: Pick<Snapshot, 'rulesets'>): Lowered {
  const known = lowered.get(rulesets) ?? lower(rulesets)
  lowered.set(rulesets, known)
  return known
}

/** What the texts announce and do not hold: tables of the other variant, tables that only nft shows. */
function elsewhereOf(family: Family, rulesets: readonly Ruleset[]): readonly string[] {
  const own = rulesets.filter((ruleset) => ruleset.family === family)
  const keys = own.flatMap(({ elsewhere = [] }) =>
    elsewhere.flatMap(({ what, name }) =>
      what === 'legacy' && own.some(({ variant }) => variant === 'legacy') ? [] : [`${what}-tables ${name}`],
    ),
  )
  return [...new Set(keys)]
}
