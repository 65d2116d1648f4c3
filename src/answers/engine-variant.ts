import { type Message, message } from '#model/diagnostic.ts'
import type { Family, Variant } from '#model/family.ts'
import type { Owners } from '#model/owner.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'

/**
 * The ruleset that the engine writes into: of the variant that the engine runs, whatever is in the other one. Where nobody knows that
 * variant, the one with Docker's chains. Undefined: the rules of the engine's variant were not read.
 */
export function engineRuleset(snapshot: Snapshot, family: Family, variant: Variant | undefined): Ruleset | undefined {
  const own = snapshot.rulesets.filter((ruleset) => ruleset.family === family)
  if (variant === undefined) return own.find(hasDockersChains) ?? own[0] ?? { family, variant, tables: [] }
  const found = own.find((ruleset) => ruleset.variant === variant) ?? own.find((one) => one.variant === undefined)
  if (found !== undefined) return found
  return isUnread(snapshot, own, family, variant) ? undefined : { family, variant, tables: [] }
}

/** A variant that has no rules is not in a snapshot: that is another thing than rules that nobody read. */
function isUnread({ notes }: Snapshot, own: readonly Ruleset[], family: Family, variant: Variant): boolean {
  const program = `${family === 'ipv6' ? 'ip6tables' : 'iptables'}-${variant}-save`
  const told = notes.some(
    ({ id, args }) =>
      (id === 'host/no-save-tool' && args.tool === program) ||
      (id === 'host/tool-failed' && String(args.command).startsWith(program)),
  )
  return (
    told || (variant === 'legacy' && own.some(({ elsewhere = [] }) => elsewhere.some(({ what }) => what === 'legacy')))
  )
}

function hasDockersChains({ tables }: Ruleset): boolean {
  return tables.some(({ chains }) => chains.some(({ name }) => name.startsWith('DOCKER')))
}

/** In how many variants a family has chains of Docker's: where nobody knows the engine's variant, only one tells it. */
export function variantsWithDocker({ rulesets }: Snapshot, family: Family): number {
  return rulesets.filter((ruleset) => ruleset.family === family && hasDockersChains(ruleset)).length
}

/** Rules of Docker's in the variant that the engine does not use, one message for each family. */
export function leftOvers(
  { rulesets }: Snapshot,
  variantOf: (family: Family) => Variant | undefined,
  owners: Owners,
): readonly Message[] {
  return rulesets.flatMap(({ family, variant: other, tables }) => {
    const variant = variantOf(family)
    if (variant === undefined || other === undefined || other === variant) return []
    const rules = tables.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules))
    const count = rules.filter((rule) => owners.ofRule(rule).owner === 'docker').length
    return count === 0 ? [] : [message('status/left-over', { family, variant, other, count })]
  })
}
